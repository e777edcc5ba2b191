import { stripVTControlCharacters } from "node:util";
import { measure } from "./width.ts";

/**
 * Text whose lines are broken between words if they are wider than the terminal, continuation lines indented like the
 * line's own text. A command in backticks stays in one piece, as does a number with its unit, and the terminal breaks
 * anything longer than a line: only then can it be copied whole.
 */
export function wrapLines(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => (measure(line) <= columns ? line : wrapLine(line, columns)))
    .join("\n");
}

function wrapLine(line: string, columns: number): string {
  const indent = findIndent(stripVTControlCharacters(line), columns);
  const lines: string[] = [];
  let current = "";
  for (const [piece] of line.matchAll(
    /\s*(?:`[^`]*`\S*|[(«"]?\d\S* (?:[kKMGT]?i?B|ms|s|min|h|d|%)(?!\p{L})\S*|\S+)/gu,
  )) {
    if (current.trim() !== "" && measure(current + piece) > columns) {
      lines.push(current);
      current = " ".repeat(indent) + piece.trimStart();
    } else current += piece;
  }
  return [...lines, current].join("\n");
}

const leastColumn = 12;

/**
 * Where the text of a line begins: after its indentation and its mark or, in a table, where its last column does if
 * there is room for one.
 */
function findIndent(line: string, columns: number): number {
  const lastColumn = /^.*\S {3,}(?=\S)/u.exec(line)?.[0].length ?? 0;
  if (lastColumn > 0 && lastColumn <= Math.max(columns / 2, columns - leastColumn)) return lastColumn;
  // `ℹ` counts as a letter; a terminal that does not have it shows `i` and `x`, which begin no sentence.
  return /^\s*(?:(?:[^\p{L}\p{N}`\s]|[ℹix]) )?/u.exec(line)?.[0].length ?? 0;
}
