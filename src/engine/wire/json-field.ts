/** A field of something that was JSON; undefined where that is no object or has none of that name. */
export function field(value: unknown, name: string): unknown {
  const isObject = typeof value === "object" && value !== null;
  return isObject && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** A text among its fields; null for anything else. */
export function textField(value: unknown, name: string): string | null {
  const text = field(value, name);
  return typeof text === "string" ? text : null;
}

/** A number of bytes among its fields; null for anything else. */
export function bytesField(value: unknown, name: string): number | null {
  const bytes = field(value, name);
  return typeof bytes === "number" && Number.isFinite(bytes) && bytes >= 0 ? bytes : null;
}
