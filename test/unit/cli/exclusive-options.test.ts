import type { Command } from "commander";
import { expect, test } from "vitest";
import { commandEntries } from "../../../src/cli/commands.ts";
import { LocalgptCommand } from "../../../src/cli/help/localgpt-command.ts";
import type { Execute } from "../../../src/commands/context.ts";
import { createStyle } from "../../../src/output/style.ts";
import { measure } from "../../../src/output/width.ts";
import { words as en } from "../../../src/words/en.ts";

// Loaded ahead: a first test that loads every command would take as long as a test may.
const defines = await Promise.all(commandEntries.map(({ load }) => load()));
const style = await createStyle({ colour: false, unicode: true });

/** The whole tree of commands; `ran` counts those that came to run. */
function buildTree(): { program: Command; ran: () => number } {
  let count = 0;
  const execute: Execute = async () => {
    count += 1;
  };
  const program = new LocalgptCommand("localgpt", { words: en, style, columns: 80, nowMs: 0, measure });
  for (const define of defines) define(program, en, execute);
  return { program, ran: () => count };
}

async function parse(line: string): Promise<unknown> {
  const { program, ran } = buildTree();
  try {
    await program.parseAsync(line.split(" "), { from: "user" });
  } catch (error) {
    expect(ran()).toBe(0);
    return error;
  }
  return ran();
}

const together: [line: string, first: string, second: string][] = [
  ["ask why? --think --no-think", "--think", "--no-think"],
  ["ask tiny why? --no-think --stats --think", "--think", "--no-think"],
  ["chat --think --no-think", "--think", "--no-think"],
  ["up --no-model --model tiny", "--model", "--no-model"],
  ["up --model tiny --dry-run --no-model", "--model", "--no-model"],
  ["uninstall --purge --keep-data", "--keep-data", "--purge"],
  ["uninstall --purge --with-models --no-backup", "--with-models", "--no-backup"],
  ["uninstall --with-models", "--with-models", "--keep-data"],
  ["models update tiny --all", "MODEL", "--all"],
];

test.each(together)("localgpt %s", async (line, first, second) => {
  expect(await parse(line)).toMatchObject({ code: "conflicting-options", facts: { first, second } });
});

test.each([
  "ask why? --think",
  "ask why? --no-think",
  "chat --think --think",
  "up --no-model",
  "up --model tiny",
  "uninstall --purge --with-models",
  "uninstall --keep-data --no-backup",
  "models update --all",
])("localgpt %s runs", async (line) => {
  expect(await parse(line)).toBe(1);
});

test("no command has `--x` and `--no-x` without refusing them together", () => {
  const { program } = buildTree();
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  const pairs = commands.flatMap((command) => {
    const flags = command.options.map(({ long }) => long ?? "");
    return flags
      .filter((flag) => flags.includes(flag.replace(/^--/, "--no-")))
      .map((flag) => `${command.name()} ${flag}`);
  });
  const refused = together.flatMap(([line, first, second]) =>
    second === first.replace(/^--/, "--no-") ? [`${line.split(" ")[0]} ${first}`] : [],
  );
  expect(pairs.sort()).toEqual([...new Set(refused)].sort());
});
