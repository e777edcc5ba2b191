import type { ModelName } from "../../core/facts/names.ts";
import { alignColumns, type Cell } from "../../core/text/columns.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import { type ListedModel, listModels } from "../../services/models/list-models.ts";
import type { Context, Look } from "../context.ts";
import { withOllama } from "../with-ollama.ts";
import { describeLoaded } from "./loaded-model.ts";

/** The models on disk, the most recently changed first; `default` is the setting `model`. */
export type ModelsListResult = { project: string; default: ModelName | null; models: ListedModel[] };

/** Lists what is on disk and in memory, with the fewest calls. */
export async function runModelsList(context: Context): Promise<ModelsListResult> {
  return withOllama(context, "localgpt models", async ({ ollama, settings, signal }) => ({
    project: settings.name,
    default: settings.model,
    models: await listModels(ollama, signal),
  }));
}

/** A table of the models, the default one marked; below it the memory of the loaded ones. */
export function renderModelsList({ models, default: chosen }: ModelsListResult, look: Look): string {
  const { words, style } = look;
  const { headings, none, defaultMark, defaultMissing } = words.models;
  if (models.length === 0) return none;
  const head = [headings.model, headings.size, headings.parameters, headings.context, headings.modified];
  const isDefault = ({ name }: ListedModel) => chosen !== null && isSameModel(name, chosen);
  const rows = models.map((model) => renderRow(model, isDefault(model), look));
  // Close together, so that a row with a name of usual length fits into 80 columns.
  const lines = alignColumns([head.map((text): Cell => ({ text, paint: style.dim })), ...rows], look.measure, "  ");
  const loaded = renderLoaded(models, look);
  const note = chosen === null ? null : models.some(isDefault) ? defaultMark : defaultMissing(chosen);
  return [
    ...lines,
    ...(loaded.length > 0 ? ["", ...loaded] : []),
    ...(note === null ? [] : ["", style.dim(note)]),
  ].join("\n");
}

function renderRow(model: ListedModel, isDefault: boolean, { words, style, nowMs }: Look): Cell[] {
  const { name, sizeBytes, parameterSize, quantization, trainedContext, modifiedAt } = model;
  return [
    { text: `${sanitise(name)}${isDefault ? " *" : ""}`, paint: style.bold },
    { text: words.format.bytes(sizeBytes) },
    { text: sanitise([parameterSize, quantization].filter((part) => part !== null).join(", ")) },
    { text: trainedContext === null ? "" : `${trainedContext}` },
    { text: modifiedAt === null ? "" : words.format.ago(Math.max(0, nowMs - Date.parse(modifiedAt))) },
  ];
}

function renderLoaded(models: ListedModel[], { words, style, nowMs, measure }: Look): string[] {
  const rows = models.flatMap(({ name, loaded }): Cell[][] =>
    loaded === null
      ? []
      : [
          [
            { text: sanitise(name), paint: style.bold },
            { text: words.models.inMemory(describeLoaded(loaded, nowMs)), paint: style.ok },
          ],
        ],
  );
  const heading = (index: number): Cell => ({
    text: index === 0 ? words.models.headings.loaded : "",
    paint: style.dim,
  });
  return alignColumns(
    rows.map((row, index) => [heading(index), ...row]),
    measure,
  );
}
