import type { Look } from "../commands/context.ts";
import { LocalgptError } from "../core/errors/errors.ts";
import { exitCodeOfError } from "../core/errors/failure-exit-code.ts";
import { version } from "../core/facts/version.ts";
import { formatJson } from "../core/text/json-text.ts";
import { sanitiseLines } from "../core/text/sanitise.ts";
import type { Message } from "../words/shapes.ts";
import { stopCodes, writeText } from "./process-io.ts";
import type { Run } from "./run-facts.ts";

/**
 * Reports a failure in the person's words on stderr, or with `--json` as one document on stdout; returns its exit code.
 */
export async function reportFailure(thrown: unknown, run: Run): Promise<number> {
  const error = recogniseLostFolder(thrown);
  const { options, io, words, errorLook } = run;
  const [{ tellError }, { joinMessage }] = await Promise.all([
    import("../words/tell.ts"),
    import("../output/describe.ts"),
  ]);
  const known = error instanceof LocalgptError;
  const told: Message = known
    ? tellError(error, words)
    : words.general.unexpected(error instanceof Error ? error.message : String(error), version);
  if (options.json) {
    const facts = known ? error.facts : {};
    const document = { error: { code: known ? error.code : "unexpected", ...told, facts } };
    // One line, so that it can also end a stream of them.
    io.stdout.write(`${formatJson(document)}\n`);
  } else {
    await writeText(io.stderr, markFailure(joinMessage(told), errorLook));
  }
  if (options.verbose) io.stderr.write(describeOrigin(error));
  if (!known) return 1;
  const stopCode = stopCodes[io.signal.reason as keyof typeof stopCodes] ?? null;
  return error.code === "interrupted" && stopCode !== null ? stopCode : exitCodeOfError(error);
}

/** To make a path absolute, Node asks for the current folder. */
function recogniseLostFolder(error: unknown): unknown {
  const { syscall } = Object(error) as { syscall?: unknown };
  return syscall === "uv_cwd" ? new LocalgptError("folder-gone", {}, { cause: error }) : error;
}

/** A reported failure as it looks on a terminal, after its mark. */
export function markFailure(told: string, { style }: Look): string {
  return `${style.bad(style.symbols.failure)} ${told}\n`;
}

/** Where an error comes from, and what caused it: shown with `--verbose`. */
function describeOrigin(error: unknown): string {
  const lines: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    lines.push(current.stack ?? current.message);
  }
  return lines.length === 0 ? "" : `\n${sanitiseLines(lines.join("\n"))}\n`;
}
