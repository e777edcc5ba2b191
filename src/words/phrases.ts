import type { ErrorFacts, Failure } from "../core/errors/errors.ts";
import type { Place } from "../core/facts/vocabulary.ts";
import { namedRegistry } from "../core/values/image-reference.ts";

/**
 * A sentence about a file with `FILE, line 3, column 7: ` before it; if the text was not in a file, as a sentence of
 * its own.
 */
export function locate(place: Place | undefined, line: string, column: string, sentence: string): string {
  if (place === undefined) return sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return `${place.file}, ${line} ${place.line}, ${column} ${place.column}: ${sentence}`;
}

/** A word as a shell takes it: quoted if it has more than letters, digits and the usual marks of names and paths. */
export function pasteable(text: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The command that logs in at the registry of an image. */
export function loginCommand(image: string): string {
  const registry = namedRegistry(image);
  return registry === null ? "docker login" : `docker login ${registry}`;
}

/** The parts of a moment in local time. */
export function localMoment(iso: string): { year: string; month: string; day: string; time: string } {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  return {
    year: String(date.getFullYear()),
    month: two(date.getMonth() + 1),
    day: two(date.getDate()),
    time: `${two(date.getHours())}:${two(date.getMinutes())}`,
  };
}

/** A sentence as it continues after a colon: in lower case, unless it begins with a name. */
export function uncapitalise(sentence: string): string {
  const isName = /^(?:Open WebUI|Ollama|Docker|SQLite|\p{Lu}{2})/u.test(sentence);
  return isName ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** The last lines of a service's log, if the failure was that the service did not become ready. */
export function logTailOf({ code, facts }: Failure): string[] {
  return code === "service-not-ready" ? (facts as ErrorFacts["service-not-ready"]).logTail : [];
}
