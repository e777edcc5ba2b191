/** The last line of what a program said; an empty text where it said nothing. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
