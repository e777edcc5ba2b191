import { expect, test } from "vitest";
import { commandEntries } from "../../../src/cli/commands.ts";
import { words as english } from "../../../src/words/en.ts";
import { words as spanish } from "../../../src/words/es.ts";
import { nameProject } from "../../../src/words/for-project.ts";
import { files, read } from "../../support/data/sources.ts";

const words = nameProject(english, "second");
const verbs = commandEntries.map(({ name }) => name).join("|");
const unnamed = new RegExp(`\\blocalgpt (?:${verbs})(?![\\w-])`, "g");

/** A text as it is once the words name the project. */
const named = (text: string): string => nameProject({ ...english, language: text } as never, "second").language;

test("every suggested command names the project", () => {
  expect(words.down.startAgain).toContain("`localgpt --project second up`");
  expect(words.up.suggestions.status.command).toBe("localgpt --project second status");
  const { hint } = words.errors["port-taken"]({ port: 3000, owner: { kind: "unknown" }, nextFree: 3001 });
  expect(hint).toContain("`localgpt --project second up --port 3001`");
});

test.each([
  ["localgpt up && localgpt admin create", "localgpt --project second up && localgpt --project second admin create"],
  ["localgpt down; localgpt up", "localgpt --project second down; localgpt --project second up"],
  ["cat a.txt | localgpt ask x", "cat a.txt | localgpt --project second ask x"],
  ["sudo localgpt up", "sudo localgpt --project second up"],
  ["LOCALGPT_HOME=/srv localgpt up", "LOCALGPT_HOME=/srv localgpt --project second up"],
  ['nano "$(localgpt config path)"', 'nano "$(localgpt --project second config path)"'],
  ["first:\nlocalgpt down\n  localgpt up", "first:\nlocalgpt --project second down\n  localgpt --project second up"],
  ["localgpt --project NAME up", "localgpt --project NAME up"],
  ["localgpt needs Docker; ~/localgpt up to now; localgpt update-all", null],
])("%j", (text, expected) => {
  expect(named(text)).toBe(expected ?? text);
});

test.each(["en", "es"])("no command of a sentence in %s goes without it, wherever it stands", (language) => {
  const sources = files.filter((file) => file.startsWith("words/") && file.endsWith(`${language}.ts`));
  // The source has every sentence, also those that only certain facts bring about.
  const texts = sources.map(read);
  expect(texts.join("").match(unnamed)?.length).toBeGreaterThan(200);
  expect(texts.flatMap((text) => named(text).match(unnamed) ?? [])).toEqual([]);
  // A command whose verb is put in later would not be seen by this test.
  const composed = texts.flatMap(
    (text) => text.match(/.*\blocalgpt \$\{(?!version|installed|newest|localgpt|similar).*/g) ?? [],
  );
  expect(composed).toEqual([]);
});

test("the hint about an open page names the project in all of its commands", () => {
  const facts = { address: "0.0.0.0", port: 3000, signUp: "first", wanted: true } as const;
  for (const said of [words, nameProject(spanish, "second")]) {
    const { hint = "" } = said.checks.exposure("failure", facts);
    expect(hint.match(/\blocalgpt --project second \w+/g)?.length).toBe(4);
    expect(hint).not.toMatch(unnamed);
  }
});

test("sentences about localgpt stay as they are", () => {
  const { message } = words.errors["docker-endpoint-unsupported"]({ endpoint: "fd://" });
  expect(message).not.toContain("--project");
  expect(words.format.bytes(2e9)).toBe("2.0 GB");
});

test.each([
  ["en", english, "y"],
  ["es", spanish, "sí"],
])("in %s a yes is told from a no also where the project is named", (_, told, yes) => {
  const { yesPattern } = nameProject(told, "work").general;
  expect(yesPattern.test(yes)).toBe(true);
  expect(yesPattern.test("n")).toBe(false);
});
