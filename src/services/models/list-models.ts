import type { ModelName } from "../../core/facts/names.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import type { Ollama } from "../clients/ollama.ts";
import type { InstalledModel, LoadedModel } from "../clients/ollama-answers.ts";
import { mapAtOnce } from "../http/at-once.ts";
import { findFact } from "../http/find-fact.ts";

/** A model on disk and, where it is in memory too, what it takes there. */
export type ListedModel = InstalledModel & { loaded: LoadedModel | null };

// Ollama reads the head of a model's file to describe it, so a list of hundreds must not ask for each of them.
const mostQuestions = 12;
const questionsAtOnce = 4;
const questionTimeoutMs = 3000;

/**
 * The models on disk, the most recently changed first. Where Ollama does not list how long a context they were trained
 * for (before 0.30), it is asked about each of a few; among many it stays null.
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

/** What a model takes in memory; null where it is not there. */
export function findLoaded(loaded: readonly LoadedModel[], model: ModelName): LoadedModel | null {
  return loaded.find(({ name }) => isSameModel(name, model)) ?? null;
}
