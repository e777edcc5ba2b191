import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A Markdown page of this repository, taken apart; `path` is relative to the repository. */
export type Page = {
  path: string;
  text: string;
  /** Its headings in order, with their level. */
  headings: { level: number; title: string }[];
  /** Its fenced blocks in order. */
  blocks: { language: string; lines: string[] }[];
  /** What stands between single backticks outside of blocks. */
  spans: string[];
  /** Targets of its links, outside of blocks. */
  links: string[];
  /** The cells of all table rows outside of blocks, headings and rules included. */
  rows: string[][];
};

/** Reads a page by its path in the repository. */
export function readPage(path: string): Page {
  const text = readFileSync(`${root}${path}`, "utf8");
  const blocks: Page["blocks"] = [];
  const prose: string[] = [];
  let open: Page["blocks"][number] | null = null;
  for (const line of text.split("\n")) {
    const fence = /^ *```(.*)$/.exec(line);
    if (fence === null) (open?.lines ?? prose).push(line);
    else if (open !== null) open = null;
    else {
      open = { language: fence[1] ?? "", lines: [] };
      blocks.push(open);
    }
  }
  return {
    path,
    text,
    blocks,
    headings: prose.flatMap((line) => {
      const [, marks = "", title = ""] = /^(#+) (.*)$/.exec(line) ?? [];
      return marks === "" ? [] : [{ level: marks.length, title }];
    }),
    // A span may begin on one line and end on the next.
    spans: [...prose.join("\n").matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replace(/\s+/g, " ")),
    links: [...prose.join("\n").matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target),
    rows: prose.filter((line) => line.startsWith("|")).map(readCells),
  };
}

function readCells(line: string): string[] {
  const cells = line.replaceAll("\\|", "\u0000").split("|").slice(1, -1);
  return cells.map((cell) => cell.replaceAll("\u0000", "|").trim());
}

/**
 * What a page tells its reader to type: the lines of its shell blocks without comments, and what follows `$ ` in
 * recordings.
 */
export function shellLines({ blocks }: Page): string[] {
  const typed = blocks.flatMap(({ language, lines }) => {
    if (language === "console") return lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
    return language === "sh" ? lines : [];
  });
  return typed.map((line) => line.replace(/(^|\s+)#(?!!).*$/, "").trim()).filter((line) => line !== "");
}

// A line ends where the shell's own signs begin; `-p localgpt` is Compose's, with the project's name.
const commandLine = /(?<![\w./~-]|-p )localgpt((?: +(?:"[^"]*"|(?!\d?>)[^\s|;&)"]+))+)/g;

/** Every command line of localgpt on a page, each as its words after `localgpt`. */
export function localgptLines(page: Page): string[][] {
  const found = [...shellLines(page), ...page.spans].flatMap((text) => [...text.matchAll(commandLine)]);
  return found.map(([, words = ""]) => words.trim().match(/"[^"]*"|\S+/g) ?? []);
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
