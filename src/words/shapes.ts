import type { ErrorCode, ErrorFacts } from "../core/errors/errors.ts";
import type { CheckFacts, CheckId, CheckStatus } from "../core/facts/checks.ts";
import type { Notice } from "../core/run/events.ts";
import type { Cause, WorkKind } from "../core/run/operations.ts";

/** What happened or was found, and the next step: a sentence and, where there is one, a command or some advice. */
export type Message = { message: string; hint?: string };

/** An operation as a plan says it (`create …`), while it runs (`creating …`) and once it is done (`created …`). */
export type Tenses<K> = {
  planned: (operation: K) => string;
  doing: (operation: K) => string;
  done: (operation: K) => string;
};

// Each table has one function for each member of a union. A language that lacks one does not compile, and a room
// has a part of a table: English says which (`satisfies Partial<…>`), and every other language follows its English.

/** What errors say, by their codes. */
export type ErrorTexts<C extends ErrorCode = ErrorCode> = { [K in C]: (facts: ErrorFacts[K]) => Message };

/** What preflight findings say, by their checks. */
export type CheckTexts<I extends CheckId = CheckId> = {
  [K in I]: (status: CheckStatus, facts: CheckFacts[K]) => Message;
};

/** What notices say, by their ids. */
export type NoticeTexts<I extends Notice["id"] = Notice["id"]> = {
  [K in I]: (notice: Extract<Notice, { id: K }>) => string;
};

/** What operations and steps say, by their kinds. */
export type OperationTexts<K extends WorkKind["kind"] = WorkKind["kind"]> = {
  [I in K]: Tenses<Extract<WorkKind, { kind: I }>>;
};

/** Why an operation is in a plan, by the ids of the causes. */
export type CauseTexts = { [I in Cause["id"]]: (cause: Extract<Cause, { id: I }>) => string };

/** What a command's `--help` says; options by their long name without dashes, arguments by their name in lower case. */
export type CommandHelp = {
  /** One line in the list of commands, no full stop. */
  summary: string;
  /** What it does and does not do, one to three sentences. */
  description: string;
  options: Record<string, string>;
  arguments: Record<string, string>;
  /** At least one; `what` says what the command line is good for. */
  examples: { command: string; what: string }[];
};

/** The help of a room's commands; the key is how a command is typed after `localgpt`. */
export type HelpTexts = Record<string, CommandHelp>;
