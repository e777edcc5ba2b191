import { type Agent, type IncomingMessage, request as sendRequest } from "node:http";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { ServiceName } from "../../core/services/services.ts";
import { fieldsOf, parseJson, textOf } from "../../core/text/json-text.ts";
import { type StallWatch, watchStall } from "../../engine/wire/bound-by.ts";
import { abortError } from "../../engine/wire/faults.ts";
import { readNdjson } from "../../engine/wire/streams.ts";

type Method = "GET" | "HEAD" | "POST" | "DELETE";

/**
 * One request to a service; `timeoutMs` bounds the wait for the whole answer, or for the first byte of a stream, from
 * when there is a connection: the time the Engine takes to open one is not the service's fault, and has its own bound.
 */
type HttpRequest = {
  method: Method;
  path: string;
  body?: unknown;
  signal: AbortSignal;
  timeoutMs?: number;
};

/**
 * JSON over HTTP to one of the two services; failures are `service-unreachable`, `service-answered` or `interrupted`.
 */
export type HttpClient = {
  /** The JSON of a 2xx answer; undefined if the body is empty. */
  readJson: (request: HttpRequest) => Promise<unknown>;
  /** The JSON lines of a 2xx answer as they come; leaving the loop early closes the connection. */
  streamJson: (request: HttpRequest) => AsyncGenerator<unknown, void, undefined>;
};

const defaultTimeoutMs = 10_000;
const longestDetail = 500;

/** A client of a service reached over this agent. */
export function createHttpClient(agent: Agent, service: ServiceName): HttpClient {
  return {
    readJson: async (request) => {
      const watch = watchStall(request.signal);
      try {
        const response = await send(agent, request, watch);
        const text = await readText(response);
        refuseFailure(service, request, response, text);
        if (text === "") return undefined;
        const answer = parseJson(text);
        if (answer === undefined) throw answered(service, request, response, text);
        return answer;
      } catch (error) {
        throw toServiceError(error, service, request, watch);
      } finally {
        watch.stop();
      }
    },
    streamJson: async function* (request) {
      const watch = watchStall(request.signal);
      let response: IncomingMessage | null = null;
      try {
        response = await send(agent, request, watch);
        watch.restart(null);
        if (!isSuccess(response)) refuseFailure(service, request, response, await readText(response));
        yield* readNdjson(response, request.signal);
      } catch (error) {
        throw toServiceError(error, service, request, watch);
      } finally {
        watch.stop();
        // An answer that is not read to its end would continue in the service.
        if (response !== null && !response.complete) response.destroy();
      }
    },
  };
}

function send(agent: Agent, request: HttpRequest, watch: StallWatch): Promise<IncomingMessage> {
  const { method, path, body, timeoutMs = defaultTimeoutMs } = request;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers: Record<string, string | number> = { host: "localhost", accept: "application/json" };
  if (payload !== undefined) {
    headers["content-type"] = "application/json";
    headers["content-length"] = Buffer.byteLength(payload);
  }
  return new Promise((resolve, reject) => {
    const sent = sendRequest({ agent, method, path, headers, signal: watch.signal });
    sent.once("socket", () => watch.restart(timeoutMs));
    sent.once("response", resolve);
    sent.on("error", reject);
    sent.end(payload);
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

/** A text that an answer must contain; throws `service-answered` with what it contains instead. */
export function requiredText(service: ServiceName, path: string, answer: unknown, key: string): string {
  const text = textOf(fieldsOf(answer)[key]);
  if (text !== null) return text;
  const detail = (JSON.stringify(answer) ?? "").slice(0, longestDetail);
  throw new LocalgptError("service-answered", { service, path, status: 200, detail });
}

/** What a service says about a failure: Ollama's `error`, Open WebUI's `detail`, else the text itself. */
function readDetail(text: string): string {
  const { error, detail } = fieldsOf(parseJson(text));
  return textOf(error) ?? textOf(detail) ?? text.trim();
}

function toServiceError(error: unknown, service: ServiceName, request: HttpRequest, watch: StallWatch): LocalgptError {
  if (request.signal.aborted) return abortError(request.signal, "ask-service", error);
  if (error instanceof LocalgptError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const timedOut = { detail: "", waitedMs: request.timeoutMs ?? defaultTimeoutMs };
  const facts = watch.hasStalled() ? timedOut : { detail, waitedMs: null };
  return new LocalgptError("service-unreachable", { service, ...facts }, { cause: error });
}
