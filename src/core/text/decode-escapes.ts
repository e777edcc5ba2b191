/** A part of a URL without its escapes; as it is where a `%` begins none. */
export function decodeEscapes(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
