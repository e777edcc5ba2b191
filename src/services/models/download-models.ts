import { isError, type LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import type { Handler } from "../../core/plan/handler.ts";
import type { World } from "../../core/run/world.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { abortError } from "../../engine/wire/faults.ts";
import { createDownload } from "../downloads/download-model.ts";
import { mapAtOnce } from "../http/at-once.ts";
import { listInstalled } from "../stack/service-handlers.ts";
import { step } from "../steps/step.ts";

/** A model to download, and its size if known. */
export type Download = { model: ModelName; totalBytes: number | null };

/**
 * How many models are downloaded side by side. Ollama opens up to 16 connections for each file, so more would only
 * share the same bandwidth; two let one be verified while another arrives, three keep a small one from waiting for two
 * large ones.
 */
const modelsAtOnce = 3;

/**
 * What a registry that is unreachable, or does not know the name, means: nothing for a model that is installed already.
 */
const uncheckable = new Set<PullReason>([
  "not-found",
  "unauthorized",
  "rate-limited",
  "no-such-host",
  "unreachable",
  "proxy",
  "tls",
]);

/**
 * Downloads models side by side, three at a time, and returns for each, in their order, why it is missing, or null. A
 * failure does not hold up the others; one that concerns all of them (`service-unreachable`, `interrupted`, the
 * Engine's failures) ends them and is thrown.
 */
export async function downloadModels(
  engine: Engine,
  downloads: readonly Download[],
  ollama: { container: string; stallMs: number },
  { signal, emit }: Pick<World, "signal" | "emit">,
): Promise<(LocalgptError | null)[]> {
  const installed = (await listInstalled(engine, ollama.container, signal)).map(({ name }) => name);
  const stopped = new AbortController();
  const bound = { signal: AbortSignal.any([signal, stopped.signal]), emit };
  const failures = await mapAtOnce(downloads, modelsAtOnce, async ({ model, totalBytes }) => {
    const download = createDownload(engine, { ...ollama, totalBytes });
    const isThere = installed.some((name) => isSameModel(name, model));
    const ended = downloadOne(model, isThere ? keepOld(download) : download, bound);
    return ended.catch((error: unknown) => {
      stopped.abort(error);
      return null;
    });
  });
  if (signal.aborted) throw abortError(signal, "pull-model");
  stopped.signal.throwIfAborted();
  return failures;
}

async function downloadOne(
  model: ModelName,
  download: Handler<"ensure-model">,
  world: Pick<World, "signal" | "emit">,
): Promise<LocalgptError | null> {
  try {
    await step({ kind: "ensure-model", model, id: `model:${model}` }, download, world);
    return null;
  } catch (error) {
    // It concerns this model alone; anything else concerns the others too.
    if (isError(error, "pull-failed") || isError(error, "service-answered")) return error;
    throw error;
  }
}

/** The download of an installed model: if its registry does not answer, it stays as it is. */
function keepOld(download: Handler<"ensure-model">): Handler<"ensure-model"> {
  return async (operation, tools) => {
    try {
      await download(operation, tools);
    } catch (error) {
      if (!isError(error, "pull-failed") || !uncheckable.has(error.facts.reason)) throw error;
      const { model } = operation;
      tools.emit({ type: "notice", notice: { id: "not-updated", model, reason: error.facts.reason } });
    }
  };
}
