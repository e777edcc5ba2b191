import type { Agent } from "node:http";
import { isError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { fieldsOf, itemsOf } from "../../core/text/json-text.ts";
import { createHttpClient, requiredText } from "../http/http.ts";
import {
  type ChatPiece,
  type InstalledModel,
  type LoadedModel,
  type PullLine,
  readChatPiece,
  readInstalled,
  readLoaded,
  readPullLine,
  readShown,
  type ShownModel,
} from "./ollama-answers.ts";

/** Bounds of one request: `timeoutMs` for the whole answer, or for the first byte of a stream. */
export type RequestBounds = { signal: AbortSignal; timeoutMs?: number };

/** One message of a conversation; images as base64. */
export type ChatMessage = { role: "system" | "user" | "assistant"; content: string; images?: string[] };

/** What is sent with a request for an answer, in Ollama's own words; `format` is `json` or a JSON schema. */
export type ChatRequest = {
  model: ModelName;
  messages: ChatMessage[];
  options?: Record<string, number>;
  format?: unknown;
  think?: boolean;
};

/** A model to be created from an existing one, with parameters by Ollama's names. */
export type CreateRequest = { model: string; from: string; system?: string; parameters?: Record<string, number> };

/**
 * Ollama's REST calls, with checked answers; failures are `service-unreachable`, `service-answered` or `interrupted`.
 */
export type Ollama = {
  version: (bounds: RequestBounds) => Promise<string>;
  /** The models on disk, the most recently changed first. */
  installed: (bounds: RequestBounds) => Promise<InstalledModel[]>;
  /** The models in memory. */
  loaded: (bounds: RequestBounds) => Promise<LoadedModel[]>;
  /** What Ollama says about a model; null if it does not have it. */
  show: (model: string, bounds: RequestBounds) => Promise<ShownModel | null>;
  /** Deletes a model from the disk; false if it does not exist. */
  remove: (model: string, bounds: RequestBounds) => Promise<boolean>;
  /** Creates a model; Ollama would download a missing `from`, so look first. */
  create: (request: CreateRequest, bounds: RequestBounds) => Promise<void>;
  /** Gives a model a second name, replacing whatever had it; false if the model does not exist. */
  copy: (model: string, name: string, bounds: RequestBounds) => Promise<boolean>;
  /** Whether a file of a model (`sha256:…`) is on disk, whichever model it belongs to. */
  hasFile: (digest: string, bounds: RequestBounds) => Promise<boolean>;
  /**
   * Loads a model into memory for as long as Ollama keeps it (`embeds`: a model that does not answer questions), or
   * unloads it.
   */
  setLoaded: (model: string, loaded: boolean, bounds: RequestBounds & { embeds?: boolean }) => Promise<void>;
  /** Downloads a model, line by line; leaving the loop or aborting cancels the download at once. */
  pull: (model: string, bounds: RequestBounds) => AsyncGenerator<PullLine, void, undefined>;
  /** Answers a conversation, piece by piece; leaving the loop or aborting stops the answer at once. */
  chat: (request: ChatRequest, bounds: RequestBounds) => AsyncGenerator<ChatPiece, void, undefined>;
};

/** A client of the Ollama reached over this agent. */
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
    show: async (model, bounds) => {
      const answer = await orNone(http.readJson({ method: "POST", path: "/api/show", body: { model }, ...bounds }));
      return answer === null ? null : readShown(answer);
    },
    remove: async (model, bounds) => {
      const request = { method: "DELETE", path: "/api/delete", body: { model }, ...bounds } as const;
      return (await orNone(http.readJson(request))) !== null;
    },
    create: async (request, bounds) => {
      const path = "/api/create";
      const answer = await http.readJson({ method: "POST", path, body: { ...request, stream: false }, ...bounds });
      requiredText("ollama", path, answer, "status");
    },
    copy: async (source, destination, bounds) => {
      const request = { method: "POST", path: "/api/copy", body: { source, destination }, ...bounds } as const;
      return (await orNone(http.readJson(request))) !== null;
    },
    hasFile: async (digest, bounds) => {
      return (await orNone(http.readJson({ method: "HEAD", path: `/api/blobs/${digest}`, ...bounds }))) !== null;
    },
    setLoaded: async (model, loaded, { embeds = false, ...bounds }) => {
      const body = { model, stream: false, ...(loaded ? {} : { keep_alive: 0 }) };
      // To unload a model, either kind is named in the same request; to load it, each kind has its own.
      const path = loaded && embeds ? "/api/embed" : "/api/generate";
      await http.readJson({ method: "POST", path, body, ...bounds });
    },
    pull: async function* (model, bounds) {
      const request = { method: "POST", path: "/api/pull", body: { model, stream: true }, ...bounds } as const;
      for await (const line of http.streamJson(request)) yield readPullLine(line);
    },
    chat: async function* (body, bounds) {
      const request = { method: "POST", path: "/api/chat", body: { ...body, stream: true }, ...bounds } as const;
      for await (const line of http.streamJson(request)) yield readChatPiece(line);
    },
  };
}

/** The answer of a call about one model (an empty one as `{}`), or null if it does not exist (404). */
async function orNone(answer: Promise<unknown>): Promise<unknown> {
  try {
    return (await answer) ?? {};
  } catch (error) {
    if (isError(error, "service-answered") && error.facts.status === 404) return null;
    throw error;
  }
}
