import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { commandEntries } from "../../../src/cli/commands.ts";
import { globalFlags } from "../../../src/cli/help/root-help.ts";
import type { ErrorCode } from "../../../src/core/errors/errors.ts";
import { exitCodeOf } from "../../../src/core/errors/failure-exit-code.ts";
import { estimateModelMemory } from "../../../src/core/models/fit.ts";
import { findKnownModel } from "../../../src/core/models/known-models.ts";
import { formatSetting, isSettingKey, settingKeys } from "../../../src/core/settings/setting-fields.ts";
import { defaultSettings } from "../../../src/core/settings/settings.ts";
import { words as en } from "../../../src/words/en.ts";
import { words as es } from "../../../src/words/es.ts";
import { anchorOf, localgptLines, readPage, shellLines } from "../../support/data/documents.ts";
import { documentsBelow, jsonExamples, partsShown } from "../../support/data/json-examples/examples.ts";
import { modelNamed } from "../../support/data/model-named.ts";

const pairs = [
  ["README.md", "README.es.md"],
  ["docs/how-it-works.md", "docs/como-funciona.md"],
] as const;
const paths = [
  ...pairs.flat(),
  "docs/architecture.md",
  "docs/json.md",
  "docs/backup-format.md",
  "docs/reliability.md",
  "docs/security.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CODE_OF_CONDUCT.md",
  "test/images/README.md",
];
const repository = fileURLToPath(new URL("../../../", import.meta.url));

async function buildTree(): Promise<Command> {
  const program = new Command("localgpt");
  for (const { load } of commandEntries) (await load())(program, en, async () => {});
  return program;
}

/**
 * Every command that does something itself, as it is typed; one with sub-commands does what its `list` does, or shows
 * its help.
 */
function listCommands(command: Command, path: readonly string[] = []): string[] {
  const { commands } = command;
  const own = commands.length === 0 || command.registeredArguments.length > 0 ? [path.join(" ")] : [];
  return [...own, ...commands.flatMap((child) => listCommands(child, [...path, child.name()]))];
}

const globals = new Set(Object.values(globalFlags).flatMap((flags) => flags.match(/--?[A-Za-z][a-z-]*/g) ?? []));
const takesValue = new Set(["--lang", "--project"]);

/** What is wrong with a command line by the tree of commands; null when nothing is. */
function findFault(program: Command, words: string[]): string | null {
  let command = program;
  const rest = [...words];
  let operands = 0;
  while (rest.length > 0) {
    const [word = "", value] = (rest.shift() ?? "").split("=");
    if (takesValue.has(word)) {
      if (value === undefined) rest.shift();
    } else if (word.startsWith("-")) {
      const option = command.options.find(({ long, short }) => word === long || word === short);
      if (option === undefined && !globals.has(word)) return `${command.name()} has no ${word}`;
      if (option?.required && value === undefined && rest.shift() === undefined) return `${word} needs a value`;
    } else {
      const next: Command | undefined = command.commands.find((child) =>
        [child.name(), ...child.aliases()].includes(word),
      );
      if (next !== undefined) command = next;
      else if (command.commands.length > 0 && command.registeredArguments.length === 0) {
        // `localgpt <command>` stands for any of them.
        if (word !== "<command>" && word !== "<orden>") return `there is no ${word}`;
      } else operands += 1;
    }
  }
  const most = command.registeredArguments.some(({ variadic }) => variadic)
    ? Infinity
    : command.registeredArguments.length;
  return operands > most ? `${command.name()} takes no ${operands} arguments` : null;
}

/** Spans that are a path in this repository or in `src`; an asterisk stands for any part of a name. */
const ownPath =
  /^(?:src|cli|commands|core|engine|host|output|services|words|templates|compose|scripts|test|docs|\.github)\/[\w./*-]*$/;

/**
 * The paths of ours that a page names; those of the example of a command are there only in the test that follows it.
 */
function pathsOn(path: string): string[] {
  const paths = readPage(path).spans.map((span) => span.replace(/^\.\//, ""));
  return paths.filter((span) => ownPath.test(span) && !span.includes("/hello"));
}

function isThere(path: string): boolean {
  return ["", "src"].some((folder) => {
    const whole = join(repository, folder, path);
    if (!path.includes("*")) return existsSync(whole);
    const pattern = new RegExp(`^${basename(path).replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
    return existsSync(dirname(whole)) && readdirSync(dirname(whole)).some((name) => pattern.test(name));
  });
}

describe("pages", () => {
  test.each(paths)("every command line of localgpt in %s can be given", async (path) => {
    const program = await buildTree();
    // The command that CONTRIBUTING.md takes as its example is not there; test/program/add-a-command.test.ts adds it.
    const lines = localgptLines(readPage(path)).filter(([name]) => name !== "hello");
    const faults = lines.flatMap((words) => findFault(program, words) ?? []);
    expect(faults).toEqual([]);
  });

  test.each(paths)("every link in %s leads somewhere", (path) => {
    const broken = readPage(path).links.filter((link) => {
      // Pages of the host, seen from a file that it shows.
      if (/^([a-z]+:|\.\.\/\.\.\/(?:security|releases)\/)/.test(link)) return false;
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : join(dirname(path), file);
      if (!existsSync(join(repository, target))) return true;
      return anchor !== undefined && !readPage(target).headings.some(({ title }) => anchorOf(title) === anchor);
    });
    expect(broken).toEqual([]);
  });

  test.each(["docs/architecture.md", "CONTRIBUTING.md"])(
    "every file and folder of ours that %s names is there",
    (path) => {
      const named = pathsOn(path);
      expect(named.length).toBeGreaterThan(5);
      expect(named.filter((name) => !isThere(name))).toEqual([]);
    },
  );

  test.each([
    ["core/plan/plan.ts", true],
    ["test/faults/engine-stops*.test.ts", true],
    ["core/plan/no-plan.ts", false],
    ["test/faults/no-faults*.test.ts", false],
    ["services/python/", false],
  ])("%s is found to be there: %s", (name, expected) => {
    expect(isThere(name)).toBe(expected);
  });

  test.each(pairs)("%s and %s have the same parts and tell the same commands", (english, spanish) => {
    const [first, second] = [readPage(english), readPage(spanish)];
    expect(second.headings.map(({ level }) => level)).toEqual(first.headings.map(({ level }) => level));
    // What is said to a model is in the reader's language.
    const commandOf = (line: string) => line.replaceAll(/"[^"$]* [^"]*"/g, '"…"');
    expect(shellLines(second).map(commandOf)).toEqual(shellLines(first).map(commandOf));
    const inline = (page: typeof first) =>
      [...new Set(localgptLines(page).map((words) => commandOf(words.join(" "))))].sort();
    expect(inline(second)).toEqual(inline(first));
    expect(second.rows.length).toBe(first.rows.length);
  });

  test("README names every command and every setting with its default", async () => {
    const page = readPage("README.md");
    const used = new Set(localgptLines(page).map(([name]) => name));
    expect(commandEntries.filter(({ name }) => !used.has(name))).toEqual([]);
    for (const readme of [page, readPage("README.es.md")]) {
      const told = readme.rows.flatMap(([names = "", value = ""]) =>
        [...names.matchAll(/`([^`]+)`/g)].flatMap(([, key = ""]) => (isSettingKey(key) ? [{ key, value }] : [])),
      );
      expect(told.map(({ key }) => key).sort()).toEqual([...settingKeys].sort());
      for (const { key, value } of told) {
        if (!key.endsWith(".image")) expect([key, value]).toEqual([key, `\`${formatSetting(defaultSettings, key)}\``]);
      }
    }
  });

  test.each([
    ["README.md", en.format],
    ["README.es.md", es.format],
  ])("%s gives the sizes of models that localgpt reckons with", (path, format) => {
    const rows = readPage(path).rows.filter(([, , memory = ""]) => / [GM]iB$/.test(memory));
    expect(rows.length).toBeGreaterThan(3);
    for (const [name = "", download, memory = ""] of rows) {
      const model = findKnownModel(modelNamed(/`(.+)`/.exec(name)?.[1] ?? ""));
      if (model === null) throw new Error(`${name} is not in the table of models`);
      const { totalBytes } = estimateModelMemory(model, { context: defaultSettings.context, parallel: 1 });
      expect([name, download]).toEqual([name, format.bytes(model.bytes)]);
      expect(memory.endsWith(` ${format.memory(totalBytes)}`), `${name}: ${format.memory(totalBytes)}`).toBe(true);
    }
  });
});

describe("docs/json.md", () => {
  const page = readPage("docs/json.md");

  test("shows what every command prints", async () => {
    const commands = listCommands(await buildTree());
    expect(Object.keys(jsonExamples).sort()).toEqual([...commands, ...partsShown].sort());
    const inOrder = (documents: readonly object[]) => documents.map((document) => JSON.stringify(document)).sort();
    expect(inOrder(documentsBelow("Results"))).toEqual(inOrder(Object.values(jsonExamples).flat()));
  });

  test("has the exit code of every error", () => {
    const told = page.rows.flatMap(([exitCode = "", , codes = ""]) =>
      /^\d+$/.test(exitCode) ? [...codes.matchAll(/`([^`]+)`/g)].map(([, code]) => [code, Number(exitCode)]) : [],
    );
    const codes = Object.keys(en.errors) as ErrorCode[];
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(codes.map((code) => [code, exitCodeOf(code)])));
  });

  test.each(["answerReasons", "causes", "checks", "exits", "notices", "operations", "phases", "pullReasons"] as const)(
    "names every one of the %s",
    (section) => {
      const named = new Set(page.spans);
      expect(Object.keys(en[section]).filter((id) => !named.has(id))).toEqual([]);
    },
  );
});
