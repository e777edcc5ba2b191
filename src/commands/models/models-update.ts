import { factsOf, isError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { type Comparison, compareModels } from "../../services/models/compare-models.ts";
import { createUpdate } from "../../services/models/update-model.ts";
import { pickInstalled, type UsedOllama } from "../../services/models/use-ollama.ts";
import { step } from "../../services/steps/step.ts";
import type { Context } from "../context.ts";
import { withOllama } from "../with-ollama.ts";
import type { ModelsUpdateResult, UpdatedModel } from "./models-update-text.ts";

export type ModelsUpdateOptions = {
  /** Each once; null for all that are installed. */
  models: ModelName[] | null;
  dryRun: boolean;
};

/**
 * Compares models with their registries and downloads those that are newer there, one after the other; one that
 * cannot be compared or fails does not hold up the others. Throws `unknown-model` before any registry is asked, and the
 * failure if there is only one model.
 */
export async function runModelsUpdate(context: Context, options: ModelsUpdateOptions): Promise<ModelsUpdateResult> {
  const engine = await context.engine();
  return withOllama(context, "localgpt models update", async (used) => {
    const { ollama, settings, signal } = used;
    const installed = await ollama.installed({ signal });
    const { models } = options;
    const wanted = models === null ? installed : [...new Set(models.map((name) => pickInstalled(installed, name)))];
    const { environment, emit } = context;
    const what = { kind: "compare-models", count: wanted.length, id: "compare" } as const;
    const compare = () => compareModels(ollama, wanted, { environment, signal });
    const compared = wanted.length === 0 ? [] : await step(what, compare, { signal, emit });
    const stallMs = settings.stallMs;
    const result = options.dryRun
      ? compared.map(describe)
      : await updateAll(context, engine, { ...used, stallMs }, compared);
    return { project: settings.name, dryRun: options.dryRun, models: result };
  });
}

async function updateAll(
  context: Context,
  engine: Engine,
  { container, signal, stallMs }: UsedOllama & { stallMs: number },
  compared: readonly Comparison[],
): Promise<UpdatedModel[]> {
  const outdated = compared.flatMap(({ state, model, downloadBytes }) =>
    state === "outdated" ? [{ model, downloadBytes }] : [],
  );
  if (outdated.length > 0) context.emit({ type: "notice", notice: { id: "updates-found", models: outdated } });
  const updated: UpdatedModel[] = [];
  for (const comparison of compared) {
    const { model, state, downloadBytes } = comparison;
    if (state !== "outdated") {
      updated.push(describe(comparison));
      continue;
    }
    const update = createUpdate(engine, { container, stallMs, downloadBytes: downloadBytes ?? 0 });
    try {
      const { emit } = context;
      await step({ kind: "ensure-model", model, id: `model:${model}` }, update, { signal, emit });
      updated.push({ ...describe(comparison), state: "updated" });
    } catch (error) {
      const isOfThisModel = isError(error, "pull-failed") || isError(error, "service-answered");
      if (!isOfThisModel || compared.length === 1) throw error;
      updated.push({ ...describe(comparison), state: "failed", failure: factsOf(error) });
    }
  }
  return updated;
}

function describe({ failure, ...comparison }: Comparison): UpdatedModel {
  return { ...comparison, failure: failure === null ? null : factsOf(failure) };
}
