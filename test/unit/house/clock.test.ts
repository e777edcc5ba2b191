import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../src");
const clock = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.|\bset(?:Timeout|Interval|Immediate)\(/;

const files = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));

test("core has no clock: who calls it brings the time", () => {
  expect(files("core").filter((file) => clock.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
});

test("what makes text of a result takes the time from its look", () => {
  const renders = /^(?:export )?function render\w+[\s\S]*?^}/gm;
  const wrong = files("commands").filter((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(renders)].some(([text]) => clock.test(text)),
  );
  expect(wrong).toEqual([]);
});
