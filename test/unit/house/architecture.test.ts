import { expect, test } from "vitest";
import { readPage } from "../../support/data/documents.ts";
import { imports as allImports, files, findCircles, folderOf, read, roomOf } from "../../support/data/sources.ts";
import { mostFiles, mostLines, roomOrder } from "./rooms.ts";

const imports = allImports.filter(({ isType }) => !isType);

/** Which folders a folder may import from, besides itself; a type alone may come from anywhere. */
const allowed: Record<string, string[]> = {
  "start.ts": ["words"],
  "main.ts": ["cli"],
  // The folder of a stack depends on the project that its settings name.
  cli: ["commands", "output", "words", "core", "engine", "host"],
  commands: ["engine", "services", "host", "words", "core"],
  services: ["engine", "host", "core"],
  engine: ["core"],
  host: ["core"],
  output: ["words", "core"],
  words: ["core"],
  core: ["../templates"],
};

/** Packages that only one folder may import. */
const packageOwners: Record<string, string[]> = {
  dockerode: ["engine"],
  yaml: ["core"],
  chalk: ["output"],
  ora: ["output"],
  "string-width": ["output"],
  commander: ["cli"],
};

test("a folder imports only from the folders below it", () => {
  const wrong = imports.filter(({ from, to }) => {
    if (!to.endsWith(".ts") && !to.endsWith(".yaml")) return false;
    const target = to.startsWith("../templates") ? "../templates" : folderOf(to);
    return target !== folderOf(from) && !allowed[folderOf(from)]?.includes(target);
  });
  expect(wrong).toEqual([]);
});

test("commands do not import each other's run", () => {
  const verbs = new Set(files.filter((file) => read(file).includes("export function define")));
  const wrong = imports.filter(({ from, to }) => from.startsWith("commands/") && verbs.has(to));
  expect(wrong).toEqual([]);
});

test("each package stays in the folder that speaks for it", () => {
  const wrong = imports.filter(({ from, to }) => {
    const owners = packageOwners[to];
    return owners !== undefined && !owners.includes(folderOf(from));
  });
  expect(wrong).toEqual([]);
});

test("core touches nothing of the outside", () => {
  const pure = ["yaml", "zod", "node:crypto"];
  const wrong = imports.filter(
    ({ from, to }) => from.startsWith("core/") && !/\.(ts|yaml)$/.test(to) && !pure.includes(to),
  );
  expect(wrong).toEqual([]);
});

test("process is touched in main.ts and the file that starts it alone", () => {
  const others = files.filter((file) => !["main.ts", "start.ts"].includes(file));
  expect(others.filter((file) => /(?<![\w.$"'`/])process\.\w/.test(stripText(read(file))))).toEqual([]);
  expect(allImports.filter(({ from, to }) => others.includes(from) && /^(?:node:)?process$/.test(to))).toEqual([]);
});

test("what a command is given is not copied, which would make all that is made only when it is asked for", () => {
  expect(files.filter((file) => /\.\.\.(?:context|io)\b/.test(stripText(read(file))))).toEqual([]);
});

test("no timeout is left to a signal that does not keep it", () => {
  const own = "engine/wire/bound-by.ts";
  const joins = (text: string): boolean => /AbortSignal\s*\.any/.test(text) && /AbortSignal\s*\.timeout/.test(text);
  expect(files.filter((file) => file !== own && joins(stripText(read(file))))).toEqual([]);
});

test("core has no clock", () => {
  const clock = /\bDate\.now\b|\bperformance\b|\bset(?:Timeout|Interval|Immediate)\b|\bnew Date\(\)/;
  expect(files.filter((file) => file.startsWith("core/") && clock.test(stripText(read(file))))).toEqual([]);
});

test("no default exports, no barrels, no drawers for odds and ends", () => {
  expect(files.filter((file) => /^export default/m.test(read(file)))).toEqual([]);
  expect(files.filter((file) => /^export (\*|\{[^}]*\} from)/m.test(read(file)))).toEqual([]);
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|shared|lib|index)(\.|\/)/.test(file))).toEqual([]);
});

test("rooms import only from the rooms below them, and each has its place", () => {
  for (const [folder, order] of Object.entries(roomOrder)) {
    const inside = files.filter((file) => folderOf(file) === folder);
    expect([...new Set(inside.map(roomOf))].sort()).toEqual([...order].sort());
    const upward = allImports.filter(({ from, to }) => {
      if (folderOf(from) !== folder || folderOf(to) !== folder || !to.endsWith(".ts")) return false;
      return order.indexOf(roomOf(to)) > order.indexOf(roomOf(from));
    });
    expect(upward).toEqual([]);
  }
});

test("no files import each other in a circle, not even for their types", () => {
  expect(findCircles(allImports)).toEqual([]);
});

test("circles of imports are found", () => {
  const arrows = ["a b", "b c", "c a", "c d", "e e", "d f"].map((arrow) => arrow.split(" "));
  const found = findCircles(arrows.map(([from = "", to = ""]) => ({ from, to, isType: true })));
  expect(found).toEqual([["a", "b", "c"], ["e"]]);
});

test("no room has more files than a newcomer keeps in mind", () => {
  const perRoom = groupBy(files, (file) => file.split("/").slice(0, -1).join("/"));
  const crowded = [...perRoom].filter(([, inside]) => inside.length > mostFiles);
  expect(crowded).toEqual([]);
});

test("no two files of a folder have one name", () => {
  // Each room of words has the same three files.
  const named = files.filter((file) => !file.startsWith("words/"));
  const perName = groupBy(named, (file) => `${folderOf(file)}/${file.split("/").at(-1)}`);
  expect([...perName.values()].filter((same) => same.length > 1)).toEqual([]);
});

test("no file is longer than what is read in one go, words included", () => {
  expect(files.filter((file) => read(file).split("\n").length > mostLines + 1)).toEqual([]);
});

test("docs/architecture.md says what each room is about, those with an order from the ground up", () => {
  const told = readPage("docs/architecture.md").rows.flatMap(
    ([name = ""]) => /^`((?!test)[a-z]+\/[a-z]+)`$/.exec(name)?.[1] ?? [],
  );
  const rooms = new Set(files.filter((file) => roomOf(file) !== "").map((file) => `${folderOf(file)}/${roomOf(file)}`));
  expect([...told].sort()).toEqual([...rooms].filter((room) => !room.startsWith("words/")).sort());
  const ordered = Object.entries(roomOrder).flatMap(([folder, order]) => order.map((room) => `${folder}/${room}`));
  expect(told.filter((room) => folderOf(room) in roomOrder)).toEqual(ordered);
});

function groupBy(all: readonly string[], keyOf: (file: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of all) groups.set(keyOf(file), [...(groups.get(keyOf(file)) ?? []), file]);
  return groups;
}

/** The code without its comments and texts. */
function stripText(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\/\/.*$/gm, "")
    .replace(/(["'])(?:\\.|(?!\1).)*\1/g, '""');
}
