import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Event } from "../../../src/core/run/events.ts";

/** The events that a run with `--json` wrote on stderr, in their order; throws on a line that is not JSON. */
export function readEvents(stderr: string): Event[] {
  return stderr
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Event);
}

/**
 * Waits for the first event that fits of a run with `--json` that is under way; throws with all that it wrote when it
 * ends without one.
 */
export async function waitForEvent(process: { stderr: Readable }, fits: (event: Event) => boolean): Promise<Event> {
  return JSON.parse(await waitForLine(process, (line) => fits(JSON.parse(line) as Event))) as Event;
}

/** Waits for the first line on stderr that fits; throws with all lines when the run ends without one. */
export async function waitForLine(process: { stderr: Readable }, fits: (line: string) => boolean): Promise<string> {
  const lines = createInterface({ input: process.stderr });
  const seen: string[] = [];
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      seen.push(line);
      if (fits(line)) resolve(line);
    });
    lines.on("close", () => reject(new Error(`the run ended before what was waited for:\n${seen.join("\n")}`)));
  });
}

/** Asks again and again, without a pause longer than 50 ms, until the answer is true; throws after `timeoutMs`. */
export async function waitUntil(what: string, ask: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (!(await ask())) {
    if (Date.now() > until) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
