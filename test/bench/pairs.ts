import { spawn } from "node:child_process";

/** A program to measure: what is run, where and in which environment. */
export type Program = { command: string; args: string[]; environment?: Record<string, string | undefined> };

/** A line of the table; medians, and null as goal where there is none. */
export type Row = { what: string; oursMs: number; theirsMs: number; ratio: number; goal: number | null; pairs: number };

/** Milliseconds from a program's start to its end, its output read as by a pipe; throws with what it said when it fails. */
export async function time({ command, args, environment = {} }: Program): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const complaints: Buffer[] = [];
  child.stdout.resume();
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const tookMs = performance.now() - startedMs;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}: exit code ${code}\n${Buffer.concat(complaints)}`);
  return tookMs;
}

/** Two ways to do the same, each from a state that `before` makes anew, and a goal for the ratio of their medians. */
export type Contest = {
  what: string;
  ours: () => Promise<number>;
  theirs: () => Promise<number>;
  before?: () => Promise<unknown>;
  goal?: number;
  pairs?: number;
};

/** Runs the two in turn, so that whatever else the machine does falls on both; the first pair warms up and is not counted. */
export async function contest({ what, ours, theirs, before, goal, pairs = 10 }: Contest): Promise<Row> {
  const taken = { ours: [] as number[], theirs: [] as number[] };
  for (let index = 0; index <= pairs; index += 1) {
    await before?.();
    const oursMs = await ours();
    await before?.();
    const theirsMs = await theirs();
    if (index === 0) continue;
    taken.ours.push(oursMs);
    taken.theirs.push(theirsMs);
  }
  const [oursMs, theirsMs] = [median(taken.ours), median(taken.theirs)];
  return { what, oursMs, theirsMs, ratio: oursMs / theirsMs, goal: goal ?? null, pairs };
}

/** The middle one of some numbers, the mean of the two in the middle where they are even. */
function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((first, second) => first - second);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** The rows as a table for a person and, in a last line, as JSON for a program. */
export function printRows(rows: Row[]): void {
  const head = ["", "ours", "theirs", "ratio", "goal"];
  const body = rows.map(({ what, oursMs, theirsMs, ratio, goal }) => [
    what,
    `${oursMs.toFixed(0)} ms`,
    `${theirsMs.toFixed(0)} ms`,
    ratio.toFixed(2),
    goal === null ? "" : `≤ ${goal.toFixed(2)}${ratio <= goal ? "" : " missed"}`,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => (row[column] ?? "").length)));
  const lines = [head, ...body].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  console.log(`\n${lines.join("\n")}\n${JSON.stringify(rows)}\n`);
}
