/** What a line of Markdown is, by how it begins; `text` is the part that was read already and is to be shown. */
export type Line =
  | { kind: "blank" }
  | { kind: "rule" }
  | { kind: "fence"; indent: number; mark: string; label: string }
  | { kind: "heading"; level: number; text: string }
  | { kind: "row"; text: string }
  | { kind: "item"; indent: number; mark: string; text: string }
  | { kind: "text"; indent: number; text: string };

/** The beginning of a line in this many quotes. */
export type LineStart = { depth: number; line: Line };

/**
 * What a line is, as soon as its beginning shows it; null while the next character may still change it. A whole line is
 * always of some kind.
 */
export function readLineStart(text: string, isWhole: boolean): LineStart | null {
  const quotes = /^(?: {0,3}> ?)*/.exec(text)?.[0] ?? "";
  const rest = text.slice(quotes.length);
  if (!isWhole && isUndecided(rest)) return null;
  return { depth: quotes.split(">").length - 1, line: readBlock(rest, isWhole) };
}

/** What follows the mark of a list item; of all blocks, only one of code is looked for there. */
export function readItemStart(text: string, isWhole: boolean): Extract<Line, { kind: "fence" | "text" }> | null {
  if (!isWhole && /^ *(?:`{1,2}|~{1,2}|(?:`{3,}|~{3,})[^`]*)?$/.test(text)) return null;
  return readFence(text) ?? { kind: "text", indent: 0, text: text.trimStart() };
}

/** How a line inside a block of code in so many quotes goes on; null while it may still be the end of the block. */
export function readCodeStart(
  text: string,
  isWhole: boolean,
  { depth, mark, indent }: { depth: number; mark: string; indent: number },
): { isEnd: boolean; text: string } | null {
  const inside = text.replace(new RegExp(`^(?: {0,3}> ?){0,${depth}}`), "");
  const sign = inside.trim();
  const isSign = sign === "" || (/^ *\S*$/.test(inside.trimEnd()) && sign === sign.charAt(0).repeat(sign.length));
  if (!isWhole && isSign && (sign === "" || sign.startsWith(mark.charAt(0)))) return null;
  if (sign !== "" && isSign && sign.startsWith(mark)) return { isEnd: true, text: sign };
  return { isEnd: false, text: inside.replace(new RegExp(`^ {0,${indent}}`), "") };
}

function isUndecided(text: string): boolean {
  return (
    // Nothing yet, or a sign of which more may come: `#`, `**`, `12.`, two backticks, `-- `.
    /^ *(?:#{1,6}|[-+*]|\*{2,} *|-{2,} *|_+ *|\d{1,9}[.)]?|`{1,2}|~{1,2}|>)?$/.test(text) ||
    /^ *(?:`{3,}|~{3,})[^`]*$/.test(text)
  );
}

function readBlock(text: string, isWhole: boolean): Line {
  if (/^ *$/.test(text)) return { kind: "blank" };
  if (isWhole && /^ *(?:\*{3,}|-{3,}|_{3,}) *$/.test(text)) return { kind: "rule" };
  const fence = readFence(text);
  if (fence !== null) return fence;
  const [, hashes, title = ""] = /^ {0,3}(#{1,6}) +(.*)$/.exec(text) ?? [];
  if (hashes !== undefined) return { kind: "heading", level: hashes.length, text: title };
  if (/^ *\|/.test(text)) return { kind: "row", text };
  const [, before = "", mark, after = ""] = /^( *)([-+*]|\d{1,9}[.)]) (.*)$/.exec(text) ?? [];
  if (mark !== undefined) return { kind: "item", indent: before.length, mark, text: after };
  const indent = text.length - text.trimStart().length;
  return { kind: "text", indent, text: text.trimStart() };
}

function readFence(text: string): Extract<Line, { kind: "fence" }> | null {
  const [, before = "", mark, label = ""] = /^( *)(`{3,}|~{3,})([^`]*)$/.exec(text) ?? [];
  return mark === undefined ? null : { kind: "fence", indent: before.length, mark, label: label.trim() };
}
