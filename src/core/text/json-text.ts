// JSON itself escapes only the first of these: on a terminal the others would act too.
const acting = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A value as JSON that does no harm on a terminal and is read back to the same; `indent` spreads it over lines. */
export function formatJson(value: unknown, indent?: number): string {
  const text: string | undefined = JSON.stringify(value, null, indent);
  return (text ?? "").replace(acting, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What a JSON object has, of kinds that are not known yet. */
export type Fields = Record<string, unknown>;

/** What a text says in JSON; undefined, which JSON cannot say, for a text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fields of a JSON object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** Whether a value is a JSON object, which a list and null are not. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field by a name that somebody else chose, which may be one that every object of JavaScript has. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The items of a JSON list; none of anything else (Go writes an empty list as null). */
export function itemsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A text, or null of anything else and of an empty one. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** A finite number, or null of anything else. */
export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A number of bytes, or null of anything else. */
export function bytesOf(value: unknown): number | null {
  const bytes = numberOf(value);
  return bytes !== null && bytes >= 0 ? bytes : null;
}

/** Whether all of these are texts, empty ones included. */
export function areTexts(...values: unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}
