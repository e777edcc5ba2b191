import { startCountingEngine } from "../support/engines/counting-engine.ts";
import { type Program, run, type Taken } from "./program.ts";
import { report } from "./report.ts";

/** How often each way is measured; `LOCALGPT_BENCH_PAIRS=3` for a quick look, whose figures say little. */
export const usualPairs = Number(process.env.LOCALGPT_BENCH_PAIRS ?? 10);

/**
 * A line of the table: medians in `unit`; null where there is no goal, where nothing was counted or memory cannot be
 * seen.
 */
export type Row = {
  what: string;
  against: string;
  unit: "ms" | "MB";
  ours: number;
  theirs: number;
  ratio: number;
  goal: number | null;
  pairs: number;
  /** Requests to the Engine. */
  calls: { ours: number; theirs: number } | null;
  /** Peak memory of the programs, in bytes. */
  peakBytes: { ours: number | null; theirs: number | null };
};

/** What is measured: programs one after the other, or anything that tells itself how many milliseconds it took. */
export type Way = Program[] | (() => Promise<number>);

/**
 * Two ways to do the same, each from a state that `before` prepares again, and a goal for the ratio of their medians.
 */
export type Contest = {
  what: string;
  against: string;
  ours: Way;
  theirs: Way;
  before?: () => Promise<unknown>;
  goal?: number;
  pairs?: number;
  /** The first pair only warms up, and its requests to the Engine are counted; false where that would take minutes. */
  warmUp?: boolean;
};

/**
 * Runs the two in turn, so that whatever else the machine does falls on both, and reports the row. Each is measured
 * with the Engine as the other left it, or as `before` makes it.
 */
export async function contest(asked: Contest): Promise<Row> {
  const { what, against, before, goal = null, pairs = usualPairs, warmUp = true } = asked;
  const ways = [asked.ours, asked.theirs] as const;
  const taken: [Taken[], Taken[]] = [[], []];
  const calls = warmUp ? [await count(ways[0], before), await count(ways[1], before)] : [];
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const side of [0, 1] as const) {
      await before?.();
      taken[side].push(await take(ways[side]));
    }
  }
  const [ourCalls = null, theirCalls = null] = calls;
  const counted = ourCalls === null || theirCalls === null ? null : { ours: ourCalls, theirs: theirCalls };
  return compare({ what, against, ours: taken[0], theirs: taken[1], goal, calls: counted });
}

/** Reports what was measured of two ways as a row. */
export function compare(
  asked: Pick<Row, "what" | "against" | "goal" | "calls"> & { ours: Taken[]; theirs: Taken[] },
): Row {
  const ours = median(asked.ours.map(({ ms }) => ms));
  const theirs = median(asked.theirs.map(({ ms }) => ms));
  const peakBytes = { ours: peakOf(asked.ours), theirs: peakOf(asked.theirs) };
  return report({ ...asked, unit: "ms", ours, theirs, ratio: ours / theirs, pairs: asked.ours.length, peakBytes });
}

/** What took memory, beside what: null where it could not be seen. */
type Memory = Pick<Row, "what" | "against"> & { ours: Taken[]; theirs: Taken[]; goal: number };

/** Reports the peak memory of two ways as a row, where it could be seen. */
export function compareMemory({ what, against, ours, theirs, goal }: Memory): void {
  reportMemory({ what, against, pairs: ours.length, peakBytes: { ours: peakOf(ours), theirs: peakOf(theirs) } }, goal);
}

/** Reports the peak memory of a row as a row of its own, where it could be seen. */
export function reportMemory(
  { what, against, pairs, peakBytes }: Pick<Row, "what" | "against" | "pairs" | "peakBytes">,
  goal: number,
): void {
  const { ours, theirs } = peakBytes;
  if (ours === null || theirs === null) return;
  const row = { what: `peak memory of ${what}`, against, unit: "MB" as const, pairs, calls: null, peakBytes };
  report({ ...row, ours: ours / 1e6, theirs: theirs / 1e6, ratio: ours / theirs, goal });
}

/** The middle one of some numbers, the mean of the two in the middle where they are even. */
function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((first, second) => first - second);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

async function take(way: Way): Promise<Taken> {
  return Array.isArray(way) ? run(...way) : { ms: await way(), peakBytes: null };
}

/** Runs a way once, and returns the number of its requests to the Engine; null if it is not a program. */
async function count(way: Way, before: Contest["before"]): Promise<number | null> {
  await before?.();
  if (!Array.isArray(way)) {
    await way();
    return null;
  }
  const counting = await startCountingEngine();
  try {
    const through = { DOCKER_HOST: counting.host };
    await run(...way.map((program) => ({ ...program, environment: { ...program.environment, ...through } })));
    return counting.taken().length;
  } finally {
    await counting.close();
  }
}

function peakOf(all: Taken[]): number | null {
  const peaks = all.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes]));
  return peaks.length > 0 ? median(peaks) : null;
}
