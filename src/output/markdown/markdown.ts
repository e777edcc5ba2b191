import type { Style } from "../style.ts";
import { createBlocks } from "./markdown-blocks.ts";
import { createPieces, type Pieces } from "./pieces.ts";

/**
 * Makes a model's Markdown readable on a terminal while it comes: every word is written as soon as it is whole, nothing
 * that was written is changed, and how the text is cut into pieces makes no difference. Line breaks are kept. Without
 * colour the marks stay where they are and only lines are broken. `look` is read again for each line.
 */
export function createMarkdown(look: { readonly columns: number; readonly style: Style }): Pieces {
  return createPieces((write) => createBlocks(look, write));
}
