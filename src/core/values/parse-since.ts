import { LocalgptError } from "../errors/errors.ts";
import { invalidValue, type Origin, parseDurationMs } from "./parse-values.ts";

const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * The moment that `--since` means, in milliseconds since 1970: a duration back from now (`10m`, `2h`), a time of today
 * (`14:30`), or an ISO date with or without time; local time if no zone is given. Throws `invalid-value`.
 */
export function parseSinceMs(text: string, nowMs: number, origin: Origin): number {
  const trimmed = text.trim();
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(trimmed);
  if (clock !== null) {
    const [hours, minutes, seconds] = [clock[1], clock[2], clock[3] ?? "0"].map(Number) as [number, number, number];
    if (hours > 23 || minutes > 59 || seconds > 59) throw invalidValue(origin, text, "time");
    return new Date(nowMs).setHours(hours, minutes, seconds, 0);
  }
  const date = isoDate.exec(trimmed);
  if (date !== null) {
    const isDay = trimmed.length === 10;
    const atMs = Date.parse(isDay ? `${trimmed}T00:00:00` : trimmed.replace(" ", "T"));
    if (Number.isNaN(atMs) || !isInCalendar(date)) throw invalidValue(origin, text, "time");
    return atMs;
  }
  return nowMs - parseBackMs(text, origin);
}

/** Whether the month has the day: JavaScript overflows into the next one. */
function isInCalendar([, year, month, day]: RegExpExecArray): boolean {
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

function parseBackMs(text: string, origin: Origin): number {
  try {
    return parseDurationMs(text, origin);
  } catch (error) {
    // As a duration, the error would explain durations although a moment was intended.
    if (error instanceof LocalgptError) throw invalidValue(origin, text, "time");
    throw error;
  }
}
