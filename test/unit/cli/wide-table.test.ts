import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createExecute } from "../../../src/cli/execute.ts";
import { readGlobalOptions } from "../../../src/cli/global-options.ts";
import { alignColumns } from "../../../src/core/text/columns.ts";
import { createStyle } from "../../../src/output/style.ts";
import { measureCell } from "../../../src/output/table-width.ts";
import { words } from "../../../src/words/en.ts";
import { calm } from "../../support/engines/connect.ts";

const style = await createStyle({ colour: false, unicode: true });
const look = { words, style, columns: 80, nowMs: 0, measure: measureCell };

/** What a command prints that lays out these names in a table. */
async function printTable(names: string[]): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = {
    argv: [],
    environment: { HOME: "/nowhere" },
    platform: "linux" as const,
    program: "/usr/bin/localgpt",
    process: { pid: 1, kill: () => true },
    stdin: new PassThrough(),
    stdout,
    stderr,
    signal: calm(),
  };
  const run = { io, options: readGlobalOptions([]), words, look, errorLook: look };
  await createExecute(run, () => {})({
    run: async () => names,
    render: (rows, { measure }) =>
      alignColumns(
        rows.map((text) => [{ text }, { text: "|" }]),
        measure,
      ).join("\n"),
  });
  return String(stdout.read());
}

test("what measures wide characters is loaded for a table that has some, and the table is laid out by it", async () => {
  expect(measureCell("模型")).toBe(2);
  expect(await printTable(["plain", "name"])).toBe("plain   |\nname    |\n");
  expect(measureCell("模型")).toBe(2);
  expect(await printTable(["模型", "🦙", "cafe\u0301", "plain"])).toBe(
    "模型    |\n🦙      |\ncafe\u0301    |\nplain   |\n",
  );
  expect(measureCell("模型")).toBe(4);
});
