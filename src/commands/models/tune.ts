import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { findChanges, type ModelChange } from "../../core/models/model-changes.ts";
import {
  type ModelParameters,
  ollamaName,
  parameterNames,
  readParameters,
  toOllamaOptions,
} from "../../core/models/model-parameters.ts";
import { alignColumns, type Cell } from "../../core/text/columns.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { isSameModel, readModelName } from "../../core/values/model-name.ts";
import { invalidValue } from "../../core/values/parse-values.ts";
import { pickInstalled } from "../../services/models/use-ollama.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";
import { addModelOptions, type WrittenModelOptions } from "../model-options.ts";
import { withOllama } from "../with-ollama.ts";

export type TuneOptions = {
  parent: ModelName;
  /** The name of the new model. */
  name: ModelName;
  parameters: ModelParameters;
  /** The system prompt; null for the parent's. */
  system: string | null;
  force: boolean;
};

export type TuneResult = {
  project: string;
  model: string;
  parent: string;
  changes: ModelChange[];
  /** Whether a model of that name existed before and has been replaced. */
  replaced: boolean;
  /** The longest context that the model was trained for; Ollama never gives more, whatever the model sets. */
  trainedContext: number | null;
};

type Written = WrittenModelOptions & { as?: string; force?: boolean };

const createTimeoutMs = 120_000;

/** Defines `localgpt tune`. */
export function defineTune(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.tune;
  const command = parent
    .command("tune")
    .description(help.summary)
    .argument("<MODEL>", help.arguments.model)
    .option("--as <NAME>", help.options.as);
  addModelOptions(command, help.options)
    .option("--force", help.options.force)
    .action((model: string, written: Written) => {
      const options = readOptions(model, written);
      return execute({ run: (context) => runTune(context, options), render: renderTune });
    });
}

function readOptions(model: string, written: Written): TuneOptions {
  const command = "localgpt tune";
  if (written.as === undefined) throw new LocalgptError("missing-argument", { name: "--as NAME", command });
  const { system } = written;
  // Ollama treats an empty one as missing and keeps the parent's.
  if (system?.trim() === "") throw invalidValue({ name: "--system" }, system, "text");
  const parent = readModelName(model, { name: "MODEL" });
  const parameters = readParameters(written);
  if (Object.keys(parameters).length === 0 && system === undefined) {
    throw new LocalgptError("nothing-to-change", { model: parent, asked: [] });
  }
  return {
    parent,
    name: readModelName(written.as, { name: "--as" }),
    parameters,
    system: system ?? null,
    force: written.force === true,
  };
}

/**
 * Creates a model that answers like its parent with some parameters of its own; the two share their files. Throws
 * `unknown-model` for a parent that does not exist, `model-exists` without `force`, and `nothing-to-change`.
 */
export async function runTune(context: Context, options: TuneOptions): Promise<TuneResult> {
  const { parameters, system, force } = options;
  return withOllama(context, "localgpt tune", async ({ ollama, settings, signal }) => {
    const installed = await ollama.installed({ signal });
    const parent = pickInstalled(installed, options.parent).name;
    const shown = await ollama.show(parent, { signal });
    // Ollama would download a missing parent.
    if (shown === null) throw new LocalgptError("unknown-model", { value: parent, near: null, installed: [] });
    const changes = findChanges(shown, parameters, system);
    if (changes.length === 0) {
      throw new LocalgptError("nothing-to-change", { model: parent, asked: listAsked(parameters, system) });
    }
    const existing = installed.find(({ name }) => isSameModel(name, options.name));
    if (existing !== undefined && !force) throw new LocalgptError("model-exists", { model: existing.name });
    const model = existing?.name ?? options.name;
    await ollama.create(
      { model, from: parent, parameters: toOllamaOptions(parameters), ...(system === null ? {} : { system }) },
      { signal, timeoutMs: createTimeoutMs },
    );
    const { trainedContext } = shown;
    return { project: settings.name, model, parent, changes, replaced: existing !== undefined, trainedContext };
  });
}

function listAsked(parameters: ModelParameters, system: string | null): string[] {
  const names = parameterNames.filter((name) => parameters[name] !== undefined).map(ollamaName);
  return system === null ? names : [...names, "system"];
}

/** The new model, each change as `old → new`, and how to use it. */
export function renderTune({ model, parent, changes, replaced, trainedContext }: TuneResult, look: Look): string {
  const { words, style } = look;
  const text = words.tune;
  const rows = changes.map(({ name, before, after }): Cell[] => [
    { text: `  ${name}`, paint: style.dim },
    { text: text.change(before === null ? null : shorten(before), shorten(after)) },
  ]);
  const context = Number(changes.find(({ name }) => name === ollamaName("context"))?.after ?? 0);
  const isTooLong = trainedContext !== null && context > trainedContext;
  return [
    `${style.ok(style.symbols.ok)} ${replaced ? text.replaced(model, parent) : text.made(model, parent)}`,
    ...alignColumns(rows, look.measure),
    ...(isTooLong ? [`${style.warn(style.symbols.warning)} ${text.contextTooLong(context, trainedContext)}`] : []),
    style.dim(text.next(model)),
  ].join("\n");
}

/** A text as one line that is short enough to compare by eye. */
function shorten(text: string): string {
  const line = sanitise(text.replaceAll("\n", " "));
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
