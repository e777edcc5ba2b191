import { type Failure, factsOf, LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { services } from "../../core/services/services.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import { folderBytes } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { InstalledModel } from "../../services/clients/ollama-answers.ts";
import { findFact } from "../../services/http/find-fact.ts";
import { findLoaded } from "../../services/models/list-models.ts";
import { pickInstalled, type UsedOllama } from "../../services/models/use-ollama.ts";
import { tellError } from "../../words/tell.ts";
import type { Context, Look } from "../context.ts";
import { withOllama } from "../with-ollama.ts";

export type ModelsRmOptions = {
  /** Each once. */
  models: ModelName[];
  yes: boolean;
};

/** The outcome for one model; `failure` is null when it is deleted. */
type RemovedModel = {
  model: ModelName;
  sizeBytes: number;
  failure: Failure | null;
};

export type ModelsRmResult = {
  project: string;
  /** Whether the person said yes; after a no nothing was deleted. */
  confirmed: boolean;
  models: RemovedModel[];
  /** The freed disk space; null if it could not be measured. Files that other models use stay. */
  freedBytes: number | null;
  /** The setting `model`, if it names one of the deleted models. */
  wasDefault: string | null;
};

const measureTimeoutMs = 20_000;

/**
 * Deletes models after asking. Throws `unknown-model` before anything is deleted, and `confirmation-needed` if there is
 * nobody to ask; the failure of one model is reported beside the others.
 */
export async function runModelsRm(context: Context, { models, yes }: ModelsRmOptions): Promise<ModelsRmResult> {
  if (!yes && context.stdin.isTTY !== true) throw new LocalgptError("confirmation-needed", {});
  const engine = await context.engine();
  return withOllama(context, "localgpt models rm", async (used) => {
    const { ollama, container, settings, signal } = used;
    const installed = await ollama.installed({ signal });
    const wanted = [...new Set(models.map((name) => pickInstalled(installed, name)))];
    const isDefault = ({ name }: Pick<InstalledModel, "name">) =>
      settings.model !== null && isSameModel(name, settings.model);
    const result = { project: settings.name, confirmed: true, models: [], freedBytes: null, wasDefault: null };
    const question = { id: "remove-models" as const, models: wanted, isDefault: wanted.find(isDefault)?.name ?? null };
    if (!yes && !(await context.confirm(question))) return { ...result, confirmed: false };

    const before = await measure(engine, container, signal);
    const removed = await removeAll(used, wanted);
    const after = await measure(engine, container, signal);
    const lostDefault = removed.some(({ model, failure }) => failure === null && isDefault({ name: model }));
    return {
      ...result,
      models: removed,
      // A simultaneous download makes the difference useless.
      freedBytes: before === null || after === null || after > before ? null : before - after,
      wasDefault: lostDefault ? settings.model : null,
    };
  });
}

function measure(engine: Engine, container: string, signal: AbortSignal): Promise<number | null> {
  return findFact(signal, measureTimeoutMs, (bounded) =>
    folderBytes(engine, container, services.ollama.dataFolder, bounded),
  );
}

async function removeAll({ ollama, signal }: UsedOllama, models: InstalledModel[]): Promise<RemovedModel[]> {
  const loaded = await ollama.loaded({ signal });
  const removed: RemovedModel[] = [];
  for (const { name, sizeBytes } of models) {
    try {
      // Its memory would stay in use until its time is over, and it could no longer be named.
      if (findLoaded(loaded, name) !== null) await ollama.setLoaded(name, false, { signal });
      // A model that has been deleted since is as the person wanted.
      await ollama.remove(name, { signal });
      removed.push({ model: name, sizeBytes, failure: null });
    } catch (error) {
      if (!(error instanceof LocalgptError) || signal.aborted || models.length === 1) throw error;
      removed.push({ model: name, sizeBytes, failure: factsOf(error) });
    }
  }
  return removed;
}

/** 1 if a model still exists: its deletion failed, or the person said no. */
export function modelsRmExitCode({ confirmed, models }: ModelsRmResult): number {
  return confirmed && models.every(({ failure }) => failure === null) ? 0 : 1;
}

/** What was deleted, what was not and why, and the freed space. */
export function renderModelsRm(result: ModelsRmResult, { words, style }: Look): string {
  const text = words.models;
  if (!result.confirmed) return text.nothingRemoved;
  const removed = result.models.filter(({ failure }) => failure === null).map(({ model }) => model);
  const failed = result.models.flatMap(({ model, failure }) => {
    if (failure === null) return [];
    const { message } = tellError(failure, words);
    return [`${style.bad(style.symbols.failure)} ${text.notRemoved(model)}: ${message}`];
  });
  const done =
    removed.length === 0 ? [] : [`${style.ok(style.symbols.ok)} ${text.removed(removed, result.freedBytes)}`];
  const next = result.wasDefault === null ? [] : [text.removedDefault(result.wasDefault)];
  return [...done, ...failed, ...next].join("\n");
}
