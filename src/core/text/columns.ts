/** One cell of a table: its text and, separately, its colour, so that colour does not count as width. */
export type Cell = { text: string; paint?: (text: string) => string };

/**
 * Rows as lines whose columns start below each other, `gap` apart; the last cell of a line is not padded. `measure`
 * counts the columns of a terminal that a text takes.
 */
export function alignColumns(
  rows: readonly (readonly Cell[])[],
  measure: (text: string) => number,
  gap = "   ",
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      // The last cell of a short row may be any length: nothing follows it.
      if (index < row.length - 1) widths[index] = Math.max(widths[index] ?? 0, measure(cell.text));
    });
  }
  return rows.map((row) => {
    const cells = row.map(({ text, paint }, index) => {
      const padding = index === row.length - 1 ? "" : " ".repeat((widths[index] ?? 0) - measure(text));
      return (paint === undefined ? text : paint(text)) + padding;
    });
    return cells.join(gap).trimEnd();
  });
}
