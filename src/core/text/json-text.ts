// JSON itself escapes only the first of these; the others would also act on a terminal.
const acting = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A value as JSON that is harmless on a terminal and reads back unchanged; `indent` spreads it over lines. */
export function formatJson(value: unknown, indent?: number): string {
  const text: string | undefined = JSON.stringify(value, null, indent);
  return (text ?? "").replace(acting, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The fields of a JSON object whose types are not known yet. */
export type Fields = Record<string, unknown>;

/** A text parsed as JSON; undefined, which JSON cannot express, if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fields of a JSON object; empty for anything else. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** Whether a value is a JSON object, not a list or null. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field whose name comes from outside and may be a property that every JavaScript object inherits. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The items of a JSON list; empty for anything else (Go writes an empty list as null). */
export function itemsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A text, or null for anything else and for an empty one. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** A finite number, or null for anything else. */
export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A number of bytes, or null for anything else. */
export function bytesOf(value: unknown): number | null {
  const bytes = numberOf(value);
  return bytes !== null && bytes >= 0 ? bytes : null;
}

/** Whether all of these are texts, empty ones included. */
export function areTexts(...values: unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}
