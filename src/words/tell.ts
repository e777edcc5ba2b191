import type { Failure } from "../core/errors/errors.ts";
import type { Finding } from "../core/facts/checks.ts";
import type { Notice, Wait } from "../core/run/events.ts";
import type { Cause, WorkKind } from "../core/run/operations.ts";
import type { Question } from "../core/run/questions.ts";
import type { QuestionWords } from "./questions/words.ts";
import type { CauseTexts, CheckTexts, ErrorTexts, Message, NoticeTexts, OperationTexts, Tenses } from "./shapes.ts";

// The table knows that key and parameter belong together, but the compiler cannot follow that through a union, hence
// the one cast each.

/** What an error says in these words. */
export function tellError({ code, facts }: Failure, { errors }: { errors: ErrorTexts }): Message {
  return (errors[code] as (facts: unknown) => Message)(facts);
}

/** What a preflight finding says in these words. */
export function tellFinding({ id, status, facts }: Finding, { checks }: { checks: CheckTexts }): Message {
  return (checks[id] as (status: Finding["status"], facts: unknown) => Message)(status, facts);
}

/** What an operation of a plan or a step says: `planned` for a plan, `doing` while it runs, `done` afterwards. */
export function tellOperation(
  operation: WorkKind,
  tense: keyof Tenses<never>,
  { operations }: { operations: OperationTexts },
): string {
  return (operations[operation.kind][tense] as (operation: unknown) => string)(operation);
}

/** What is waited for before an answer. */
export function tellWait(
  { phase, model }: Wait,
  { ask }: { ask: Record<Wait["phase"], (model: string) => string> },
): string {
  return ask[phase](model);
}

/** Why an operation is in the plan. */
export function tellCause(cause: Cause, { causes }: { causes: CauseTexts }): string {
  return (causes[cause.id] as (cause: unknown) => string)(cause);
}

/** What a notice says in these words. */
export function tellNotice(notice: Notice, { notices }: { notices: NoticeTexts }): string {
  return (notices[notice.id] as (notice: unknown) => string)(notice);
}

/** What a person is asked, in these words. */
export function tellQuestion(question: Question, { questions }: { questions: QuestionWords }): string {
  return (questions[question.id] as (question: unknown) => string)(question);
}
