import type { Style } from "../style.ts";
import { measure } from "../width.ts";

/** How text is marked, as bits that combine. */
export const looks = {
  bold: 1,
  italic: 2,
  struck: 4,
  code: 8,
  link: 16,
  address: 32,
  heading: 64,
  title: 128,
} as const;

/** Words laid out into lines as they come; what was written is never moved. */
export type Flow = {
  /** Begins a line: the text before it, and the text before its continuation lines. */
  startLine: (first: string, rest: string) => void;
  /** Adds a character to the word under way; it is written when it ends. */
  add: (character: string, look: number) => void;
  /** Ends the word under way; a line may be broken here. */
  space: () => void;
  /** Ends the line. */
  endLine: () => void;
  /** How many columns a word may take without being broken. */
  room: () => number;
};

/** Where a flow goes; `columns` follows the width of the terminal. */
export type FlowOptions = {
  style: Style;
  columns: () => number;
  write: (text: string) => void;
  /**
   * Whether a word longer than a line is broken here; otherwise the terminal breaks it, and it can be copied whole.
   */
  breaksWords: boolean;
};

/**
 * Between these a line may be broken without a space. Closing punctuation is not included, so it stays with the
 * preceding character.
 */
export const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

type Segment = { text: string; look: number };

/**
 * Lays words out into lines of a width, word by word, each painted by its look; wide characters and emoji count as they
 * appear.
 */
export function createFlow({ style, columns, write, breaksWords }: FlowOptions): Flow {
  let prefix = { first: "", rest: "" };
  let begun = false;
  let filled = false;
  let column = 0;
  let spaces = 0;
  let word: Segment[] = [];
  let letters = "";
  let lastLook = 0;
  // Whether the word under way continues a part that was written already.
  let goesOn = false;

  const room = (): number => Math.max(1, columns() - measure(prefix.rest));
  const begin = (text: string): void => {
    write(text);
    column = measure(text);
    begun = true;
    filled = false;
  };
  const wrap = (): void => {
    write("\n");
    begin(prefix.rest);
  };
  const flush = (): void => {
    if (letters === "") return;
    if (!begun) begin(prefix.first);
    const width = measure(letters);
    if (!goesOn) {
      const gap = filled ? spaces : 0;
      if (filled && column + gap + width > columns()) wrap();
      else if (gap > 0) {
        // Underlined words are underlined between them too.
        write(paint(" ".repeat(gap), lastLook & (word[0]?.look ?? 0), style));
        column += gap;
      }
    }
    write(word.map(({ text, look }) => paint(text, look, style)).join(""));
    column = column + width > columns() ? (column + width) % columns() : column + width;
    filled = true;
    spaces = 0;
    lastLook = word.at(-1)?.look ?? 0;
    word = [];
    letters = "";
    goesOn = false;
  };

  return {
    room,
    startLine: (first, rest) => {
      prefix = { first, rest };
    },
    add: (character, look) => {
      if (character > "\u2e80" && ideograph.test(character)) flush();
      // A character takes two columns at most: most words need no measuring here.
      else if ((letters.length + 1) * 2 > room() && measure(letters + character) > room()) {
        flush();
        if (breaksWords) wrap();
        else goesOn = true;
      }
      const last = word.at(-1);
      if (last !== undefined && last.look === look) last.text += character;
      else word.push({ text: character, look });
      letters += character;
    },
    space: () => {
      flush();
      goesOn = false;
      spaces += 1;
    },
    endLine: () => {
      flush();
      if (!begun) write(prefix.first.trimEnd());
      write("\n");
      prefix = { first: "", rest: "" };
      begun = false;
      filled = false;
      column = 0;
      spaces = 0;
      goesOn = false;
    },
  };
}

/** Text in its look, opened and closed separately: if an answer breaks off, no colour is left behind. */
export function paint(text: string, look: number, style: Style): string {
  let painted = text;
  if (look & looks.code) painted = style.accent(painted);
  if (look & looks.address) painted = style.dim(painted);
  if (look & looks.link) painted = style.underline(painted);
  if (look & looks.struck) painted = style.strikethrough(painted);
  if (look & looks.italic) painted = style.italic(painted);
  if (look & (looks.bold | looks.heading)) painted = style.bold(painted);
  if (look & looks.title) painted = style.underline(painted);
  return painted;
}
