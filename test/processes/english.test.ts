import ts from "typescript";
import { expect, test } from "vitest";
import { read, files as sources } from "../support/data/sources.ts";

/**
 * The one file for each program whose English is read, and the description of one whose log has a line to leave out.
 */
const readers = [
  "core/services/ollama.ts",
  "core/english/ollama-texts.ts",
  "core/english/open-webui-texts.ts",
  "core/english/registry-texts.ts",
  "engine/wire/docker-texts.ts",
];

/** Two words that are not a sentence of another program: names of programs, and what a person types in a chat. */
const names = ["docker desktop", "rancher desktop", "/set parameter"];

/** Two words with a space between, in a pattern or a text. */
const phrase = /[a-z]{2,} [a-z]{2,}/i;

const files = sources.filter((file) => !file.startsWith("words/"));

/**
 * The phrases that a file compares something with: in patterns, cases, comparisons, lists, and calls such as
 * `includes`.
 */
function comparedPhrases(file: string, text: string): string[] {
  const found: string[] = [];
  const isCompared = (node: ts.Node): boolean => {
    const { parent } = node;
    if (ts.isCaseClause(parent) || ts.isArrayLiteralExpression(parent)) return true;
    if (ts.isBinaryExpression(parent)) return parent.operatorToken.getText().includes("==");
    if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
    return /^(?:includes|startsWith|endsWith|indexOf|search|match|split)$/.test(parent.expression.name.text);
  };
  const visit = (node: ts.Node): void => {
    const isPattern = node.kind === ts.SyntaxKind.RegularExpressionLiteral;
    if (isPattern || (ts.isStringLiteralLike(node) && isCompared(node))) {
      const shown = names.reduce((rest, name) => rest.replaceAll(new RegExp(name, "gi"), ""), node.getText());
      if (phrase.test(shown)) found.push(`${file}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

test("what other programs say in English is read in one file for each", () => {
  const others = files.filter((file) => !readers.includes(file));
  expect(others.flatMap((file) => comparedPhrases(file, read(file)))).toEqual([]);
});

test("each of these files reads such English, and would be found elsewhere", () => {
  for (const file of readers) expect(comparedPhrases("elsewhere.ts", read(file)), file).not.toEqual([]);
});

test.each([
  'if (text.includes("no space left")) fail();',
  "const isFull = /no space left on device/i.test(text);",
  'switch (status) { case "Pull complete": return 1; }',
  'if (error.message === "file does not exist") return null;',
  'const damages = ["database disk image is malformed"];',
])("found: %s", (line) => {
  expect(comparedPhrases("any.ts", line)).toHaveLength(1);
});
