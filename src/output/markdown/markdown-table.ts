import type { Style } from "../style.ts";
import { measure } from "../width.ts";
import { createFlow, looks } from "./flow.ts";
import { createInline } from "./markdown-inline.ts";

/** A table that is written row by row, as the rows come. */
export type Table = { row: (line: string) => void };

type TableOptions = {
  style: Style;
  /** How many columns of the terminal it may take. */
  columns: number;
  write: (line: string) => void;
};

const leastCellColumns = 8;

/** Whether a line under a row makes it the head of a table: `| --- | :-: |`. */
export function isDelimiter(line: string, head: string): boolean {
  const cells = splitCells(line);
  return cells.every((cell) => /^:?-+:?$/.test(cell)) && cells.length === splitCells(head).length;
}

/**
 * Begins a table below its head. How wide the columns are is decided here, so that no row has to wait for those after
 * it: in the proportion of the head and of the dashes below it, which many models pad. If there is no room for columns,
 * every cell gets a line of its own with its heading.
 */
export function startTable(head: string, delimiter: string, options: TableOptions): Table {
  const { style, columns } = options;
  const headings = splitCells(head);
  const dashes = splitCells(delimiter);
  const room = columns - 3 * (headings.length - 1);
  if (room < leastCellColumns * headings.length) return startList(headings, options);
  const widths = share(
    headings.map((heading, index) => Math.max(3, measure(heading), dashes[index]?.length ?? 0)),
    room,
  );
  const isRight = dashes.map((cell) => cell.endsWith(":") && !cell.startsWith(":"));
  const writeRow = (cells: readonly string[], look: number): void => {
    const set = widths.map((width, index) => setCell(cells[index] ?? "", look, width, style));
    const height = Math.max(...set.map((lines) => lines.length));
    for (let at = 0; at < height; at += 1) {
      const parts = set.map((lines, index) => {
        const text = lines[at] ?? "";
        const gap = " ".repeat(Math.max(0, (widths[index] ?? 0) - measure(text)));
        return isRight[index] ? gap + text : text + gap;
      });
      options.write(parts.join(` ${style.dim(style.symbols.bar)} `).trimEnd());
    }
  };
  writeRow(headings, looks.heading);
  const { rule, cross } = style.symbols;
  options.write(style.dim(widths.map((width) => rule.repeat(width)).join(`${rule}${cross}${rule}`)));
  return { row: (line) => writeRow(splitCells(line), 0) };
}

function startList(headings: readonly string[], { style, columns, write }: TableOptions): Table {
  let isFirst = true;
  return {
    row: (line) => {
      if (!isFirst) write("");
      isFirst = false;
      const cells = splitCells(line);
      headings.forEach((heading, index) => {
        const cell = cells[index] ?? "";
        if (cell === "") return;
        const label = heading === "" ? "" : `**${heading.replaceAll("*", "")}:** `;
        for (const text of setCell(label + cell, 0, columns, style)) write(text);
      });
    },
  };
}

/**
 * Room shared out in proportion to what is asked for, so that all of it is used and no column is narrower than the
 * least.
 */
function share(asked: readonly number[], room: number): number[] {
  const spare = room - leastCellColumns * asked.length;
  const total = asked.reduce((sum, width) => sum + width, 0);
  return asked.map((width) => leastCellColumns + Math.floor((spare * width) / total));
}

function setCell(text: string, look: number, width: number, style: Style): string[] {
  let written = "";
  const write = (piece: string): void => {
    written += piece;
  };
  const flow = createFlow({ style, columns: () => width, write, breaksWords: true });
  const inline = createInline(flow, !style.colour);
  // Inside a row the only way to begin another line is HTML's.
  for (const line of text.split(/<br\s*\/?>/i)) {
    inline.begin(look);
    for (const character of line.trim()) inline.feed(character);
    inline.endLine();
    flow.endLine();
  }
  return written.replace(/\n$/, "").split("\n");
}

function splitCells(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
