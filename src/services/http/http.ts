import { type Agent, type IncomingMessage, request as sendRequest } from "node:http";
import { LocalgptError } from "../../core/facts/errors.ts";
import type { ServiceName } from "../../core/services/services.ts";
import { fieldsOf, parseJson, textOf } from "../../core/text/json-text.ts";
import { abortError } from "../../engine/wire/faults.ts";
import { readNdjson } from "../../engine/wire/streams.ts";

type Method = "GET" | "HEAD" | "POST" | "DELETE";

/**
 * One request to a service; `timeoutMs` bounds the wait for the whole answer, or for the first byte of a stream, from when
 * there is a connection: how long the Engine takes to open one is not the service's fault, and bounded by itself.
 */
type HttpRequest = {
  method: Method;
  path: string;
  body?: unknown;
  signal: AbortSignal;
  timeoutMs?: number;
};

/** JSON over HTTP to one of the two services; failures are `service-unreachable`, `service-answered` or `interrupted`. */
export type HttpClient = {
  /** The JSON of a 2xx answer; undefined where the body is empty. */
  readJson: (request: HttpRequest) => Promise<unknown>;
  /** The JSON lines of a 2xx answer as they come; leaving the loop early closes the connection. */
  streamJson: (request: HttpRequest) => AsyncGenerator<unknown, void, undefined>;
};

const defaultTimeoutMs = 10_000;
const longestDetail = 500;

/** A client of a service that is reached over this agent. */
export function createHttpClient(agent: Agent, service: ServiceName): HttpClient {
  return {
    readJson: async (request) => {
      const bound = boundSignal(request);
      try {
        const response = await send(agent, request, bound);
        const text = await readText(response);
        refuseFailure(service, request, response, text);
        if (text === "") return undefined;
        const answer = parseJson(text);
        if (answer === undefined) throw answered(service, request, response, text);
        return answer;
      } catch (error) {
        throw toServiceError(error, service, request, bound);
      } finally {
        bound.release();
      }
    },
    streamJson: async function* (request) {
      const bound = boundSignal(request);
      let response: IncomingMessage | null = null;
      try {
        response = await send(agent, request, bound);
        bound.stopClock();
        if (!isSuccess(response)) refuseFailure(service, request, response, await readText(response));
        yield* readNdjson(response, request.signal);
      } catch (error) {
        throw toServiceError(error, service, request, bound);
      } finally {
        bound.release();
        // An answer that was not read to its end would go on in the service.
        if (response !== null && !response.complete) response.destroy();
      }
    },
  };
}

type BoundSignal = {
  signal: AbortSignal;
  hasTimedOut: () => boolean;
  startClock: () => void;
  stopClock: () => void;
  release: () => void;
};

/** The request's signal joined with its timeout; `release` frees the timer and the listener. */
function boundSignal({ signal, timeoutMs = defaultTimeoutMs }: HttpRequest): BoundSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let timedOut = false;
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  return {
    signal: controller.signal,
    hasTimedOut: () => timedOut,
    startClock: () => {
      // Given up while its connection was being opened.
      if (controller.signal.aborted) return;
      timer = setTimeout(() => {
        timedOut = true;
        abort();
      }, timeoutMs);
    },
    stopClock: () => clearTimeout(timer),
    release: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    },
  };
}

function send(agent: Agent, { method, path, body }: HttpRequest, bound: BoundSignal): Promise<IncomingMessage> {
  const { signal } = bound;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers: Record<string, string | number> = { host: "localhost", accept: "application/json" };
  if (payload !== undefined) {
    headers["content-type"] = "application/json";
    headers["content-length"] = Buffer.byteLength(payload);
  }
  return new Promise((resolve, reject) => {
    const request = sendRequest({ agent, method, path, headers, signal });
    request.once("socket", bound.startClock);
    request.once("response", resolve);
    request.on("error", reject);
    request.end(payload);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function isSuccess(response: IncomingMessage): boolean {
  return response.statusCode !== undefined && response.statusCode >= 200 && response.statusCode < 300;
}

function refuseFailure(service: ServiceName, request: HttpRequest, response: IncomingMessage, text: string): void {
  if (isSuccess(response)) return;
  throw answered(service, request, response, readDetail(text));
}

function answered(
  service: ServiceName,
  { path }: HttpRequest,
  { statusCode }: IncomingMessage,
  text: string,
): LocalgptError<"service-answered"> {
  const detail = text.slice(0, longestDetail);
  return new LocalgptError("service-answered", { service, path, status: statusCode ?? 0, detail });
}

/** A text that an answer must have; throws `service-answered` with what came instead. */
export function requiredText(service: ServiceName, path: string, answer: unknown, key: string): string {
  const text = textOf(fieldsOf(answer)[key]);
  if (text !== null) return text;
  const detail = (JSON.stringify(answer) ?? "").slice(0, longestDetail);
  throw new LocalgptError("service-answered", { service, path, status: 200, detail });
}

/** What a service says went wrong: Ollama's `error`, Open WebUI's `detail`, else the text itself. */
function readDetail(text: string): string {
  const { error, detail } = fieldsOf(parseJson(text));
  return textOf(error) ?? textOf(detail) ?? text.trim();
}

function toServiceError(error: unknown, service: ServiceName, request: HttpRequest, bound: BoundSignal): LocalgptError {
  if (request.signal.aborted) return abortError(request.signal, "ask-service", error);
  if (error instanceof LocalgptError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const timedOut = { detail: "", waitedMs: request.timeoutMs ?? defaultTimeoutMs };
  const facts = bound.hasTimedOut() ? timedOut : { detail, waitedMs: null };
  return new LocalgptError("service-unreachable", { service, ...facts }, { cause: error });
}
