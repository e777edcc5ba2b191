// A message of several lines stands between triple quotes, and so does the text of `/system` and `/set system`.
const opening = /^\s*(?:\/(?:set\s+)?system\s+)?"""/;

/** Whether lines that were typed one by one are a whole message: triple quotes that open one also close it. */
export function isWholeMessage(text: string): boolean {
  const opened = opening.exec(text);
  return opened === null || text.slice(opened[0].length).trimEnd().endsWith('"""');
}

/** A text without the triple quotes around it and without the empty lines at its end. */
export function stripQuotes(text: string): string {
  const trimmed = text.trimEnd();
  const [, inner] = /^\s*"""\n?(.*?)\n?(?:""")?$/s.exec(trimmed) ?? [];
  return (inner ?? trimmed).trimEnd();
}
