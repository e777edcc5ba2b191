/** A shorter text occurs in too many words to mean one of them. */
const leastPart = 3;

/**
 * The candidate that a person most likely meant, or null when none is similar: at most a third of its letters differ,
 * or it is the first that contains the whole text (`webui` for `open-webui`).
 */
export function findNearest(text: string, candidates: readonly string[]): string | null {
  const wanted = text.toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = measureDistance(wanted, candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  const isPart = (candidate: string) => wanted.length >= leastPart && candidate.toLowerCase().includes(wanted);
  return best ?? candidates.find(isPart) ?? null;
}

/**
 * The number of letters to add, drop, change or swap with their neighbour to turn one text into the other
 * (Damerau-Levenshtein in its restricted form: no swapped pair is changed again).
 */
export function measureDistance(first: string, second: string): number {
  const [a, b] = [[...first], [...second]];
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + changed);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
