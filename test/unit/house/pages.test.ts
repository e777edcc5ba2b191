import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findTurns, type Turn } from "./turns.ts";

const root = join(import.meta.dirname, "../../..");

/** A part of a page, and what is right on it although it has a turn: labels and names of others. */
type Part = { path: string; language: Turn["language"]; except?: readonly string[] };

const parts: readonly Part[] = [
  ...["README.md", "CHANGELOG.md", "CONTRIBUTING.md", ".github/pull_request_template.md"].map(inEnglish),
  ...["architecture", "backup-format", "dependencies", "how-it-works", "json", "performance", "reliability", "security"]
    .map((name) => `docs/${name}.md`)
    .map(inEnglish),
  ...["bug-en.yml", "idea-en.yml"].map((name) => `.github/ISSUE_TEMPLATE/${name}`).map(inEnglish),
  ...["test/images/README.md", "SECURITY.md", "CODE_OF_CONDUCT.md"].map(inEnglish),
  // The page's own label for the system prompt.
  { path: "README.es.md", language: "es", except: ["Indicador del sistema"] },
  ...["docs/como-funciona.md", "SECURITY.md", "CODE_OF_CONDUCT.md"].map(inSpanish),
  ...["bug-es.yml", "idea-es.yml"].map((name) => `.github/ISSUE_TEMPLATE/${name}`).map(inSpanish),
];

function inEnglish(path: string): Part {
  return { path, language: "en" };
}

function inSpanish(path: string): Part {
  return { path, language: "es" };
}

/** Where the Spanish of a page in both languages begins. */
const spanishBegins = /^## (?:Seguridad|Código de conducta)$/m;

/** The sentences of a page in one language, a paragraph a line: without code and what is written by a program. */
function proseOf(text: string, language: Turn["language"]): string {
  const [first = "", second] = text.split(spanishBegins);
  return (
    ((language === "es" ? second : undefined) ?? first)
      .replace(/<!-- (rows|figures) -->[\s\S]*<!-- end of \1 -->/, "")
      .replace(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm, (_, __, kind: string, block: string) => commentsOf(kind, block))
      // A line goes on in the next one, unless that begins an entry, a row or a heading.
      .replace(/([^\n|])\n +(?=[^\s|*-])|([^\n|])\n(?=[^\s|#*<-])(?!\d+\. )/g, "$1$2 ")
  );
}

/** What a shell block says to its reader. */
function commentsOf(kind: string, block: string): string {
  if (kind !== "sh") return "";
  return block
    .split("\n")
    .flatMap((line) => /\s# (.*)$/.exec(line)?.[1] ?? [])
    .join("\n\n");
}

function turnsOn({ path, language, except = [] }: Part): string[] {
  const prose = proseOf(readFileSync(join(root, path), "utf8"), language);
  return findTurns(
    except.reduce((left, part) => left.replaceAll(part, ""), prose),
    language,
  );
}

test.each(parts)("no sentence of $path in $language has a turn that nobody would say", (part) => {
  expect(turnsOn(part)).toEqual([]);
});

test("every page for people is read", () => {
  const pages = ["", "docs/", ".github/", ".github/ISSUE_TEMPLATE/"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.md$|-(?:en|es)\.yml$/.test(name))
      .map((name) => `${folder}${name}`),
  );
  expect([...new Set(parts.map(({ path }) => path))].sort()).toEqual([...pages, "test/images/README.md"].sort());
});

test("every exception stands on its page", () => {
  const unused = parts.flatMap(({ path, except = [] }) => {
    const text = readFileSync(join(root, path), "utf8");
    return except.filter((part) => !text.includes(part));
  });
  expect(unused).toEqual([]);
});

test.each([
  ["a turn that two lines share", "The person is\ntold of it.", "en", 1],
  ["one in an entry of a list", "* The volume\n  of before stays.\n* Whoever comes", "en", 2],
  ["one in a table", "| `down` | the data of before |\n| `up` | whoever |", "en", 2],
  ["one in a comment for the reader", "```sh\nlocalgpt up   # whoever comes\n```\n", "en", 1],
  ["none in code", '```json\n{"text":"whoever"}\n```\n', "en", 0],
  ["none in rows that a program writes", "<!-- rows -->\n| whoever |\n<!-- end of rows -->\n", "en", 0],
  ["none of the other language", "Nobody\n\n## Seguridad\n\nse fija en todo\n", "en", 0],
  ["one of its own", "whoever\n\n## Seguridad\n\nEl programa se\nregistra.\n", "es", 1],
] as const)("found: %s", (_, text, language, count) => {
  expect(findTurns(proseOf(text, language), language)).toHaveLength(count);
});
