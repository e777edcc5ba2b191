import { LocalgptError } from "../../core/errors/errors.ts";
import { type AskedText, composeQuestion } from "../../core/text/question.ts";
import { type Attachment, readAttachment, readBytes, readText } from "../../host/stores/attachments.ts";
import { readPiped } from "../../host/stores/piped-input.ts";
import type { Context } from "../context.ts";

/** A question as sent, with images as base64; `format` is `json`, a JSON schema, or null for free text. */
export type Question = { content: string; images: string[]; format: unknown };

/**
 * What a person wrote; `question` is null where standard input is the question, `format` is `json` or a schema's path.
 */
type WrittenQuestion = { question: string | null; files: readonly string[]; format: string | null };

/** Stands for standard input, among the files and in place of the question. */
export const standardInput = "-";

/** How long to wait for a pipe that may be unused: under cron and in CI nobody may ever write to it. */
const patienceMs = 3000;
const noticeMs = 2000;

/**
 * Reads all parts of a question: the piped text, the files, the schema. Throws `question-missing`,
 * `file-unusable`, `schema-invalid`, `file-failed` and `interrupted`.
 */
export async function readQuestion(context: Context, written: WrittenQuestion): Promise<Question> {
  const { question, files, format } = written;
  const { signal } = context;
  const isTerminal = context.stdin.isTTY === true;
  const namesInput = files.includes(standardInput);
  if (question === null && isTerminal) throw new LocalgptError("question-missing", {});
  // Errors in a file are reported at once, whatever the pipe does.
  const schema = format === null || format === "json" ? format : await readSchema(format, signal);
  const named = files.filter((path) => path !== standardInput);
  const read = await Promise.all(named.map((path) => readAttachment(path, signal)));
  const isAwaited = question === null || namesInput;
  const bytes = isTerminal && !namesInput ? null : await readInput(context, isAwaited);
  const piped = bytes === null || bytes.length === 0 ? null : readBytes(bytes, null);
  if (piped === null && namesInput) throw new LocalgptError("file-unusable", { path: null, problem: "empty" });
  if (question === null && piped?.kind !== "text") throw new LocalgptError("question-missing", {});
  const attached = piped === null ? read : [piped, ...read];
  return {
    content: composeQuestion(question ?? "", attached.flatMap(textOf)),
    images: attached.flatMap(imageOf),
    format: schema,
  };
}

async function readInput({ stdin, signal, emit, isWatched }: Context, isAwaited: boolean): Promise<Buffer | null> {
  const mayWait = isAwaited || isWatched;
  const piped = await readPiped(stdin, {
    signal,
    patienceMs: mayWait ? null : patienceMs,
    noticeMs: stdin.isTTY === true ? 0 : noticeMs,
    onWaiting: () => emit({ type: "notice", notice: { id: "waiting-for-input" } }),
  });
  if (piped === null) emit({ type: "notice", notice: { id: "input-not-waited", waitedMs: patienceMs } });
  return piped;
}

async function readSchema(path: string, signal: AbortSignal): Promise<unknown> {
  const refuse = (problem: "missing" | "syntax" | "no-object", detail = "") =>
    new LocalgptError("schema-invalid", { path, problem, detail });
  const text = await readText(path, signal);
  if (text === null) throw refuse("missing");
  try {
    const schema: unknown = JSON.parse(text);
    if (typeof schema === "object" && schema !== null && !Array.isArray(schema)) return schema;
  } catch (error) {
    throw refuse("syntax", error instanceof Error ? error.message : String(error));
  }
  throw refuse("no-object");
}

function textOf(attachment: Attachment): AskedText[] {
  return attachment.kind === "text" ? [attachment] : [];
}

function imageOf(attachment: Attachment): string[] {
  return attachment.kind === "image" ? [attachment.base64] : [];
}
