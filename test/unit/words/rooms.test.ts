import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect, test } from "vitest";
import { commandEntries } from "../../../src/cli/commands.ts";
import { words as en } from "../../../src/words/en.ts";

const root = join(import.meta.dirname, "../../../src/words");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(sep).join("/"));

/** What a file of the words imports from the words, types included. */
function importsOf(file: string): { to: string; isType: boolean }[] {
  const statements = readFileSync(join(root, file), "utf8").matchAll(/^import (type )?[^"';]*?from "(\.[^"]+)"/gm);
  return [...statements].flatMap(([, type, from = ""]) => {
    const to = relative(root, join(root, dirname(file), from))
      .split(sep)
      .join("/");
    return to.startsWith("..") ? [] : [{ to, isType: type !== undefined }];
  });
}

test("a room has its languages and, where a type does not derive, `words.ts`", () => {
  const rooms = [...new Set(files.filter((file) => file.includes("/")).map((file) => dirname(file)))];
  const wrong = rooms.filter((room) => {
    const names = files.filter((file) => dirname(file) === room).map((file) => file.slice(room.length + 1));
    return !["en.ts,es.ts", "en.ts,es.ts,words.ts"].includes(names.sort().join(","));
  });
  expect(wrong).toEqual([]);
  expect(rooms.length).toBeGreaterThan(25);
});

test("no file of the words is longer than 250 lines", () => {
  expect(files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 251)).toEqual([]);
});

test("no circle of imports, types included", () => {
  const done = new Set<string>();
  const walk = (file: string, above: readonly string[]): string[] => {
    if (above.includes(file)) return [[...above.slice(above.indexOf(file)), file].join(" → ")];
    if (done.has(file)) return [];
    const found = importsOf(file).flatMap(({ to }) => walk(to, [...above, file]));
    done.add(file);
    return found;
  };
  expect(files.flatMap((file) => walk(file, []))).toEqual([]);
});

test("a language loads nothing of another", () => {
  const wrong = files.filter((file) => {
    const [, language] = /(?:^|\/)(en|es)\.ts$/.exec(file) ?? [];
    const other = language === "en" ? "es" : "en";
    return language && importsOf(file).some(({ to, isType }) => !isType && new RegExp(`(^|/)${other}\\.ts$`).test(to));
  });
  expect(wrong).toEqual([]);
});

test("every help belongs to a command, and the words of a command have its name", () => {
  const helped = Object.keys(en.help).map((key) => key.split(" ")[0] ?? "");
  const commands = commandEntries.map(({ name }) => name);
  expect([...new Set(helped)].sort()).toEqual([...commands].sort());
  expect(commands.filter((name) => !files.includes(`${name}/en.ts`))).toEqual([]);
});
