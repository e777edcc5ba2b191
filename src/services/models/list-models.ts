import type { ModelName } from "../../core/facts/names.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import type { Ollama } from "../clients/ollama.ts";
import type { InstalledModel, LoadedModel } from "../clients/ollama-answers.ts";
import { mapAtOnce } from "../http/at-once.ts";
import { findFact } from "../http/find-fact.ts";

/** A model on disk and, if it is loaded too, its memory. */
export type ListedModel = InstalledModel & { loaded: LoadedModel | null };

// Ollama reads the head of a model's file to describe it, so a list of hundreds must not ask for each of them.
const mostQuestions = 12;
const questionsAtOnce = 4;
const questionTimeoutMs = 3000;

/**
 * The models on disk, the most recently changed first. If Ollama does not list their trained context (before 0.30), it
 * is asked about each of a few; among many it stays null.
 */
export async function listModels(ollama: Ollama, signal: AbortSignal): Promise<ListedModel[]> {
  const installed = await ollama.installed({ signal });
  const loaded = await ollama.loaded({ signal });
  const unknown = installed.filter(({ trainedContext }) => trainedContext === null);
  const asked = unknown.length > mostQuestions ? [] : unknown;
  const contexts = new Map(
    await mapAtOnce(asked, questionsAtOnce, async ({ name }) => {
      const shown = await findFact(signal, questionTimeoutMs, (bounded) => ollama.show(name, { signal: bounded }));
      return [name, shown?.trainedContext ?? null] as const;
    }),
  );
  return installed.map((model) => ({
    ...model,
    trainedContext: model.trainedContext ?? contexts.get(model.name) ?? null,
    loaded: findLoaded(loaded, model.name),
  }));
}

/** The memory of a loaded model; null if it is not loaded. */
export function findLoaded(loaded: readonly LoadedModel[], model: ModelName): LoadedModel | null {
  return loaded.find(({ name }) => isSameModel(name, model)) ?? null;
}
