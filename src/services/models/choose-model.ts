import type { ModelName } from "../../core/facts/names.ts";
import type { Emit } from "../../core/run/events.ts";
import { defaultModel, type Settings } from "../../core/settings/settings.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import type { UsedOllama } from "./use-ollama.ts";

/** The settings, and whether the person chose their model. */
export type ModelChoice = { settings: Settings; isModelWritten: boolean };

/**
 * The model to ask if none was named: that of the settings. If the person chose none there, it is the usual one if it
 * is on the disk, else the only one that is, and a notice names it. With several it is the usual one, for which the
 * caller's `unknown-model` lists them.
 */
export async function chooseModel(
  { ollama, loaded, signal }: UsedOllama,
  { settings, isModelWritten }: ModelChoice,
  emit: Emit,
): Promise<ModelName> {
  const usual = settings.model ?? defaultModel;
  const isUsual = ({ name }: { name: ModelName }) => isSameModel(name, usual);
  // A loaded model is on the disk: that saves a request.
  if ((isModelWritten && settings.model !== null) || loaded.some(isUsual)) return usual;
  const installed = await ollama.installed({ signal });
  const [only, second] = installed;
  if (only === undefined || second !== undefined || isUsual(only)) return usual;
  emit({ type: "notice", notice: { id: "only-model", model: only.name } });
  return only.name;
}
