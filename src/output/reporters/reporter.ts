import type { Event } from "../../core/run/events.ts";
import type { Words } from "../../words/words.ts";
import type { Told, Tone } from "../describe.ts";
import type { Style } from "../style.ts";

/** Shows what a command does while it works, on stderr; `stop` leaves the terminal as it was. */
export type Reporter = { emit: (event: Event) => void; stop: () => void };

/** Where a reporter writes, and how. `columns` follows the width of the terminal. */
export type Stage = {
  stream: NodeJS.WritableStream;
  readonly columns: number;
  words: Words;
  style: Style;
  verbose: boolean;
  /** Aborted when the work is to stop. */
  signal: AbortSignal;
};

/** The text of an event after its mark. */
export function formatTold({ tone, text }: Told, style: Style): string {
  return `${markOf(tone, style)} ${text}\n`;
}

function markOf(tone: Tone, { ok, warn, bad, accent, dim, symbols }: Style): string {
  const marks: Record<Tone, string> = {
    done: ok(symbols.ok),
    failed: bad(symbols.failure),
    note: accent(symbols.note),
    warning: warn(symbols.warning),
    failure: bad(symbols.failure),
    detail: dim(symbols.bullet),
  };
  return marks[tone];
}
