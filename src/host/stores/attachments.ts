import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import type { FileProblem } from "../../core/facts/vocabulary.ts";
import { readContent } from "../../core/text/file-kind.ts";
import { fileFailed } from "../files/files.ts";

/** What is sent to a model along with a question: a text (`name` is null for piped text), or an image as base64. */
export type Attachment = { kind: "text"; name: string | null; text: string } | { kind: "image"; base64: string };

/** More than any model accepts: a text of this size is eight million tokens. */
const largestBytes = 32 * 1024 * 1024;

const problems: Record<string, FileProblem> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  ENAMETOOLONG: "missing",
  EISDIR: "folder",
  EACCES: "denied",
  EPERM: "denied",
};

/** Reads a text or an image, whatever its name; throws `file-unusable`, and `file-failed` if the disk fails. */
export async function readAttachment(path: string, signal: AbortSignal): Promise<Attachment> {
  try {
    // Read as a stream: a shell's `<(command)` has no size, and /dev/zero no end.
    const bytes = await collectBytes(createReadStream(path, { signal, end: largestBytes }), path);
    return readBytes(bytes, path);
  } catch (error) {
    if (signal.aborted) throw new LocalgptError("interrupted", {}, { cause: error });
    throw toFileError(path, error);
  }
}

/** The text of a file; null if it does not exist. Throws `file-unusable` and `file-failed`. */
export async function readText(path: string, signal: AbortSignal): Promise<string | null> {
  try {
    const attachment = await readAttachment(path, signal);
    if (attachment.kind === "text") return attachment.text;
    throw new LocalgptError("file-unusable", { path, problem: "neither" });
  } catch (error) {
    if (isError(error, "file-unusable") && error.facts.problem === "missing") return null;
    throw error;
  }
}

/** Adds up the chunks of a stream; throws `file-unusable` beyond what any model accepts. */
export async function collectBytes(chunks: AsyncIterable<unknown>, path: string | null): Promise<Buffer> {
  const taken: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    const piece = Buffer.from(chunk as Buffer);
    bytes += piece.length;
    if (bytes > largestBytes) throw new LocalgptError("file-unusable", { path, problem: "too-large" });
    taken.push(piece);
  }
  return Buffer.concat(taken);
}

/**
 * The attachment with these bytes; throws `file-unusable` if it is empty or if a model cannot use them.
 */
export function readBytes(bytes: Buffer, path: string | null): Attachment {
  const content = readContent(bytes);
  if (content === null) throw new LocalgptError("file-unusable", { path, problem: "neither" });
  if (content.kind === "image") return { kind: "image", base64: bytes.toString("base64") };
  if (content.text.trim() === "") throw new LocalgptError("file-unusable", { path, problem: "empty" });
  return { kind: "text", name: path === null ? null : basename(path), text: content.text };
}

/** The error for a file (null: standard input) that could not be read. */
export function toFileError(path: string | null, error: unknown): LocalgptError {
  if (error instanceof LocalgptError) return error;
  const problem = problems[codeOf(error) ?? ""];
  if (problem === undefined) return fileFailed(path ?? "-", "read", error);
  return new LocalgptError("file-unusable", { path, problem }, { cause: error });
}
