/** Anything with the time it was written, as an ISO text in UTC of constant precision (they sort as texts do). */
export type Timed = { time: string };

type Source<T> = {
  batches: AsyncIterator<readonly T[]>;
  /** What has arrived and is not passed on yet: `batch` from `at` on. */
  batch: readonly T[];
  at: number;
  next: Promise<void> | null;
  /** When its next items were requested: a stream that has long been silent does not hold up the others. */
  askedMs: number;
  done: boolean;
};

/**
 * Interleaves streams that are each ordered by time, returning as many items at once as are available. A stream that is
 * silent for longer than `patienceMs` does not hold up the others, so live streams keep flowing; with infinite
 * patience, for streams that end, the order is exact. Returning early returns all the streams.
 */
export async function* mergeByTime<T extends Timed>(
  streams: readonly AsyncIterable<readonly T[]>[],
  patienceMs: number,
): AsyncGenerator<T[], void, undefined> {
  const sources = streams.map((stream): Source<T> => {
    return { batches: stream[Symbol.asyncIterator](), batch: [], at: 0, next: null, askedMs: 0, done: false };
  });
  try {
    for (;;) {
      await fill(sources, patienceMs);
      const merged = takeInOrder(sources);
      if (merged.length > 0) yield merged;
      else if (sources.every((source) => source.done)) return;
    }
  } finally {
    // A stream that is waiting for its next items cannot be returned: its signal ends it.
    await Promise.all(sources.map((source) => (source.next === null ? source.batches.return?.() : undefined)));
  }
}

function isEmpty({ batch, at }: Source<unknown>): boolean {
  return at >= batch.length;
}

/** Takes the available items until one of the streams runs out: its next item may be an earlier one. */
function takeInOrder<T extends Timed>(sources: readonly Source<T>[]): T[] {
  const taken: T[] = [];
  const filled = sources.filter((source) => !isEmpty(source));
  for (;;) {
    let first: Source<T> | null = null;
    let head: T | undefined;
    for (const source of filled) {
      const item = source.batch[source.at];
      if (item === undefined) return taken;
      if (head !== undefined && item.time >= head.time) continue;
      first = source;
      head = item;
    }
    if (first === null || head === undefined) return taken;
    first.at += 1;
    taken.push(head);
  }
}

/** Waits until every stream that is open and not long silent has items. */
async function fill<T extends Timed>(sources: readonly Source<T>[], patienceMs: number): Promise<void> {
  for (;;) {
    const missing = sources.filter((source) => isEmpty(source) && !source.done);
    if (missing.length === 0) return;
    const items = missing.map((source) => advance(source));
    if (sources.every(isEmpty)) await Promise.race(items);
    else {
      const leftMs = Math.max(...missing.map((source) => source.askedMs)) + patienceMs - performance.now();
      if (leftMs <= 0) return;
      await raceTimer(items, leftMs);
    }
  }
}

async function raceTimer(promises: Promise<void>[], ms: number): Promise<void> {
  if (ms === Number.POSITIVE_INFINITY) return Promise.race(promises);
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([...promises, over]);
  } finally {
    clearTimeout(timer);
  }
}

function advance<T extends Timed>(source: Source<T>): Promise<void> {
  if (source.next !== null) return source.next;
  source.askedMs = performance.now();
  source.next = source.batches.next().then(
    (result) => {
      source.next = null;
      if (result.done) source.done = true;
      else {
        source.batch = result.value;
        source.at = 0;
      }
    },
    (error: unknown) => {
      source.next = null;
      source.done = true;
      throw error;
    },
  );
  return source.next;
}
