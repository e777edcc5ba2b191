import type { ChatCompletion } from "../core/chat/complete-chat-line.ts";
import type { LocalgptError } from "../core/errors/errors.ts";
import type { Language } from "../core/facts/names.ts";
import type { Question } from "../core/run/questions.ts";
import type { World } from "../core/run/world.ts";
import type { Engine } from "../engine/wire/engine.ts";
import type { Style } from "../output/style.ts";
import type { Words } from "../words/words.ts";

/**
 * Everything a command may use: of the world outside, of the person it talks with, and Docker. The cli makes one
 * for each run.
 */
export type Context = World &
  Talk & {
    /** The file that runs: one executable, or the JavaScript that Node was given. */
    program: string;
    /** The connected Engine; connects at the first call and then gives the same one. */
    engine: () => Promise<Engine>;
  };

/** How a command speaks with the person or the program that called it. */
export type Talk = {
  /** The language of everything this run says. */
  language: Language;
  /** Prints one item of a stream at once: its text, or with `--json` the item as one line of NDJSON. */
  print: (item: unknown, text: string) => void;
  /**
   * Prints items of a stream like `print`, many at once, and waits while their reader is slower than what they come
   * from.
   */
  printAll: <Item>(items: readonly Item[], render: (item: Item) => string) => Promise<void>;
  /** Like `print`, but on a terminal the text takes the place of the one that the last `redraw` printed. */
  redraw: (item: unknown, text: string) => void;
  /** Writes a piece of text on stdout as it is, and waits while its reader is slower than the writer. */
  write: (text: string) => Promise<void>;
  /** Begins to show an answer on stdout; a `verbatim` one is no Markdown, such as JSON. */
  openAnswer: (options?: { verbatim?: boolean }) => AnswerWriter;
  /**
   * Begins to show what a model thinks, apart from its answer; where no terminal shows it, only if it was `asked` for.
   */
  openThinking: (options: { asked: boolean }) => AnswerWriter;
  /** Whether the text on stdout goes to a person's terminal. */
  isTerminal: boolean;
  /** Whether a person sees on a terminal what is said on stderr. */
  isWatched: boolean;
  /**
   * Begins to talk with the person on their terminal or, where there is none and with `--json`, to read lines of stdin.
   */
  openPrompt: (options: PromptOptions) => Promise<Prompt>;
  /** What was piped in, or the person's terminal. */
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  /**
   * Asks whether to go on, below what `above` shows; throws `confirmation-needed` where there is no terminal, and
   * `interrupted`.
   */
  confirm: (question: Question, above?: (look: Look) => string) => Promise<boolean>;
  /** Asks for a line of text, an empty one at the end of input; throws as `confirm` does. */
  askLine: (question: Question, above?: (look: Look) => string) => Promise<string>;
  /** How the texts for `print` and `redraw` are made readable. */
  look: Look;
};

/**
 * Takes an answer as it comes and shows it: Markdown made readable on a terminal, as it is elsewhere, and with `--json`
 * one line of NDJSON for each piece; `end` ends its last line or, with `--json`, prints what came of it.
 */
export type AnswerWriter = { write: (text: string) => Promise<void>; end: (result?: unknown) => Promise<void> };

/** What the editor of a prompt offers: earlier messages, the newest first, and completion with Tab. */
export type PromptOptions = { history: readonly string[]; complete: (line: string) => Promise<ChatCompletion> };

/** A conversation with a person at their terminal, or the lines that were piped in. */
export type Prompt = {
  /** Whether a person is there to talk with. */
  isInteractive: boolean;
  /** The next message that is not empty, of one or more lines; null when there are no more. Throws `interrupted`. */
  read: () => Promise<string | null>;
  /** Asks a question; only a clear yes is one, and without a person nothing is. Throws `interrupted`. */
  confirm: (question: Question) => Promise<boolean>;
  /** Asks a person for a line, of which nothing is shown where it is `hidden`; Ctrl-C ends it. Throws `interrupted`. */
  ask: (question: Question, options?: { hidden?: boolean }) => Promise<string>;
  /** Does something meanwhile that Ctrl-C ends (the signal) without ending the program. */
  during: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Says something beside the answers, to a person only. */
  say: (text: string) => Promise<void>;
  /** Tells a person what could not be done, in their words. */
  tell: (error: LocalgptError) => Promise<void>;
  /**
   * Gives the terminal back as it was until the next `read` or `during`; to be called however the conversation ends.
   */
  rest: () => void;
};

/**
 * What a command's `render…` needs to make its result readable: `columns` follows the terminal's width, `nowMs` the
 * clock, and `measure` tells how many columns a text takes.
 */
export type Look = {
  readonly words: Words;
  readonly style: Style;
  readonly columns: number;
  readonly nowMs: number;
  readonly measure: (text: string) => number;
};

/** One run of a command as `define…` hands it to the cli: text and JSON come from the same result. */
export type Invocation<Result> = {
  run: (context: Context) => Promise<Result>;
  /** The text for a person; an empty one prints nothing. */
  render: (result: Result, look: Look) => string;
  /** Whether the result ends a stream of lines, so that with `--json` it is one line too. */
  endsStream?: true;
  /** Whether the text is a document or a value that must stay as it is; other texts are wrapped to the terminal. */
  verbatim?: true;
  /**
   * The exit code where a result is printed and is yet no success (a check that fails, one download of many); 0 without
   * it.
   */
  exitCode?: (result: Result) => number;
};

/** Runs an invocation, prints its result in the mode the user asked for and sets the exit code. */
export type Execute = <Result>(invocation: Invocation<Result>) => Promise<void>;
