import { setTimeout as sleep } from "node:timers/promises";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { Ollama, RequestBounds } from "../../services/clients/ollama.ts";
import type { LoadedModel } from "../../services/clients/ollama-answers.ts";
import { findLoaded } from "../../services/models/list-models.ts";
import { explainRefusal } from "../../services/models/stream-answer.ts";
import { requireInstalled } from "../../services/models/use-ollama.ts";
import { step } from "../../services/steps/step.ts";
import type { Context, Look } from "../context.ts";
import { withOllama } from "../with-ollama.ts";
import { describeLoaded } from "./loaded-model.ts";

/** `loaded` is the memory that the model takes now, null if it is not loaded (any more). */
export type ModelsLoadResult = { project: string; model: string; wasLoaded: boolean; loaded: LoadedModel | null };

/** `freedBytes` is the memory that it had; null if it had none, or still has it (`loaded`). */
export type ModelsUnloadResult = ModelsLoadResult & { freedBytes: number | null };

const unloadTimeoutMs = 10_000;
const betweenLooksMs = 100;

/**
 * Loads a model and waits until it is in memory; throws `unknown-model`, and `answer-failed` if Ollama cannot load
 * it.
 */
export async function runModelsLoad(context: Context, options: { model: ModelName }): Promise<ModelsLoadResult> {
  return withOllama(context, "localgpt models load", async ({ ollama, settings, signal }) => {
    const { name: model } = await requireInstalled(ollama, options.model, { signal });
    const wasLoaded = findLoaded(await ollama.loaded({ signal }), model) !== null;
    const capabilities = (await ollama.show(model, { signal }))?.capabilities ?? [];
    const embeds = capabilities.length > 0 && !capabilities.includes("completion");
    const load = async (bounds: RequestBounds) => {
      try {
        await ollama.setLoaded(model, true, { ...bounds, embeds });
      } catch (error) {
        throw isError(error, "service-answered") ? explainRefusal(model, error) : error;
      }
    };
    const { timeoutMs } = settings;
    await step({ kind: "load-model", model, id: "load" }, (_, tools) => load({ signal: tools.signal, timeoutMs }), {
      signal,
      emit: context.emit,
    });
    const loaded = findLoaded(await ollama.loaded({ signal }), model);
    return { project: settings.name, model, wasLoaded, loaded };
  });
}

/** Unloads a model; one that is not loaded stays unchanged. Throws `unknown-model`. */
export async function runModelsUnload(context: Context, options: { model: ModelName }): Promise<ModelsUnloadResult> {
  return withOllama(context, "localgpt models unload", async ({ ollama, settings, signal }) => {
    const { name: model } = await requireInstalled(ollama, options.model, { signal });
    const before = findLoaded(await ollama.loaded({ signal }), model);
    const result = { project: settings.name, model, wasLoaded: before !== null };
    if (before === null) return { ...result, loaded: null, freedBytes: null };
    await ollama.setLoaded(model, false, { signal });
    const loaded = await waitUnloaded(ollama, model, signal);
    return { ...result, loaded, freedBytes: loaded === null ? before.sizeBytes : null };
  });
}

/** What the model still takes after a while, for example because it is answering; null as soon as it is unloaded. */
async function waitUnloaded(ollama: Ollama, model: ModelName, signal: AbortSignal): Promise<LoadedModel | null> {
  const untilMs = performance.now() + unloadTimeoutMs;
  for (;;) {
    const loaded = findLoaded(await ollama.loaded({ signal }), model);
    if (loaded === null || performance.now() > untilMs) return loaded;
    await sleep(betweenLooksMs, undefined, { signal }).catch(() => {
      throw new LocalgptError("interrupted", {});
    });
  }
}

/** The model's memory and how long it stays loaded. */
export function renderModelsLoad({ model, wasLoaded, loaded }: ModelsLoadResult, look: Look): string {
  const { words, style, nowMs } = look;
  const text = words.models;
  if (loaded === null) return `${style.warn(style.symbols.warning)} ${text.loadedAndGone(model)}`;
  return `${style.ok(style.symbols.ok)} ${text.loaded(model, { ...describeLoaded(loaded, nowMs), wasLoaded })}`;
}

/** The free memory afterwards. */
export function renderModelsUnload(result: ModelsUnloadResult, { words, style }: Look): string {
  const text = words.models;
  if (!result.wasLoaded) return text.wasNotLoaded(result.model);
  if (result.freedBytes === null) return `${style.warn(style.symbols.warning)} ${text.stillLoaded(result.model)}`;
  return `${style.ok(style.symbols.ok)} ${text.unloaded(result.model, result.freedBytes)}`;
}
