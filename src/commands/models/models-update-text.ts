import type { ErrorFacts, Failure } from "../../core/errors/errors.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import type { Comparison } from "../../services/models/compare-models.ts";
import type { Look } from "../context.ts";
import { renderFailure } from "../failure.ts";

/** The state of one model: the result of the comparison, or of its download. */
export type UpdatedModel = Omit<Comparison, "state" | "failure"> & {
  state: Comparison["state"] | "updated" | "failed";
  failure: Failure | null;
};

export type ModelsUpdateResult = { project: string; dryRun: boolean; models: UpdatedModel[] };

/** 1 if a model could not be compared or downloaded. */
export function modelsUpdateExitCode({ models }: ModelsUpdateResult): number {
  return models.some(({ failure }) => failure !== null) ? 1 : 0;
}

/** What was or would be updated, what is current, what is not in any registry, and what failed and why. */
export function renderModelsUpdate({ models, dryRun }: ModelsUpdateResult, look: Look): string {
  const { update, none } = look.words.models;
  if (models.length === 0) return none;
  const outdated = models.filter(({ state }) => state === "outdated");
  const current = models.filter(({ state }) => state === "current").map(({ model }) => model);
  const downloadBytes = outdated.reduce((bytes, model) => bytes + (model.downloadBytes ?? 0), 0);
  const isNothingNew = models.every(({ state }) => state === "current" || state === "local");
  return [
    ...models.flatMap((model) => renderModel(model, look)),
    ...renderUnknown(models, look),
    ...(current.length === 0 ? [] : [look.style.dim(update.current(current))]),
    ...(outdated.length > 0 ? ["", update.wouldDownload(downloadBytes)] : []),
    ...(isNothingNew ? [dryRun ? update.wouldChangeNothing : update.nothingNew] : []),
  ].join("\n");
}

function renderModel(model: UpdatedModel, look: Look): string[] {
  const { words, style } = look;
  const { update } = words.models;
  const { ok, bullet } = style.symbols;
  if (model.state === "updated") return [`${style.ok(ok)} ${update.updated(model.model, model.downloadBytes)}`];
  if (model.state === "outdated")
    return [`${style.accent(bullet)} ${update.outdated(model.model, model.downloadBytes)}`];
  if (model.state === "local") return [style.dim(`${bullet} ${update.local(model.model, model.parent)}`)];
  if (model.state !== "failed" || model.failure === null) return [];
  return renderFailure(model.failure, look);
}

/** One line for all models that could not be compared for the same reason. */
function renderUnknown(models: readonly UpdatedModel[], { words, style }: Look): string[] {
  const { update } = words.models;
  const byReason = new Map<string, { facts: ErrorFacts["pull-failed"]; names: string[] }>();
  for (const { model, state, failure } of models) {
    if (state !== "unknown" || failure === null) continue;
    const facts = failure.facts as ErrorFacts["pull-failed"];
    const known = byReason.get(facts.reason) ?? { facts, names: [] };
    byReason.set(facts.reason, { ...known, names: [...known.names, model] });
  }
  const lines = [...byReason.values()].map(
    ({ facts, names }) =>
      `${style.bad(style.symbols.failure)} ${update.notCompared(names, facts.reason, sanitise(facts.detail))}`,
  );
  return lines.length === 0 ? [] : [...lines, `  ${update.notComparedHint}`];
}
