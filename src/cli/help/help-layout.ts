import type { Style } from "../../output/style.ts";

/** One line of a help: what is typed, and what it means. */
export type HelpRow = readonly [term: string, text: string];

/** Sections one below the other with an empty line between them; empty ones are left out. */
export function joinSections(sections: readonly string[]): string {
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** A heading and its rows, the texts in a column of their own; empty without rows. */
export function layoutSection(heading: string, rows: readonly HelpRow[], style: Style, columns: number): string {
  if (rows.length === 0) return "";
  const widest = Math.max(...rows.map(([term]) => term.length));
  // A term beyond the middle of the line gets a line of its own, and its text the next one.
  const column = Math.min(widest, 26) + 4;
  const lines = rows.map(([term, text]) => {
    const gap = term.length + 4 <= column ? " ".repeat(column - 2 - term.length) : `\n${" ".repeat(column)}`;
    return `  ${style.accent(term)}${gap}${wrapText(text, columns, column)}`;
  });
  return `${style.bold(`${heading}:`)}\n${lines.join("\n")}`;
}

/** How wide a help is on a terminal of so many columns: lines that are too long to read well are broken earlier. */
export function limitColumns(columns: number): number {
  return Math.max(40, Math.min(columns, 110));
}

/**
 * Breaks a text into lines of at most `columns`, all but the first indented by `indent`, which the first already has
 * before it.
 */
export function wrapText(text: string, columns: number, indent = 0): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns - indent) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join(`\n${" ".repeat(indent)}`);
}
