import type { GpuKind } from "../../core/facts/names.ts";
import type { Cause, Operation } from "../../core/run/operations.ts";
import { tellCause, tellOperation } from "../../words/tell.ts";
import type { Look } from "../context.ts";

export type UpResult = {
  project: string;
  address: string;
  /** Whether other machines reach the page, and at which addresses, as far as known here. */
  openToNetwork: boolean;
  networkAddress: string | null;
  dryRun: boolean;
  /** Whether anything was changed or, in a dry run, would be. */
  changed: boolean;
  operations: Operation[];
  model: string | null;
  gpu: GpuKind;
  context: number;
  memoryLimitBytes: number | null;
  /** Whether the page still waits for its first account; null if it did not answer. */
  firstAccount: boolean | null;
  /** Whether a browser was opened; null if that was not wanted. */
  opened: boolean | null;
};

/** The address and what to do next or, for a dry run, the plan with its causes. */
export function renderUp(result: UpResult, look: Look): string {
  return result.dryRun ? renderPlan(result, look) : renderReady(result, look);
}

/** One line for each operation; its cause is below the first one that has it, changes are on lines of their own. */
function renderPlan({ operations }: UpResult, { words, style }: Look): string {
  if (operations.length === 0) return words.up.planNothing;
  let before: Cause | null = null;
  const lines = operations.flatMap((operation) => {
    const planned = `  ${style.symbols.bullet} ${tellOperation(operation, "planned", words)}`;
    const isNew = JSON.stringify(before) !== JSON.stringify(operation.cause);
    before = operation.cause;
    return isNew ? [planned, ...renderCause(operation.cause, { words, style })] : [planned];
  });
  return [words.up.plan(operations.length), ...lines].join("\n");
}

function renderCause(cause: Cause, { words, style }: Pick<Look, "words" | "style">): string[] {
  const changed = cause.id === "settings-changed" ? cause.changed : [];
  const told = tellCause(changed.length > 0 ? { id: "settings-changed", changed: [] } : cause, words);
  return [told, ...changed.map((change) => `  ${change}`)].map((line) => style.dim(`      ${line}`));
}

function renderReady(result: UpResult, { words, style }: Look): string {
  const text = words.up;
  const suggested = [...(result.model === null ? (["pull"] as const) : []), "status", "logs", "down"] as const;
  const suggestions = suggested.map((name) => text.suggestions[name]);
  const width = Math.max(...suggestions.map(({ command }) => command.length)) + 2;
  return [
    style.bold(text.ready(result)),
    ...(result.openToNetwork ? [`  ${text.openToNetwork(result.networkAddress)}`] : []),
    `  ${text.runsOn(result)}`,
    `  ${text.limits(result)}`,
    ...(result.firstAccount === false ? [] : [`  ${text.firstAccount}`]),
    ...(result.opened === false ? [`  ${words.open.byHand(result.address)}`] : []),
    "",
    style.dim(`${text.next}:`),
    ...suggestions.map(({ command, what }) => `  ${style.accent(command.padEnd(width))}${style.dim(what)}`),
  ].join("\n");
}
