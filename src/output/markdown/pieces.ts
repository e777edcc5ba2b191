import { withoutControls } from "../../core/text/sanitise.ts";

/**
 * Takes text in pieces cut anywhere and returns what to write now; `end` returns the rest and ends the last line.
 */
export type Pieces = { add: (text: string) => string; end: () => string };

/** Takes text character by character. */
type Reader = { feed: (character: string) => void; end: () => void };

/** Hands on the characters of pieces one by one, so that no cut makes a difference; control characters are left out. */
export function createPieces(begin: (write: (text: string) => void) => Reader): Pieces {
  let written = "";
  let half = "";
  const reader = begin((text) => {
    written += text;
  });
  const take = (): string => {
    const text = written;
    written = "";
    return text;
  };
  return {
    add: (text) => {
      const joined = half + withoutControls(text);
      // Half of a character that takes two UTF-16 units waits for the other half.
      const whole = joined.replace(/[\ud800-\udbff]$/, "");
      half = joined.slice(whole.length);
      for (const character of whole) reader.feed(character);
      return take();
    },
    end: () => {
      reader.end();
      return take();
    },
  };
}
