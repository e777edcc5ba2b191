import { measure } from "../width.ts";
import { type Flow, ideograph, looks } from "./flow.ts";

/** Takes the text of a paragraph character by character and adds it to a flow with its emphasis, code and links. */
export type Inline = {
  feed: (character: string) => void;
  /** Ends a line: text that was waiting for its closing mark is shown. */
  endLine: () => void;
  /** Begins another paragraph, all of it in this look: emphasis does not reach beyond its own. */
  begin: (look: number) => void;
};

/** Text that is held back until it is known whether its beginning opens something; `raw` has all of it. */
type Hold = { kind: "code" | "link" | "italic" | "bold"; raw: string };
type Verdict = "open" | "closed" | "broken";

/**
 * The longest text that is held back, by what its beginning would open: the reader waits for a few words at most. Bold
 * text that is longer begins to be shown; only a line's end soon after its beginning (`char **argv) {`) means that it
 * is not bold.
 */
const longest = { code: 200, link: 400, italic: 80, bold: 24 } as const;
const longestLinkText = 120;

// With a backslash before them these stand for themselves. Brackets and braces are left out: there it is LaTeX.
const escapable = "*_`#+-.!>|~<";
// Signs beside a letter or digit are part of a word (`2**3`, `a*b`), but Chinese and Japanese put no space before
// emphasis.
const letter = /[\p{L}\p{N}_]/u;
const isLetter = (character: string): boolean => letter.test(character) && !ideograph.test(character);
const isSpace = (character: string): boolean => /\s/.test(character);

/**
 * Reads what stands inside a line: `**bold**`, `*italic*`, `` `code` ``, `~~struck~~` and `[text](address)`.
 * Underscores are left as they are: in answers about programs they are part of names. With `keepsMarks` the marks are
 * shown too.
 */
export function createInline(flow: Flow, keepsMarks: boolean): Inline {
  let base = 0;
  let look = 0;
  let previous = " ";
  let run = "";
  let escaped = false;
  let hold: Hold | null = null;

  const put = (text: string): void => {
    for (const character of text) flow.add(character, base | look);
    previous = text.at(-1) ?? previous;
  };
  const mark = (text: string): void => {
    if (keepsMarks) put(text);
    previous = text.at(-1) ?? previous;
  };
  const turn = (bits: number, text: string): void => {
    const opens = (look & bits) === 0;
    if (!opens) mark(text);
    look ^= bits;
    if (opens) mark(text);
  };
  const feedAll = (text: string): void => {
    for (const character of text) feed(character);
    settle();
  };

  /** Shows what was held back with the meaning that its end gave it. */
  const show = ({ kind, raw }: Hold): void => {
    if (kind === "code") showCode(raw);
    else if (kind === "link") showLink(raw);
    else {
      const sign = kind === "bold" ? "**" : "*";
      turn(looks[kind], sign);
      feedAll(raw.slice(sign.length, -sign.length));
      turn(looks[kind], sign);
    }
  };
  const showLink = (raw: string): void => {
    const [, text = "", address = ""] = link.exec(raw) ?? [];
    look |= looks.link;
    feedAll(text);
    look &= ~looks.link;
    previous = ")";
    if (address === "" || address === text) return;
    flow.space();
    for (const character of `(${address})`) flow.add(character, base | looks.address);
  };
  const showCode = (raw: string): void => {
    const [ticks = ""] = /^`+/.exec(raw) ?? [];
    const inside = raw.slice(ticks.length, -ticks.length);
    const text = keepsMarks ? raw : inside.replace(/^ (.*\S.*) $/, "$1");
    // A command stays on one line if it can, so that it is copied whole.
    const isWhole = measure(text) <= flow.room();
    for (const character of text) {
      if (character === " " && !isWhole) flow.space();
      else flow.add(character, base | look | looks.code);
    }
    previous = "`";
  };
  /** Shows the beginning of what was held back unchanged, and continues reading after it. */
  const release = ({ kind, raw }: Hold, next: string): void => {
    const [start = ""] = /^(?:`+|\*+|.)/.exec(raw) ?? [];
    if (kind === "bold" && next !== "\n") turn(looks.bold, start);
    else put(start);
    for (const character of raw.slice(start.length)) feed(character);
  };
  /** Ends what is still undecided: nothing more follows that could be its end. */
  const settle = (): void => {
    while (hold !== null || run !== "") {
      if (hold !== null) {
        const held: Hold = hold;
        hold = null;
        if (judge(held, "\n") === "closed") show(held);
        else release(held, "\n");
      } else {
        const ended = run;
        run = "";
        endRun(ended, "\n");
      }
    }
    if (escaped) put("\\");
    escaped = false;
  };

  const endRun = (text: string, next: string): void => {
    const [sign] = text;
    const opens = !isSpace(next) && !isLetter(previous);
    const both = looks.bold | looks.italic;
    if (sign === "`" && next !== "\n") hold = { kind: "code", raw: text };
    else if (text === "**" && look & looks.bold && !(isSpace(previous) && !isSpace(next))) turn(looks.bold, text);
    else if (text === "**" && !(look & looks.bold) && opens) hold = { kind: "bold", raw: text };
    else if (text === "*" && look & looks.italic && !isSpace(previous)) turn(looks.italic, text);
    else if (text === "*" && !(look & looks.italic) && opens) hold = { kind: "italic", raw: text };
    else if (text === "***" && (look & both) === both && !isSpace(previous)) turn(both, text);
    else if (text === "***" && (look & both) === 0 && opens) turn(both, text);
    else if (text === "~~" && (look & looks.struck ? !isSpace(previous) : opens)) turn(looks.struck, text);
    else put(text);
  };

  const feed = (character: string): void => {
    if (hold !== null) feedHeld(hold, character);
    else if (run === "") read(character);
    else if (character === run[0]) run += character;
    else {
      const ended = run;
      run = "";
      endRun(ended, character);
      feed(character);
    }
  };
  const read = (character: string): void => {
    const isEscaped = escaped;
    escaped = character === "\\" && !isEscaped;
    if (isEscaped && escapable.includes(character)) put(character);
    else {
      if (isEscaped) put("\\");
      if (escaped) return;
      if (character === "*" || character === "`" || character === "~") run = character;
      else if (character === "[") hold = { kind: "link", raw: character };
      else if (isSpace(character)) {
        flow.space();
        previous = " ";
      } else put(character);
    }
  };
  const feedHeld = (held: Hold, character: string): void => {
    const verdict = judge(held, character);
    if (verdict === "open") {
      held.raw += character;
      return;
    }
    hold = null;
    if (verdict === "closed") show(held);
    else release(held, character);
    feed(character);
  };

  return {
    feed,
    endLine: () => {
      // A backslash at the end of a line requests a break that exists anyway.
      escaped = false;
      settle();
      previous = " ";
    },
    begin: (asked) => {
      base = asked;
      look = 0;
    },
  };
}

const link = /^\[([^[\]]+)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)$/;

/** Whether held text, followed by `next`, is whole, can still become so, or is plain text. */
function judge({ kind, raw }: Hold, next: string): Verdict {
  if (kind === "code") {
    const ticks = /^`+/.exec(raw)?.[0].length ?? 0;
    const trailing = raw.length > ticks ? (/`*$/.exec(raw)?.[0].length ?? 0) : 0;
    if (trailing === ticks && next !== "`") return "closed";
  } else if (kind === "link") {
    if (link.test(raw)) return "closed";
    const isText = /^\[[^\]]*$/.test(raw);
    if (isText ? next === "[" || raw.length > longestLinkText : /\s/.test(next)) return "broken";
    if (raw.endsWith("]") && next !== "(") return "broken";
  } else {
    const opening = kind === "bold" ? 2 : 1;
    const stars = /\*+$/.exec(raw.slice(opening))?.[0].length ?? 0;
    const isEnd = kind === "bold" ? stars >= 2 : stars % 2 === 1;
    const isSolid = raw.length > opening + stars && !isSpace(raw.at(-1 - stars) ?? " ");
    if (isEnd && isSolid && next !== "*" && (kind === "bold" || !isLetter(next))) return "closed";
    if (next === "`") return "broken";
  }
  return raw.length >= longest[kind] || next === "\n" ? "broken" : "open";
}
