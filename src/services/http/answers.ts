import { LocalgptError } from "../../core/facts/errors.ts";
import type { ServiceName } from "../../core/services/services.ts";

type Fields = Record<string, unknown>;

/** The fields of a JSON object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The items of a JSON list; none of anything else (Go writes an empty list as null). */
export function itemsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A text, or null of anything else and of an empty one. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** The last line of what a program said; an empty text where it said nothing. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

/** A finite number, or null of anything else. */
export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A text that an answer must have; throws `service-answered` with what came instead. */
export function requiredText(service: ServiceName, path: string, answer: unknown, key: string): string {
  const text = textOf(fieldsOf(answer)[key]);
  if (text !== null) return text;
  const detail = (JSON.stringify(answer) ?? "").slice(0, 200);
  throw new LocalgptError("service-answered", { service, path, status: 200, detail });
}
