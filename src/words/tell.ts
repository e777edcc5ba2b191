import type { Finding } from "../core/facts/checks.ts";
import type { Failure } from "../core/facts/errors.ts";
import type { Notice, Wait } from "../core/facts/events.ts";
import type { Cause, WorkKind } from "../core/facts/operations.ts";
import type { Question } from "../core/facts/questions.ts";
import type { Message, Tenses, Words } from "./words.ts";

// Each table of the words has one function for each member of a union; that its key and its parameter belong
// together is known to `Words` but cannot be followed by the compiler through a union, hence the one cast each.

/** What an error says in these words. */
export function tellError(error: Failure, words: Pick<Words, "errors">): Message {
  return (words.errors[error.code] as (facts: unknown) => Message)(error.facts);
}

/** What a preflight finding says in these words. */
export function tellFinding(finding: Finding, words: Words): Message {
  return (words.checks[finding.id] as (status: Finding["status"], facts: unknown) => Message)(
    finding.status,
    finding.facts,
  );
}

/** What an operation of a plan or a step says: `planned` for a plan, `doing` while it runs, `done` afterwards. */
export function tellOperation(operation: WorkKind, tense: keyof Tenses<never>, words: Words): string {
  return (words.operations[operation.kind][tense] as (operation: unknown) => string)(operation);
}

/** What is waited for before an answer. */
export function tellWait({ phase, model }: Wait, { ask }: Pick<Words, "ask">): string {
  return ask[phase](model);
}

/** Why an operation is in the plan. */
export function tellCause(cause: Cause, words: Pick<Words, "causes">): string {
  return (words.causes[cause.id] as (cause: unknown) => string)(cause);
}

/** What a notice says in these words. */
export function tellNotice(notice: Notice, words: Words): string {
  return (words.notices[notice.id] as (notice: unknown) => string)(notice);
}

/** What a person is asked, in these words. */
export function tellQuestion(question: Question, { questions }: Pick<Words, "questions">): string {
  return (questions[question.id] as (question: unknown) => string)(question);
}
