import type { CheckFacts, CheckId, CheckStatus } from "../core/facts/checks.ts";
import type { ErrorCode, ErrorFacts } from "../core/facts/errors.ts";
import type { Notice, Transfer } from "../core/facts/events.ts";
import type { Language } from "../core/facts/names.ts";
import type { Cause, WorkKind } from "../core/facts/operations.ts";
import type { AnswerReason, Expected, PullReason } from "../core/facts/vocabulary.ts";
import type { ServiceName } from "../core/services/services.ts";
import type { AdminWords } from "./admin/words.ts";
import type { AdoptWords } from "./adopt/words.ts";
import type { AskWords } from "./ask/words.ts";
import type { BackupWords } from "./backup/words.ts";
import type { RollbackWords, UpdateWords } from "./changes/words.ts";
import type { ChatWords } from "./chat/words.ts";
import type { CheckWords } from "./checks/words.ts";
import type { ExitWords, OpenWords, PullWords, StatusWords } from "./daily/words.ts";
import type { FitWords } from "./fit/words.ts";
import type { Format } from "./format.ts";
import type { HelpWords } from "./help/words.ts";
import type { ModelsWords, TuneWords } from "./models/words.ts";
import type { QuestionWords } from "./questions/words.ts";
import type { RestoreWords } from "./restore/words.ts";
import type { SelfUpdateWords } from "./self-update/words.ts";
import type { StackWords } from "./stack/words.ts";
import type { UninstallWords } from "./uninstall/words.ts";

/** What happened or was found, and the next step: a sentence and, where there is one, a command or an advice. */
export type Message = { message: string; hint?: string };

/** An operation as a plan says it (`create …`), while it runs (`creating …`) and once it is done (`created …`). */
export type Tenses<K> = {
  planned: (operation: K) => string;
  doing: (operation: K) => string;
  done: (operation: K) => string;
};

/** Every sentence that a person reads; `en.ts` and `es.ts` both fill it whole. `tell.ts` looks entries up by type. */
export type Words = {
  language: Language;
  /** Numbers, sizes, durations and moments as this language writes them. */
  format: Format;
  /** What people call the services. */
  services: Record<ServiceName, string>;
  /** What a value should have been, to follow "must be". */
  expected: Record<Expected, string>;
  errors: { [C in ErrorCode]: (facts: ErrorFacts[C]) => Message };
  answerReasons: Record<AnswerReason, (facts: ErrorFacts["answer-failed"]) => Message>;
  pullReasons: Record<PullReason, (facts: ErrorFacts["pull-failed"]) => Message>;
  checks: { [I in CheckId]: (status: CheckStatus, facts: CheckFacts[I]) => Message };
  /** What `check` says around its findings. */
  check: CheckWords;
  causes: { [I in Cause["id"]]: (cause: Extract<Cause, { id: I }>) => string };
  operations: { [K in WorkKind["kind"]]: Tenses<Extract<WorkKind, { kind: K }>> };
  notices: { [I in Notice["id"]]: (notice: Extract<Notice, { id: I }>) => string };
  phases: Record<Transfer["phase"], string>;
  exits: ExitWords;
  stack: StackWords;
  status: StatusWords;
  open: OpenWords;
  ask: AskWords;
  pull: PullWords;
  models: ModelsWords;
  tune: TuneWords;
  fit: FitWords;
  chat: ChatWords;
  update: UpdateWords;
  rollback: RollbackWords;
  selfUpdate: SelfUpdateWords;
  uninstall: UninstallWords;
  backup: BackupWords;
  admin: AdminWords;
  adopt: AdoptWords;
  restore: RestoreWords;
  questions: QuestionWords;
  general: GeneralWords;
  help: HelpWords;
  config: ConfigWords;
  completion: { /** After the name of a model that is on disk. */ installed: string };
};

/** Sentences of the program itself, which belong to no command. */
export type GeneralWords = {
  /** An error that localgpt does not know; the hint says how to report it. */
  unexpected: (detail: string, version: string) => Message;
  /** After a step: how long it took. */
  took: (ms: number) => string;
  /** A step that did not come off. */
  failed: (what: string) => string;
  /** What the first Ctrl-C says. */
  stopping: string;
  /** After a question that is answered with yes or no, and what counts as a yes. */
  yesNo: string;
  yesPattern: RegExp;
  /** Time left of a download. */
  left: (ms: number) => string;
};

/** What `localgpt config` says. */
export type ConfigWords = {
  headings: { setting: string; value: string; origin: string };
  origins: Record<"file" | "default", string>;
  /** A setting was written, or taken out and is the default now. */
  saved: (key: string, value: string) => string;
  unset: (key: string, value: string) => string;
  /** The file said so already. */
  same: (key: string, value: string) => string;
  /** When the change takes effect. */
  next: string;
};
