import { sanitise } from "../text/sanitise.ts";
import { services } from "./services.ts";

const longestLine = 300;

const noise = Object.values(services).flatMap(({ logNoise }) => [...logNoise]);

/** Whether a line of a service's log says more than that a request went well. */
export function isMeaningful(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line) && !noise.some((pattern) => pattern.test(line));
}

/**
 * The last `count` lines of a log that may tell why a service failed, cleaned for a terminal and cut to a readable
 * length. A service that Docker starts again and again says the same each time: of equal lines only the last is kept.
 */
export function meaningfulTail(lines: readonly string[], count = 8): string[] {
  const shown = lines.map((line) => sanitise(line).trimEnd()).filter(isMeaningful);
  const once = shown.filter((line, index) => !shown.includes(line, index + 1));
  return once.slice(-count).map((line) => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line));
}
