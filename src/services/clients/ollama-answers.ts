import type { ModelName } from "../../core/facts/names.ts";
import { type ModelDescription, readModelDescription } from "../../core/models/model-shape.ts";
import { bytesOf, fieldsOf, numberOf, textOf } from "../../core/text/json-text.ts";
import { findModelName } from "../../core/values/model-name.ts";

/** A model on disk as Ollama lists it (`name` always has its tag). */
export type InstalledModel = {
  name: ModelName;
  sizeBytes: number;
  parameterSize: string | null;
  quantization: string | null;
  /** 64 hex digits, the SHA-256 of its manifest; null if Ollama does not list it. */
  digest: string | null;
  modifiedAt: string | null;
  /** The longest context that it was trained for, in tokens; null if this Ollama does not list it. */
  trainedContext: number | null;
  /** The model that it was derived from, as Ollama keeps it; null for none. */
  parent: string | null;
};

/** A model in memory; `gpuBytes` of its `sizeBytes` are on the GPU. */
export type LoadedModel = {
  name: ModelName;
  sizeBytes: number;
  gpuBytes: number;
  contextLength: number | null;
  expiresAt: string | null;
};

/** One line of a download: a step, the progress of a layer, or the error that ends it. */
export type PullLine = {
  status: string;
  digest: string | null;
  totalBytes: number | null;
  completedBytes: number;
  error: string | null;
};

/** What Ollama says about one model: its abilities, its origin and what determines the size of its cache. */
export type ShownModel = ModelDescription & {
  /** The model that it was derived from, as Ollama keeps it; null for none. */
  parent: string | null;
  family: string | null;
  parameterSize: string | null;
  quantization: string | null;
  /** `completion`, `vision`, `tools`, `thinking`, `embedding` and others. */
  capabilities: string[];
  system: string | null;
  template: string | null;
  license: string | null;
  /** Parameters that it sets itself, by Ollama's names; one that is set several times has several values. */
  parameters: Record<string, string[]>;
  modifiedAt: string | null;
};

/**
 * One piece of an answer; the last one, with `done`, has its cost. Durations in nanoseconds, as Ollama counts them.
 */
export type ChatPiece = {
  content: string;
  thinking: string;
  done: boolean;
  doneReason: string | null;
  stats: ChatStats | null;
  /** Why the answer ended early; null if it did not. */
  error: string | null;
};

/** Ollama's own counters of one answer. */
export type ChatStats = {
  totalNs: number;
  loadNs: number;
  promptTokens: number;
  promptNs: number;
  answerTokens: number;
  answerNs: number;
};

/** One model of `/api/tags`; null if its name is not valid. */
export function readInstalled(item: Record<string, unknown>): InstalledModel[] {
  const name = findModelName(textOf(item.name) ?? textOf(item.model) ?? "");
  if (name === null) return [];
  const details = fieldsOf(item.details);
  return [
    {
      name,
      sizeBytes: bytesOf(item.size) ?? 0,
      parameterSize: textOf(details.parameter_size),
      quantization: textOf(details.quantization_level),
      digest: textOf(item.digest),
      modifiedAt: textOf(item.modified_at),
      trainedContext: numberOf(details.context_length),
      parent: textOf(details.parent_model),
    },
  ];
}

/** One model of `/api/ps`; null if its name is not valid. */
export function readLoaded(item: Record<string, unknown>): LoadedModel[] {
  const name = findModelName(textOf(item.name) ?? textOf(item.model) ?? "");
  if (name === null) return [];
  return [
    {
      name,
      sizeBytes: bytesOf(item.size) ?? 0,
      gpuBytes: bytesOf(item.size_vram) ?? 0,
      contextLength: numberOf(item.context_length),
      expiresAt: textOf(item.expires_at),
    },
  ];
}

/** One line of `/api/pull`. */
export function readPullLine(line: unknown): PullLine {
  const fields = fieldsOf(line);
  return {
    status: textOf(fields.status) ?? "",
    digest: textOf(fields.digest),
    totalBytes: bytesOf(fields.total),
    completedBytes: bytesOf(fields.completed) ?? 0,
    error: textOf(fields.error),
  };
}

/** The answer of `/api/show`. */
export function readShown(answer: unknown): ShownModel {
  const fields = fieldsOf(answer);
  const details = fieldsOf(fields.details);
  return {
    parent: textOf(details.parent_model),
    family: textOf(details.family),
    parameterSize: textOf(details.parameter_size),
    quantization: textOf(details.quantization_level),
    capabilities: Array.isArray(fields.capabilities) ? fields.capabilities.map(String) : [],
    system: textOf(fields.system),
    template: textOf(fields.template),
    license: textOf(fields.license),
    parameters: readParameters(textOf(fields.parameters) ?? ""),
    ...readModelDescription(fieldsOf(fields.model_info)),
    modifiedAt: textOf(fields.modified_at),
  };
}

/** One line of `/api/chat`. */
export function readChatPiece(line: unknown): ChatPiece {
  const fields = fieldsOf(line);
  const message = fieldsOf(fields.message);
  const done = fields.done === true;
  return {
    content: textOf(message.content) ?? "",
    thinking: textOf(message.thinking) ?? "",
    done,
    doneReason: textOf(fields.done_reason),
    stats: done ? readStats(fields) : null,
    error: textOf(fields.error),
  };
}

function readStats(fields: Record<string, unknown>): ChatStats {
  const number = (key: string) => numberOf(fields[key]) ?? 0;
  return {
    totalNs: number("total_duration"),
    loadNs: number("load_duration"),
    promptTokens: number("prompt_eval_count"),
    promptNs: number("prompt_eval_duration"),
    answerTokens: number("eval_count"),
    answerNs: number("eval_duration"),
  };
}

/** Lines of a name, spaces and a value, as a Modelfile writes them; texts are quoted. */
function readParameters(text: string): Record<string, string[]> {
  // A map, because a name may be a property that every object has.
  const parameters = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, name, written] = /^(\S+)\s+(.*\S)\s*$/.exec(line) ?? [];
    if (name === undefined || written === undefined) continue;
    parameters.set(name, [...(parameters.get(name) ?? []), written.replace(/^"(.*)"$/, "$1")]);
  }
  return Object.fromEntries(parameters);
}
