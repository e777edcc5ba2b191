let exact: ((text: string) => number) | null = null;

/** Marks that join the letter before them, emoji, and the scripts whose letters take two columns. */
const uneven = /[\p{M}\p{Emoji_Presentation}\p{Default_Ignorable_Code_Point}\u1100-\u1fff\u2e80-\u{10ffff}]/u;

/** How many columns of a terminal a cell takes; exact for one that is not plain only after `loadWidthFor` saw it. */
export function measureCell(text: string): number {
  return exact === null ? [...text].length : exact(text);
}

/**
 * Loads what measures any text, if this one has characters that take more or less than one column; true if the text
 * has to be laid out again. Loading it takes as long as the rest of a short command, and hardly any table needs it.
 */
export async function loadWidthFor(text: string): Promise<boolean> {
  if (exact !== null || !uneven.test(text)) return false;
  exact = (await import("./width.ts")).measure;
  return true;
}
