// Escape sequences: CSI (`ESC [ … letter`), OSC, DCS and their kin up to their end, and any other escape with its
// letter. The C1 forms (0x9b, 0x9d, …) mean the same to many terminals.
const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b[ -/]*[0-~]/g;

// What would move the cursor, ring, or turn the direction of the text; a tab stays.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

// Escape sequences begin with one of them too; a line without any, as most are, stays unchanged.
const anyControl = new RegExp(controls.source);

/** Foreign text as one harmless line: no terminal escapes, control characters or text direction marks. */
export function sanitise(text: string): string {
  if (!anyControl.test(text)) return text;
  // What a progress bar overwrote with carriage returns is not meant to be read.
  const shown = text.replace(/\r+\n?$/, "");
  return shown
    .slice(shown.lastIndexOf("\r") + 1)
    .replace(escapes, "")
    .replace(controls, "");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlsInLines = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Foreign text of many lines made harmless, in pieces cut anywhere: without its first characters an escape sequence has
 * no effect, though its rest may be visible. Line feeds and tabs stay.
 */
export function withoutControls(text: string): string {
  return text.replace(controlsInLines, "");
}

/** Foreign text of many lines, each made harmless. */
export function sanitiseLines(text: string): string {
  return text.split("\n").map(sanitise).join("\n");
}

/** A result made safe to show: every text in it is harmless, names of fields included. */
export function sanitiseAll<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return sanitiseLines(value);
  if (Array.isArray(value)) return value.map(clean);
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [sanitise(key), clean(inner)]));
}

// Everything except line feeds, tabs and the beginnings of the colours and weights of output/style.ts.
const notOurs =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /\u001b(?!\[(?:[1-49]|2[2-49]|3[1-69])m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text for a person made safe for a terminal: our own colours are all that is left of what acts on one. */
export function keepColours(text: string): string {
  return text.replace(notOurs, "");
}
