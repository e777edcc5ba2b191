import fc from "fast-check";
import { test } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** How many cases a property was tried with. */
    cases?: number;
  }
}

type Arbitraries<Values extends unknown[]> = { [Index in keyof Values]: fc.Arbitrary<Values[Index]> };

const cases = readNumber("LOCALGPT_FUZZ_CASES") ?? 40;
// The same cases each time where nobody asks for others: a change that passed passes again.
const seed = readNumber("LOCALGPT_FUZZ_SEED") ?? 1;

function readNumber(name: string): number | null {
  const text = process.env[name];
  if (text === undefined || text === "") return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${name} must be a whole number and is ${text}`);
  return value;
}

/**
 * A test that `holds` for every combination of the values, tried with as many as LOCALGPT_FUZZ_CASES says, times
 * `share` for one that is dearer or cheaper than most. A failure is reported with the smallest values that show it, its
 * seed and its path.
 */
export function property<Values extends [unknown, ...unknown[]]>(
  title: string,
  arbitraries: Arbitraries<Values>,
  holds: (...values: Values) => void | Promise<void>,
  { share = 1 }: { share?: number } = {},
): void {
  test(title, { timeout: 3_600_000 }, async ({ task }) => {
    const checked = fc.asyncProperty<Values>(...arbitraries, async (...values) => {
      await holds(...values);
    });
    const details = await fc.check(checked, { numRuns: Math.max(1, Math.round(cases * share)), seed });
    task.meta.cases = details.numRuns;
    if (details.failed) throw new Error(await fc.asyncDefaultReportMessage(details), { cause: details.errorInstance });
  });
}
