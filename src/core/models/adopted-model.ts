import { findModelName } from "../values/model-name.ts";

/** What happens to a model of another Ollama, as services/data/python/merge_models.py reports it. */
export type AdoptedState = "new" | "added" | "same" | "other" | "incomplete" | "damaged";

/** A model of another Ollama's volume. */
export type AdoptedModel = { model: string; volume: string; state: AdoptedState; bytes: number };

/** The name of the model of a manifest's path (`registry.ollama.ai/library/llama3.2/latest`), as Ollama lists it. */
export function modelOfManifest(path: string): string {
  const [host = "", namespace = "", model = "", tag = ""] = path.split("/");
  const text = `${host}/${namespace}/${model}:${tag}`;
  return findModelName(text) ?? text;
}
