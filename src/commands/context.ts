import type { ChatCompletion } from "../core/chat/complete-chat-line.ts";
import type { LocalgptError } from "../core/errors/errors.ts";
import type { Language } from "../core/facts/names.ts";
import type { Question } from "../core/run/questions.ts";
import type { World } from "../core/run/world.ts";
import type { Engine } from "../engine/wire/engine.ts";
import type { Style } from "../output/style.ts";
import type { Words } from "../words/words.ts";

/**
 * Everything a command may use: the outside world, the person it talks with, and Docker. The cli makes one for each
 * run.
 */
export type Context = World &
  Talk & {
    /** The program file: one executable, or the JavaScript that Node was given. */
    program: string;
    /** The connected Engine; connects at the first call and then returns the same one. */
    engine: () => Promise<Engine>;
  };

/** How a command talks with the person or the program that called it. */
export type Talk = {
  /** The language of everything this run says. */
  language: Language;
  /** Prints one item of a stream at once: its text, or with `--json` the item as one line of NDJSON. */
  print: (item: unknown, text: string) => void;
  /**
   * Prints items of a stream like `print`, many at once, and waits while their reader is slower than their source.
   */
  printAll: <Item>(items: readonly Item[], render: (item: Item) => string) => Promise<void>;
  /** Like `print`, but on a terminal the text replaces the one that the last `redraw` printed. */
  redraw: (item: unknown, text: string) => void;
  /** Writes a piece of text on stdout as it is, and waits while its reader is slower than the writer. */
  write: (text: string) => Promise<void>;
  /** Begins to show an answer on stdout; a `verbatim` one is not Markdown but, for example, JSON. */
  openAnswer: (options?: { verbatim?: boolean }) => AnswerWriter;
  /**
   * Begins to show what a model thinks, apart from its answer; without a terminal to show it, only if it was `asked`
   * for.
   */
  openThinking: (options: { asked: boolean }) => AnswerWriter;
  /** Whether the text on stdout goes to a person's terminal. */
  isTerminal: boolean;
  /** Whether a person sees stderr on a terminal. */
  isWatched: boolean;
  /**
   * Begins to talk with the person on their terminal or, without one and with `--json`, to read lines of stdin.
   */
  openPrompt: (options: PromptOptions) => Promise<Prompt>;
  /** What was piped in, or the person's terminal. */
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  /**
   * Asks whether to go on, below what `above` shows; throws `confirmation-needed` if there is no terminal, and
   * `interrupted`.
   */
  confirm: (question: Question, above?: (look: Look) => string) => Promise<boolean>;
  /** Asks for a line of text, empty at the end of input; throws as `confirm` does. */
  askLine: (question: Question, above?: (look: Look) => string) => Promise<string>;
  /** How the texts for `print` and `redraw` are made readable. */
  look: Look;
};

/**
 * Receives an answer piece by piece and shows it: Markdown made readable on a terminal, unchanged elsewhere, and with
 * `--json` one line of NDJSON for each piece; `end` ends its last line or, with `--json`, prints the outcome.
 */
export type AnswerWriter = { write: (text: string) => Promise<void>; end: (result?: unknown) => Promise<void> };

/** What the editor of a prompt offers: earlier messages, the newest first, and completion with Tab. */
export type PromptOptions = { history: readonly string[]; complete: (line: string) => Promise<ChatCompletion> };

/** A conversation with a person at their terminal, or the lines that were piped in. */
export type Prompt = {
  /** Whether a person is there to talk with. */
  isInteractive: boolean;
  /** The next message that is not empty, of one or more lines; null at the end. Throws `interrupted`. */
  read: () => Promise<string | null>;
  /** Asks a question; only a clear yes counts, and without a person nothing does. Throws `interrupted`. */
  confirm: (question: Question) => Promise<boolean>;
  /** Asks a person for a line, whose input is not shown if it is `hidden`; Ctrl-C ends it. Throws `interrupted`. */
  ask: (question: Question, options?: { hidden?: boolean }) => Promise<string>;
  /** Runs something that Ctrl-C ends (through the signal) without ending the program. */
  during: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Says something beside the answers, to a person only. */
  say: (text: string) => Promise<void>;
  /** Shows a person an error, in their language. */
  tell: (error: LocalgptError) => Promise<void>;
  /**
   * Gives the terminal back as it was until the next `read` or `during`; call it however the conversation ends.
   */
  rest: () => void;
};

/**
 * What a command's `render…` needs to make its result readable: `columns` follows the terminal's width, `nowMs` the
 * clock, and `measure` counts the columns of a text.
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
   * The exit code of a printed result that is not a success (a check that fails, one download of many); 0 if missing.
   */
  exitCode?: (result: Result) => number;
};

/** Runs an invocation, prints its result in the mode the user asked for and sets the exit code. */
export type Execute = <Result>(invocation: Invocation<Result>) => Promise<void>;
