import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../src");

type Import = { from: string; to: string; isType: boolean };

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .map((file) => file.split(sep).join("/"));

const read = (file: string): string => readFileSync(join(root, file), "utf8");

function importsOf(file: string): Import[] {
  const text = read(file);
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"/gm);
  const dynamic = text.matchAll(/\bimport\("([^"]+)"\)/g);
  return [
    ...[...statements].map(([, type, to = ""]) => ({ to, isType: type !== undefined })),
    ...[...dynamic].map(([, to = ""]) => ({ to, isType: false })),
  ].map(({ to, isType }) => ({
    from: file,
    to: to.startsWith(".")
      ? relative(root, join(root, dirname(file), to))
          .split(sep)
          .join("/")
      : to,
    isType,
  }));
}

const imports = files.flatMap(importsOf).filter(({ isType }) => !isType);
const folderOf = (path: string): string => (path.includes("/") ? (path.split("/")[0] ?? "") : path);

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
  const own = ["main.ts", "start.ts"];
  const wrong = files.filter((file) => !own.includes(file) && /(?<![\w.$"'`/])process\.\w/.test(stripText(read(file))));
  expect(wrong).toEqual([]);
});

test("no timeout is left to a signal that does not keep it", () => {
  const own = "engine/wire/bound-by.ts";
  const wrong = files.filter((file) => file !== own && /AbortSignal\.any\([^)]*AbortSignal\.timeout/.test(read(file)));
  expect(wrong).toEqual([]);
});

test("no default exports, no barrels, no drawers for odds and ends", () => {
  expect(files.filter((file) => /^export default/m.test(read(file)))).toEqual([]);
  expect(files.filter((file) => /^export (\*|\{[^}]*\} from)/m.test(read(file)))).toEqual([]);
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|shared|lib|index)(\.|\/)/.test(file))).toEqual([]);
});

test("no file is longer than 250 lines, words aside", () => {
  const long = files.filter((file) => !file.startsWith("words/") && read(file).split("\n").length > 251);
  expect(long).toEqual([]);
});

/** The code without its comments and texts. */
function stripText(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\/\/.*$/gm, "")
    .replace(/(["'])(?:\\.|(?!\1).)*\1/g, '""');
}
