import type { Command } from "commander";
import { expect, test } from "vitest";
import { commandEntries } from "../../../../src/cli/commands.ts";
import { describePath } from "../../../../src/cli/help/help.ts";
import { LocalgptCommand } from "../../../../src/cli/help/localgpt-command.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import { words as en } from "../../../../src/words/en.ts";
import { words as es } from "../../../../src/words/es.ts";

async function buildAll(words: typeof en): Promise<Command[]> {
  const style = await createStyle({ colour: false, unicode: true });
  const program = new LocalgptCommand("localgpt", { words, style, columns: 100, nowMs: 0, measure });
  for (const { load } of commandEntries) (await load())(program, words, async () => {});
  const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)];
  return program.commands.flatMap(below);
}

const usageOf = (command: Command): string => /^(?:Usage|Uso): (.*)$/m.exec(command.helpInformation())?.[1] ?? "";

test.each([
  ["en", en, "command", "options"],
  ["es", es, "orden", "opciones"],
] as const)("every usage line in %s has what the command takes", async (_, words, commandWord, optionsWord) => {
  const commands = await buildAll(words);
  expect(commands.length).toBeGreaterThan(35);
  for (const command of commands) {
    const usage = usageOf(command);
    expect(usage.startsWith(`${describePath(command)} `), usage).toBe(true);
    expect(usage.endsWith(` [${optionsWord}]`), usage).toBe(true);
    for (const argument of command.registeredArguments) expect(usage).toContain(argument.name());
    if (command.commands.length === 0) {
      const required = command.registeredArguments.filter((argument) => argument.required);
      for (const argument of required) expect(usage).toMatch(new RegExp(`<${argument.name()}(\\.\\.\\.)?>`));
      continue;
    }
    // A group may be given alone: only then is its command shown as one that can be left out.
    expect((command as unknown as { _actionHandler: unknown })._actionHandler, usage).not.toBeNull();
    expect(usage).toContain(`[${commandWord}`);
  }
});

test("a group that takes something of its own shows both", async () => {
  const usages = (await buildAll(en)).map(usageOf);
  expect(usages).toContain("localgpt backup [command | FILE] [options]");
  expect(usages).toContain("localgpt models [command] [options]");
  expect(usages).toContain("localgpt backup list [options]");
  expect(usages).toContain("localgpt tune <MODEL> [options]");
});

test.each([
  ["en", en],
  ["es", es],
] as const)("a text in %s writes a placeholder as the usage line does", async (_, words) => {
  for (const command of await buildAll(words)) {
    const text = command.helpInformation();
    const usages = [usageOf(command), ...command.options.map(({ flags }) => flags)].join(" ");
    const written = text.match(/(?<=\s)(?:FILE|ARCHIVO|MODEL|MODELO|VOLUME|VOLUMEN|NAME|NOMBRE|TEXT|TEXTO)\b/g) ?? [];
    for (const name of written) expect(usages, `${name} in: ${text}`).toContain(name);
  }
});
