import { expect, test } from "vitest";
import { files, read } from "../../support/data/sources.ts";

const clock = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.|\bset(?:Timeout|Interval|Immediate)\(/;

test("what makes text of a result takes the time from its look", () => {
  const renders = /^(?:export )?function render\w+[\s\S]*?^}/gm;
  const wrong = files.filter(
    (file) => file.startsWith("commands/") && [...read(file).matchAll(renders)].some(([text]) => clock.test(text)),
  );
  expect(wrong).toEqual([]);
});
