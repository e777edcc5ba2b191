import fc from "fast-check";
import { describe, expect } from "vitest";
import { meaningfulTail } from "../../src/core/services/log-tail.ts";
import { alignColumns } from "../../src/core/text/columns.ts";
import { readContent } from "../../src/core/text/file-kind.ts";
import { findNearest, measureDistance } from "../../src/core/text/nearest.ts";
import { sanitise, withoutControls } from "../../src/core/text/sanitise.ts";
import { clip, measure } from "../../src/output/width.ts";
import { wrapLines } from "../../src/output/wrap.ts";
import { anyText, cuts, cutUp, escapeText, textOf } from "../support/data/arbitraries.ts";
import { findControls } from "../support/data/controls.ts";
import { property } from "../support/data/property.ts";

const texts = fc.oneof(anyText, escapeText);

describe("foreign text", () => {
  property(
    "as a line has no control characters, and cleaning it again changes nothing",
    [texts],
    (text) => {
      const clean = sanitise(text);
      expect(findControls(clean)).toEqual([]);
      expect(clean).not.toContain("\n");
      expect(sanitise(clean)).toBe(clean);
    },
    { share: 2 },
  );

  property("without anything to clean stays as it is", [anyText], (text) => {
    fc.pre(findControls(text).length === 0 && !text.includes("\n"));
    expect(sanitise(text)).toBe(text);
  });

  property("in pieces has no control characters, however it is cut", [texts, cuts], (text, lengths) => {
    const clean = withoutControls(text);
    expect(findControls(clean)).toEqual([]);
    expect(withoutControls(clean)).toBe(clean);
    expect(cutUp(text, lengths).map(withoutControls).join("")).toBe(clean);
  });

  property("at the end of a log is short, harmless and told once", [fc.array(texts, { maxLength: 30 })], (lines) => {
    const tail = meaningfulTail(lines);
    expect(tail.length).toBeLessThanOrEqual(8);
    for (const line of tail) expect([findControls(line), line.length <= 300]).toEqual([[], true]);
  });
});

const prose = textOf(
  [
    "word",
    "palabra",
    "`localgpt up --port 3001`",
    "12.5 GB",
    "«10 min»",
    "日本語",
    "😀",
    " ",
    "  ",
    "\n",
    "✔ ",
    "• ",
    "   ",
    "x".repeat(50),
    "`",
  ],
  30,
);

describe("wrapping", () => {
  property(
    "changes nothing but the spaces between words",
    [fc.oneof(prose, anyText), fc.integer({ min: 1, max: 100 })],
    (text, columns) => {
      const wrapped = wrapLines(text, columns);
      const withoutSpaces = (some: string) => some.replace(/\s+/g, "");
      expect(withoutSpaces(wrapped)).toBe(withoutSpaces(text));
      expect(wrapped.split("\n").length).toBeGreaterThanOrEqual(text.split("\n").length);
    },
  );

  property(
    "makes no line longer than the terminal but for one piece that does not fit",
    [prose, fc.integer({ min: 20, max: 100 })],
    (text, columns) => {
      for (const line of wrapLines(text, columns).split("\n")) {
        const pieces =
          line.trim().match(/`[^`]*`\S*|[(«"]?\d\S* (?:[kKMGT]?i?B|ms|s|min|h|d|%)(?!\p{L})\S*|\S+/gu) ?? [];
        // A mark or an indentation may stand before the piece.
        if (pieces.length > 2) expect(measure(line.trimEnd())).toBeLessThanOrEqual(columns);
      }
    },
  );

  property("leaves alone what fits", [prose], (text) => {
    expect(wrapLines(text, 10_000)).toBe(text);
  });
});

describe("a text cut to a width", () => {
  property(
    "takes no more columns and is the beginning of the text",
    [anyText, fc.integer({ min: 0, max: 40 })],
    (text, columns) => {
      const cut = clip(text, columns);
      expect(measure(cut)).toBeLessThanOrEqual(columns);
      expect(text.startsWith(cut.replace(/…$/, ""))).toBe(true);
    },
  );
});

describe("a table", () => {
  const cells = fc.array(
    fc.array(
      fc.string({ unit: "grapheme-ascii", maxLength: 12 }).map((text) => ({ text: text.replace(/\s+/g, "_") })),
      { minLength: 1, maxLength: 4 },
    ),
    { maxLength: 6 },
  );
  property("has every cell of a column at the same place", [cells], (rows) => {
    const lines = alignColumns(rows, measure);
    expect(lines.length).toBe(rows.length);
    const places = new Map<number, number>();
    for (const [index, row] of rows.entries()) {
      let at = 0;
      for (const [column, { text }] of row.entries()) {
        const place = places.get(column) ?? (column === 0 ? 0 : null);
        if (text !== "") {
          at = place ?? lines[index]?.indexOf(text, at) ?? -1;
          expect(lines[index]?.slice(at, at + text.length)).toBe(text);
        }
      }
    }
  });
});

describe("the nearest word", () => {
  const short = fc.string({ unit: "grapheme", maxLength: 12 });
  property(
    "is one of the candidates, and itself where it is one",
    [short, fc.array(short, { maxLength: 6 })],
    (text, candidates) => {
      const nearest = findNearest(text, candidates);
      if (nearest !== null) expect(candidates).toContain(nearest);
      if (candidates.includes(text)) expect(nearest?.toLowerCase()).toBe(text.toLowerCase());
    },
  );

  property("is measured by a distance: none to itself, the same both ways", [short, short], (first, second) => {
    expect(measureDistance(first, first)).toBe(0);
    const distance = measureDistance(first, second);
    expect(distance).toBe(measureDistance(second, first));
    expect(distance).toBeLessThanOrEqual(Math.max([...first].length, [...second].length));
    if (first !== second) expect(distance).toBeGreaterThan(0);
  });
});

describe("a file's content", () => {
  property("of any bytes is text, an image, or neither", [fc.uint8Array({ maxLength: 200 })], (bytes) => {
    const content = readContent(bytes);
    if (content?.kind === "text") expect(content.text).not.toContain("\u0000");
  });

  property("in UTF-8 or UTF-16 is the text that was written", [anyText], (text) => {
    fc.pre(Buffer.from(text).toString() === text && !/\p{Cc}/u.test(text) && !text.startsWith("\ufeff"));
    const utf16 = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, "utf16le")]);
    for (const bytes of [
      Buffer.from(text),
      utf16,
      Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(text, "utf16le").swap16()]),
    ]) {
      expect(readContent(bytes)).toEqual({ kind: "text", text });
    }
  });
});
