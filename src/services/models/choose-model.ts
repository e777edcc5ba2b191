import type { ModelName } from "../../core/facts/names.ts";
import type { Emit } from "../../core/run/events.ts";
import { defaultModel, type Settings } from "../../core/settings/settings.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import type { UsedOllama } from "./use-ollama.ts";

/** The settings, and whether it was the person who chose the model that they have. */
export type ModelChoice = { settings: Settings; isModelWritten: boolean };

/**
 * The model to ask where nobody named one: that of the settings. Where the person chose none there, it is the usual one
 * if that is on the disk, else the only one that is, and a notice names it. With several it is the usual one, for which
 * the caller's `unknown-model` lists them.
 */
export async function chooseModel(
  { ollama, loaded, signal }: UsedOllama,
  { settings, isModelWritten }: ModelChoice,
  emit: Emit,
): Promise<ModelName> {
  const usual = settings.model ?? defaultModel;
  const isUsual = ({ name }: { name: ModelName }) => isSameModel(name, usual);
  // One that is in memory is on the disk: that spares a question.
  if ((isModelWritten && settings.model !== null) || loaded.some(isUsual)) return usual;
  const installed = await ollama.installed({ signal });
  const [only, second] = installed;
  if (only === undefined || second !== undefined || isUsual(only)) return usual;
  emit({ type: "notice", notice: { id: "only-model", model: only.name } });
  return only.name;
}
