import { dirname } from "node:path";
import { expect, test } from "vitest";
import { commandEntries } from "../../../src/cli/commands.ts";
import { words as en } from "../../../src/words/en.ts";
import { imports, files as sources } from "../../support/data/sources.ts";

const inWords = (file: string): string[] => (file.startsWith("words/") ? [file.slice("words/".length)] : []);
const files = sources.flatMap(inWords);

test("a room has its languages and, where a type does not derive, `words.ts`", () => {
  const rooms = [...new Set(files.filter((file) => file.includes("/")).map((file) => dirname(file)))];
  const wrong = rooms.filter((room) => {
    const names = files.filter((file) => dirname(file) === room).map((file) => file.slice(room.length + 1));
    return !["en.ts,es.ts", "en.ts,es.ts,words.ts"].includes(names.sort().join(","));
  });
  expect(wrong).toEqual([]);
  expect(rooms.length).toBeGreaterThan(25);
});

test("a language loads nothing of another", () => {
  const wrong = files.filter((file) => {
    const [, language] = /(?:^|\/)(en|es)\.ts$/.exec(file) ?? [];
    const other = language === "en" ? "es" : "en";
    const loaded = imports.filter(
      ({ from, to, isType }) => from === `words/${file}` && to.startsWith("words/") && !isType,
    );
    return language && loaded.some(({ to }) => to.endsWith(`/${other}.ts`));
  });
  expect(wrong).toEqual([]);
});

test("every help belongs to a command, and the words of a command have its name", () => {
  const helped = Object.keys(en.help).map((key) => key.split(" ")[0] ?? "");
  const commands = commandEntries.map(({ name }) => name);
  expect([...new Set(helped)].sort()).toEqual([...commands].sort());
  expect(commands.filter((name) => !files.includes(`${name}/en.ts`))).toEqual([]);
});
