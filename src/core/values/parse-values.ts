import { LocalgptError } from "../errors/errors.ts";
import type { Expected, Place } from "../facts/vocabulary.ts";

const sizeUnits: Record<string, number> = {
  "": 1,
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
  t: 1024 ** 4,
  tb: 1024 ** 4,
  tib: 1024 ** 4,
};

const durationUnits: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Who wrote a value: the option or setting it belongs to and, for a file, where in it. */
export type Origin = { name: string; place?: Place };

/** The error for a value that its origin does not accept. */
export function invalidValue(origin: Origin, value: string, expected: Expected): LocalgptError<"invalid-value"> {
  return new LocalgptError("invalid-value", { ...origin, value, expected });
}

/**
 * Bytes of a size in Compose's form (`512m`, `6g`, `1.5gb`: powers of 1024); throws `invalid-value` below Docker's
 * minimum of 6 MiB.
 */
export function parseSizeBytes(text: string, origin: Origin): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = match === null ? undefined : sizeUnits[(match[2] ?? "").toLowerCase()];
  const bytes = match === null || unit === undefined ? Number.NaN : Math.round(Number(match[1]) * unit);
  if (!Number.isSafeInteger(bytes) || bytes < 6 * 1024 ** 2) throw invalidValue(origin, text, "size");
  return bytes;
}

/**
 * Milliseconds of a duration such as `90s`, `10m`, `1h30m` or `500ms`, more than zero and at most 30 days; throws
 * `invalid-value`.
 */
export function parseDurationMs(text: string, origin: Origin): number {
  const trimmed = text.trim().toLowerCase();
  if (!/^(\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(trimmed)) throw invalidValue(origin, text, "duration");
  let totalMs = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    totalMs += Number(amount) * (durationUnits[unit ?? ""] ?? Number.NaN);
  }
  if (!(totalMs >= 1 && totalMs <= 30 * 86_400_000)) throw invalidValue(origin, text, "duration");
  return Math.round(totalMs);
}

/** A whole number within bounds, both included; throws `invalid-value`. */
export function parseWholeNumber(
  text: string,
  bounds: { least: number; most: number; expected: Expected },
  origin: Origin,
): number {
  const value = /^\d{1,12}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value >= bounds.least && value <= bounds.most)) throw invalidValue(origin, text, bounds.expected);
  return value;
}

/** A TCP port that a person may choose, 1 to 65535; throws `invalid-value`. */
export function parsePort(text: string, origin: Origin): number {
  return parseWholeNumber(text, { least: 1, most: 65535, expected: "port" }, origin);
}

/** A number of CPUs as Docker takes it, with at most two decimals, from 0.01; throws `invalid-value`. */
export function parseCpus(text: string, origin: Origin): number {
  const value = /^\d{1,4}(\.\d{1,2})?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value >= 0.01)) throw invalidValue(origin, text, "cpus");
  return value;
}

/** The least and the most tokens of context that a person may choose. */
export const contextBounds = { least: 256, most: 1_048_576 };

/** A context length in tokens, 256 to 1048576; throws `invalid-value`. */
export function parseContext(text: string, origin: Origin): number {
  return parseWholeNumber(text, { ...contextBounds, expected: "context" }, origin);
}

/** One of a closed list of words; throws `invalid-value`. */
export function parseChoice<T extends string>(
  text: string,
  choices: readonly T[],
  expected: Expected,
  origin: Origin,
): T {
  const found = choices.find((choice) => choice === text.trim().toLowerCase());
  if (found === undefined) throw invalidValue(origin, text, expected);
  return found;
}

/**
 * A Compose project name: lower-case letters, digits, `-` and `_`, starting with a letter or digit; throws
 * `invalid-value`.
 */
export function parseProjectName(text: string, origin: Origin): string {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(text)) throw invalidValue(origin, text, "project-name");
  return text;
}

// Docker allows 255 characters and itself puts `library/` before a name without a slash.
const longestImagePath = 247;

/**
 * An image reference `[registry/]name[:tag][@digest]` by Docker's grammar (distribution/reference), of its digests
 * sha256 alone; throws `invalid-value`.
 */
export function parseImageReference(text: string, origin: Origin): string {
  const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  const host = `(?:localhost|${label}(?:\\.${label})+|${label}(?=:\\d))(?::\\d{1,5})?/`;
  // Before a slash, a dot makes the first part a host, whatever else it contains.
  const noHost = "(?![^/:@]*\\.[^/:@]*/)";
  const part = "[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*";
  const rest = "(?::\\w[\\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?";
  const [, path = ""] = new RegExp(`^(?:${host}|${noHost})(${part}(?:/${part})*)${rest}$`).exec(text) ?? [];
  // 64 hexadecimal digits are the id of an image.
  const isName = path !== "" && path.length <= longestImagePath && !/^[a-f0-9]{64}$/.test(text);
  if (!isName || text.length > 700) throw invalidValue(origin, text, "image-reference");
  return text;
}
