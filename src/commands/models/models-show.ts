import { LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { alignColumns, type Cell } from "../../core/text/columns.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import type { ShownModel } from "../../services/clients/ollama-answers.ts";
import { findLoaded, type ListedModel } from "../../services/models/list-models.ts";
import { requireInstalled } from "../../services/models/use-ollama.ts";
import type { Context, Look } from "../context.ts";
import { withOllama } from "../with-ollama.ts";
import { describeLoaded } from "./loaded-model.ts";

/** One model with everything Ollama says about it. */
export type ModelsShowResult = { project: string; isDefault: boolean; model: ListedModel; details: ShownModel };

/** Describes an installed model; throws `unknown-model`. */
export async function runModelsShow(context: Context, { model }: { model: ModelName }): Promise<ModelsShowResult> {
  return withOllama(context, "localgpt models show", async ({ ollama, settings, signal }) => {
    const installed = await requireInstalled(ollama, model, { signal });
    const details = await ollama.show(installed.name, { signal });
    // It was deleted between the two requests.
    if (details === null) throw new LocalgptError("unknown-model", { value: model, near: null, installed: [] });
    const loaded = findLoaded(await ollama.loaded({ signal }), installed.name);
    const trainedContext = installed.trainedContext ?? details.trainedContext;
    const isDefault = settings.model !== null && isSameModel(installed.name, settings.model);
    return { project: settings.name, isDefault, model: { ...installed, trainedContext, loaded }, details };
  });
}

/** One fact per line; the model's own parameters and its system prompt, unchanged. */
export function renderModelsShow({ model, details, isDefault }: ModelsShowResult, look: Look): string {
  const { words, style, nowMs, measure } = look;
  const text = words.models;
  const { headings } = text;
  const { modifiedAt, loaded, trainedContext } = model;
  const lines = (whole: string | null) => (whole ?? "").split("\n").map(sanitise).filter(Boolean);
  const facts: [string, string[]][] = [
    [headings.size, [words.format.bytes(model.sizeBytes)]],
    [headings.parameters, lines(model.parameterSize)],
    [headings.quantization, lines(model.quantization)],
    [headings.family, lines(details.family)],
    [
      headings.capabilities,
      details.capabilities.length === 0 ? [] : [text.capabilities(details.capabilities.map(sanitise))],
    ],
    [headings.context, trainedContext === null ? [] : [words.status.tokens(trainedContext)]],
    [headings.parent, lines(model.parent)],
    [
      headings.sets,
      Object.entries(details.parameters).flatMap(([name, values]) =>
        values.map((value) => sanitise(`${name} ${value}`)),
      ),
    ],
    [headings.system, lines(details.system)],
    [headings.license, lines(details.license).slice(0, 1)],
    [headings.modified, modifiedAt === null ? [] : [words.format.ago(Math.max(0, nowMs - Date.parse(modifiedAt)))]],
    [headings.loaded, [loaded === null ? text.notInMemory : text.inMemory(describeLoaded(loaded, nowMs))]],
    [headings.digest, lines(model.digest?.slice(0, 12) ?? null)],
  ];
  const rows = facts.flatMap(([heading, values]) =>
    values.map((value, index): Cell[] => [{ text: index === 0 ? heading : "", paint: style.dim }, { text: value }]),
  );
  const title = style.bold(sanitise(model.name));
  return [isDefault ? `${title}  ${style.dim(text.isDefault)}` : title, "", ...alignColumns(rows, measure)].join("\n");
}
