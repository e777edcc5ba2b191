import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect } from "vitest";
import { createMarkdown } from "../../src/output/markdown/markdown.ts";
import type { Pieces } from "../../src/output/markdown/pieces.ts";
import { createThinking } from "../../src/output/markdown/thinking.ts";
import { createStyle, type Style } from "../../src/output/style.ts";
import { words } from "../../src/words/en.ts";
import { anyText, cuts, cutUp, escapeText, textOf } from "../support/data/arbitraries.ts";
import { findControls } from "../support/data/controls.ts";
import { property } from "../support/data/property.ts";

let coloured: Style;
let plain: Style;
beforeAll(async () => {
  coloured = await createStyle({ colour: true, unicode: true });
  plain = await createStyle({ colour: false, unicode: false });
});

const marks = [
  ...[
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "12) ",
    "> ",
    "```",
    "```py\n",
    "~~~",
    "`",
    "``",
    "*",
    "**",
    "***",
    "_",
    "~~",
    "~",
    "[",
    "](",
    ")",
    "]",
  ],
  ...[
    "| ",
    " | ",
    "|\n",
    "|---|---|\n",
    ":-:",
    "---\n",
    "-",
    "\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "\t",
    "\\",
    "<br>",
    "a",
    "bc",
    "ñandú",
    "日本語",
    "😀",
    "x".repeat(70),
  ],
];
const answers = fc.oneof(
  textOf(marks, 60),
  fc.array(fc.oneof(fc.constantFrom(...marks), anyText, escapeText), { maxLength: 20 }).map((parts) => parts.join("")),
);
const widths = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 21, max: 120 }));

function showWhole(pieces: Pieces, text: string): string {
  return pieces.add(text) + pieces.end();
}

function showCut(pieces: Pieces, text: string, lengths: readonly number[]): string {
  return cutUp(text, lengths).map(pieces.add).join("") + pieces.end();
}

describe.each(["markdown", "thinking"] as const)("%s", (kind) => {
  const start = (columns: number, isColoured: boolean): Pieces => {
    const look = { columns, style: isColoured ? coloured : plain, words, nowMs: 0 };
    return kind === "markdown" ? createMarkdown(look) : createThinking(look);
  };

  property(
    "of any text shows the same however it is cut",
    [answers, cuts, widths, fc.boolean()],
    (text, lengths, columns, isColoured) => {
      expect(showCut(start(columns, isColoured), text, lengths)).toBe(showWhole(start(columns, isColoured), text));
    },
    { share: 2 },
  );

  property(
    "of any text has no control characters but its own colours",
    [answers, widths, fc.boolean()],
    (text, columns, isColoured) => {
      const shown = showWhole(start(columns, isColoured), text);
      expect(findControls(shown, isColoured)).toEqual([]);
    },
    { share: 2 },
  );

  property(
    "of any text shows all its letters and digits in their order",
    [textOf(marks, 40), widths],
    (text, columns) => {
      const lettersOf = (some: string) => some.replace(/<br>/g, "").replace(/[^\p{L}\p{N}😀]/gu, "");
      const shown = stripVTControlCharacters(showWhole(start(columns, true), text)).replace(words.ask.thinking, "");
      // A table shows its cells beside each other, and cells that no heading stands above not at all.
      if (kind === "thinking" || !text.includes("|")) expect(lettersOf(shown)).toBe(lettersOf(text));
    },
  );
});
