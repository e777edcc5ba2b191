import type { Agent } from "node:http";
import { fieldsOf, itemsOf, numberOf, requiredText, textOf } from "./answers.ts";
import { createHttpClient } from "./http.ts";

/** A model on disk as Ollama lists it (`name` always has its tag). */
export type InstalledModel = {
  name: string;
  sizeBytes: number;
  parameterSize: string | null;
  quantization: string | null;
  modifiedAt: string | null;
};

/** A model in memory; `gpuBytes` of its `sizeBytes` are on the GPU. */
export type LoadedModel = {
  name: string;
  sizeBytes: number;
  gpuBytes: number;
  contextLength: number | null;
  expiresAt: string | null;
};

/** One line of a download: a step, how far a layer is, or the error that ends it. */
type PullLine = {
  status: string;
  digest: string | null;
  totalBytes: number | null;
  completedBytes: number;
  error: string | null;
};

/** Bounds of one request. */
export type RequestBounds = { signal: AbortSignal; timeoutMs?: number };

/** Ollama's REST calls, their answers checked; failures are `service-unreachable`, `service-answered` or `interrupted`. */
export type Ollama = {
  version: (bounds: RequestBounds) => Promise<string>;
  /** The models on disk, the most recently changed first. */
  installed: (bounds: RequestBounds) => Promise<InstalledModel[]>;
  /** The models in memory. */
  loaded: (bounds: RequestBounds) => Promise<LoadedModel[]>;
  /** Downloads a model, line by line; leaving the loop or aborting cancels the download at once. */
  pull: (model: string, bounds: RequestBounds) => AsyncGenerator<PullLine, void, undefined>;
};

/** A client of the Ollama that is reached over this agent. */
export function createOllama(agent: Agent): Ollama {
  const http = createHttpClient(agent, "ollama");
  return {
    version: async (bounds) => {
      const path = "/api/version";
      return requiredText("ollama", path, await http.readJson({ method: "GET", path, ...bounds }), "version");
    },
    installed: async (bounds) => {
      const answer = await http.readJson({ method: "GET", path: "/api/tags", ...bounds });
      return itemsOf(fieldsOf(answer).models).flatMap(readInstalled);
    },
    loaded: async (bounds) => {
      const answer = await http.readJson({ method: "GET", path: "/api/ps", ...bounds });
      return itemsOf(fieldsOf(answer).models).flatMap(readLoaded);
    },
    pull: async function* (model, bounds) {
      const request = { method: "POST", path: "/api/pull", body: { model, stream: true }, ...bounds } as const;
      for await (const line of http.streamJson(request)) yield readPullLine(line);
    },
  };
}

function readInstalled(item: Record<string, unknown>): InstalledModel[] {
  const name = textOf(item.name) ?? textOf(item.model);
  if (name === null) return [];
  const details = fieldsOf(item.details);
  return [
    {
      name,
      sizeBytes: numberOf(item.size) ?? 0,
      parameterSize: textOf(details.parameter_size),
      quantization: textOf(details.quantization_level),
      modifiedAt: textOf(item.modified_at),
    },
  ];
}

function readLoaded(item: Record<string, unknown>): LoadedModel[] {
  const name = textOf(item.name) ?? textOf(item.model);
  if (name === null) return [];
  return [
    {
      name,
      sizeBytes: numberOf(item.size) ?? 0,
      gpuBytes: numberOf(item.size_vram) ?? 0,
      contextLength: numberOf(item.context_length),
      expiresAt: textOf(item.expires_at),
    },
  ];
}

function readPullLine(line: unknown): PullLine {
  const fields = fieldsOf(line);
  return {
    status: textOf(fields.status) ?? "",
    digest: textOf(fields.digest),
    totalBytes: numberOf(fields.total),
    completedBytes: numberOf(fields.completed) ?? 0,
    error: textOf(fields.error),
  };
}
