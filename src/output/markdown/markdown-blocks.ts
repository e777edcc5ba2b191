import type { Style } from "../style.ts";
import { measure } from "../width.ts";
import { createFlow, looks, paint } from "./flow.ts";
import { createInline } from "./markdown-inline.ts";
import { type Line, readCodeStart, readItemStart, readLineStart } from "./markdown-lines.ts";
import { isDelimiter, startTable, type Table } from "./markdown-table.ts";

/** Takes Markdown character by character; `end` ends the line and the table that are under way. */
export type Blocks = { feed: (character: string) => void; end: () => void };

/**
 * An item of a list that is open: where its mark and its text stand in the source, and how wide what is shown before
 * its text is.
 */
type Item = { indent: number; content: number; width: number };

/** A block of code that is open: what ends it, and what its lines are indented by in the source. */
type Fence = { mark: string; indent: number };

const widestRule = 40;
const longestCodeWord = 200;

/** Reads the lines of Markdown and writes its headings, paragraphs, lists, quotes, tables and blocks of code. */
export function createBlocks(
  look: { readonly columns: number; readonly style: Style },
  write: (text: string) => void,
): Blocks {
  const { style } = look;
  const { symbols } = style;
  const keepsMarks = !style.colour;
  const flow = createFlow({ style, columns: () => look.columns, write, breaksWords: false });
  const inline = createInline(flow, keepsMarks);
  const code = createCodeWriter(style, write);
  /** The beginning of a line while its kind is not known; null once it is. */
  let head: string | null = "";
  /** What the rest of the line is read as; null if nothing of it is left to show. */
  let reading: "text" | "heading" | "code" | "row" | null = null;
  let row = "";
  let tableHead: string | null = null;
  let table: Table | null = null;
  let fence: Fence | null = null;
  let items: Item[] = [];
  let depth = 0;
  /** The mark of an item that nothing follows yet. */
  let itemMark: string | null = null;
  /** How many quotes the blank lines before this one stood in; null if there were none. */
  let blank: number | null = null;
  let hasWritten = false;
  let wasIndentedCode = false;

  const bars = (): string => style.dim(`${symbols.bar} `).repeat(depth);
  const inItem = (): string => bars() + " ".repeat(items.at(-1)?.width ?? 0);
  const half = (width: number): number => Math.min(width, Math.floor(look.columns / 2));
  const startOfLine = (): string => {
    const start = itemMark ?? inItem();
    itemMark = null;
    return start;
  };
  const writeLine = (line: string): void => write(`${startOfLine()}${line}`.trimEnd().concat("\n"));
  const ruleFrom = (text: string): string => {
    const width = Math.min(widestRule, look.columns - measure(inItem()));
    return style.dim(text + symbols.rule.repeat(Math.max(3, width - measure(text))));
  };

  const startBlock = (): void => {
    if (blank !== null && hasWritten)
      write(`${style.dim(`${symbols.bar} `.repeat(Math.min(blank, depth)).trimEnd())}\n`);
    blank = null;
    hasWritten = true;
    wasIndentedCode = false;
  };
  const startText = (text: string, first: string): void => {
    reading = "text";
    flow.startLine(first, inItem());
    for (const character of text) inline.feed(character);
  };
  const startCode = (text: string, first: string): void => {
    reading = "code";
    write(first);
    for (const character of text) code.feed(character);
  };
  const endTable = (): void => {
    table = null;
    if (tableHead === null) return;
    // A line of cells without the line of dashes under it was not a table.
    startText(tableHead.trim(), inItem());
    tableHead = null;
    inline.endLine();
    flow.endLine();
  };
  const endRow = (): void => {
    if (table !== null) table.row(row);
    else if (tableHead !== null && isDelimiter(row, tableHead)) {
      const columns = look.columns - measure(inItem());
      table = startTable(tableHead, row, { style, columns, write: writeLine });
      tableHead = null;
    } else {
      endTable();
      tableHead = row;
    }
  };

  /** Leaves the lists that a line with this indentation does not belong to. */
  const leaveItems = (indent: number): void => {
    const kept = items.filter((item) => indent >= item.indent + 2);
    if (kept.length < items.length) inline.begin(0);
    items = kept;
  };
  const startItem = ({ indent, mark, text }: Extract<Line, { kind: "item" }>): void => {
    const shown = /\d/.test(mark) ? mark : symbols.bullet;
    const outer = half(items.at(-1)?.width ?? 0);
    itemMark = `${bars()}${" ".repeat(outer)}${style.accent(shown)} `;
    items = [...items, { indent, content: indent + mark.length + 1, width: outer + measure(shown) + 1 }];
    head = text;
    settleHead(false);
  };
  const startFence = ({ indent, mark, label }: Extract<Line, { kind: "fence" }>): void => {
    fence = { mark, indent: itemMark === null ? indent : (items.at(-1)?.content ?? 0) };
    const title = label === "" ? "" : `${symbols.rule.repeat(2)} ${label} `;
    writeLine(keepsMarks ? mark + label : ruleFrom(title));
  };
  const startParagraph = ({ indent, text }: Extract<Line, { kind: "text" }>): void => {
    const startsAnew = blank !== null || !hasWritten || wasIndentedCode;
    leaveItems(indent);
    startBlock();
    const before = inItem() + " ".repeat(items.length > 0 ? 0 : half(indent));
    wasIndentedCode = indent >= 4 && items.length === 0 && startsAnew;
    if (wasIndentedCode) startCode(text, before);
    else startText(text, before);
  };
  const startLine = (line: Line): void => {
    if (line.kind !== "row") endTable();
    reading = null;
    if (line.kind === "blank") {
      blank = depth;
      inline.begin(0);
    } else if (line.kind === "rule") {
      leaveItems(0);
      startBlock();
      writeLine(keepsMarks ? "---" : ruleFrom(""));
    } else if (line.kind === "heading") {
      leaveItems(0);
      startBlock();
      inline.begin(looks.heading | (line.level === 1 ? looks.title : 0));
      startText(line.text, bars() + (keepsMarks ? `${"#".repeat(line.level)} ` : ""));
      reading = "heading";
    } else if (line.kind === "fence") {
      leaveItems(line.indent);
      startBlock();
      startFence(line);
    } else if (line.kind === "item") {
      leaveItems(line.indent);
      startBlock();
      inline.begin(0);
      startItem(line);
    } else if (line.kind === "row") {
      if (tableHead === null && table === null) {
        leaveItems(line.text.length - line.text.trimStart().length);
        startBlock();
      }
      reading = "row";
      row = line.text;
    } else startParagraph(line);
  };

  /** Decides the kind of the line, as soon as its beginning or, with `isWhole`, all of it shows it. */
  const settleHead = (isWhole: boolean): void => {
    const text = head ?? "";
    if (fence !== null) {
      const start = readCodeStart(text, isWhole, { depth, ...fence });
      if (start === null) return;
      head = null;
      if (start.isEnd) {
        fence = null;
        reading = null;
        writeLine(keepsMarks ? start.text : ruleFrom(""));
      } else startCode(start.text, inItem());
    } else if (itemMark !== null) {
      const line = readItemStart(text, isWhole);
      if (line === null) return;
      head = null;
      if (line.kind === "fence") startFence(line);
      else startText(line.text, startOfLine());
    } else {
      const start = readLineStart(text, isWhole);
      if (start === null) return;
      head = null;
      if (start.depth !== depth) {
        endTable();
        leaveItems(-1);
        inline.begin(0);
        depth = start.depth;
      }
      startLine(start.line);
    }
  };
  const endLine = (): void => {
    if (head !== null) settleHead(true);
    // An item's mark may have ended the line's beginning, with nothing after it.
    if (head !== null) settleHead(true);
    if (reading === "code") code.endLine();
    else if (reading === "row") endRow();
    else if (reading !== null) {
      inline.endLine();
      flow.endLine();
      if (reading === "heading") inline.begin(0);
    }
    reading = null;
    head = "";
  };

  return {
    feed: (character) => {
      if (character === "\n") endLine();
      else if (head !== null) {
        // In code a tab stays what it is, so that a Makefile can be copied.
        head += character === "\t" && fence === null ? "    " : character;
        settleHead(false);
      } else if (reading === "code") code.feed(character);
      else if (reading === "row") row += character;
      else inline.feed(character);
    },
    end: () => {
      if (head !== "" || itemMark !== null) endLine();
      endTable();
    },
  };
}

/** Code is written unchanged, word by word, and the terminal breaks its lines: only then can they be copied. */
function createCodeWriter(style: Style, write: (text: string) => void): { feed: Blocks["feed"]; endLine: () => void } {
  let word = "";
  const flush = (): void => {
    write(word.trim() === "" ? word : paint(word, looks.code, style));
    word = "";
  };
  return {
    feed: (character) => {
      const changes = (character.trim() === "") !== (word.trim() === "");
      if (changes || word.length >= longestCodeWord) flush();
      word += character;
    },
    endLine: () => {
      flush();
      write("\n");
    },
  };
}
