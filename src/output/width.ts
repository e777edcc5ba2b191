import stringWidth from "string-width";
import type { Style } from "./style.ts";

/** How many columns of a terminal a text takes, its colours not counted. */
export function measure(text: string): number {
  return stringWidth(text);
}

/** A text cut to at most that many columns of a terminal, the cut marked by `…`; wide characters count two. */
export function clip(text: string, columns: number): string {
  if (measure(text) <= columns) return text;
  if (columns < 1) return "";
  let shown = "";
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const width = measure(segment);
    if (used + width > columns - 1) break;
    shown += segment;
    used += width;
  }
  return `${shown}…`;
}

/** A bar of that many columns for a share of 1. */
export function drawBar(share: number, columns: number, { symbols, accent, dim }: Style): string {
  const full = Math.round(Math.max(0, Math.min(share, 1)) * columns);
  return `${accent(symbols.full.repeat(full))}${dim(symbols.empty.repeat(columns - full))}`;
}
