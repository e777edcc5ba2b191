import type { Failure } from "../core/errors/errors.ts";
import { tellError } from "../words/tell.ts";
import type { Look } from "./context.ts";

/** One of several failures: what happened after its mark, and below it what can be done. */
export function renderFailure(failure: Failure, { words, style }: Look): string[] {
  const { message, hint } = tellError(failure, words);
  const told = hint === undefined ? [] : hint.split("\n").map((line) => `  ${line}`);
  return [`${style.bad(style.symbols.failure)} ${message}`, ...told];
}
