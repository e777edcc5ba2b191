import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { readPullReason } from "../../core/english/registry-texts.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { type ConnectionTrouble, codeOf, connectionTrouble } from "../../core/facts/system-codes.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import { readGgufHeader } from "../../core/models/gguf-header.ts";
import { type ModelDescription, readModelDescription } from "../../core/models/model-shape.ts";
import { fieldsOf, itemsOf, numberOf, parseJson, textOf } from "../../core/text/json-text.ts";
import { splitModelName } from "../../core/values/model-name.ts";
import { boundBy } from "../../engine/wire/bound-by.ts";
import { abortError } from "../../engine/wire/faults.ts";
import { openRequest } from "./proxy.ts";

/** One file of a model in its registry. */
export type ModelLayer = { mediaType: string; digest: string; sizeBytes: number };

/** What a registry says about a model before anything is downloaded; `weightsBytes` of `totalBytes` go into memory. */
export type ModelManifest = {
  /**
   * 64 hex digits, the SHA-256 of the manifest itself: Ollama lists it as the digest of the installed model.
   */
  digest: string;
  totalBytes: number;
  weightsBytes: number;
  layers: ModelLayer[];
  config: ModelLayer | null;
};

/**
 * What a model says about itself, as far as it is available; `parameterSize` and `quantization` as Ollama lists them.
 */
export type ModelDetails = ModelDescription & { parameterSize: string | null; quantization: string | null };

const weightsType = "application/vnd.ollama.image.model";
const manifestType = "application/vnd.docker.distribution.manifest.v2+json";
const weightTypes = /^application\/vnd\.ollama\.image\.(?:model|projector|adapter|tensor)$/;
const largestManifestBytes = 4 * 1024 ** 2;
// A model describes itself before its vocabulary, mostly in the first two kilobytes.
const headerBytes = 64 * 1024;
const mostRedirects = 3;

type RegistryRequest = { signal: AbortSignal; environment: NodeJS.ProcessEnv; timeoutMs?: number };

/**
 * Reads a model's manifest from its registry over https, or over http for a registry on a loopback address, through the
 * environment's proxy if there is one. Throws `pull-failed` with the reason, or `interrupted`.
 */
export async function readModelManifest(model: ModelName, options: RegistryRequest): Promise<ModelManifest> {
  const signal = boundSignal(options);
  const { environment } = options;
  const headers = { accept: manifestType };
  const most = { bytes: largestManifestBytes, redirects: mostRedirects };
  try {
    const bytes = await fetchBytes(
      addressOf(model, `manifests/${splitModelName(model).tag}`),
      { signal, environment, headers },
      most,
    );
    return readManifest(bytes.toString("utf8"));
  } catch (error) {
    if (options.signal.aborted) throw abortError(options.signal, "read-manifest", error);
    const { reason, detail } = explainRequest(error, signal.aborted);
    throw new LocalgptError("pull-failed", { kind: "model", name: model, reason, detail }, { cause: error });
  }
}

/**
 * Reads what a model in a registry says about itself: from its configuration, and from only the first bytes of its
 * weights. Missing facts are null; throws nothing.
 */
export async function readModelDetails(
  model: ModelName,
  { layers, config }: ModelManifest,
  options: RegistryRequest,
): Promise<ModelDetails> {
  const signal = boundSignal(options);
  const weights = layers.find(({ mediaType }) => mediaType === weightsType);
  const read = async (layer: ModelLayer | null | undefined): Promise<Buffer | null> => {
    if (!layer) return null;
    const headers = { range: `bytes=0-${Math.min(layer.sizeBytes, headerBytes) - 1}` };
    const request = { signal, environment: options.environment, headers };
    const most = { bytes: headerBytes, redirects: mostRedirects };
    return fetchBytes(addressOf(model, `blobs/${layer.digest}`), request, most).catch(() => null);
  };
  const [told, header] = await Promise.all([read(config), read(weights)]);
  const fields = fieldsOf(parseJson(told?.toString("utf8") ?? ""));
  return {
    parameterSize: textOf(fields.model_type),
    quantization: textOf(fields.file_type),
    ...readModelDescription(header === null ? {} : readGgufHeader(header)),
  };
}

function addressOf(name: ModelName, path: string): URL {
  const { host, namespace, model } = splitModelName(name);
  const scheme = isLocalRegistry(host) ? "http" : "https";
  return new URL(`${scheme}://${host}/v2/${namespace}/${model}/${path}`);
}

function boundSignal({ signal, timeoutMs = 5000 }: RegistryRequest): AbortSignal {
  return boundBy(signal, timeoutMs);
}

class StatusError extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(`HTTP ${status}${text === "" ? "" : `: ${text.slice(0, 200)}`}`);
    this.status = status;
  }
}

/**
 * The first bytes of an answer, after at most so many redirects; a server without ranges sends more than was asked for.
 */
async function fetchBytes(
  address: URL,
  request: Parameters<typeof openRequest>[1],
  most: { bytes: number; redirects: number },
): Promise<Buffer> {
  const response = await openRequest(address, request);
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined && most.redirects > 0) {
    response.destroy();
    return fetchBytes(new URL(headers.location, address), request, { ...most, redirects: most.redirects - 1 });
  }
  const body = await readFirst(response, most.bytes);
  if (statusCode !== 200 && statusCode !== 206) throw new StatusError(statusCode, body.toString("utf8").trim());
  return body;
}

async function readFirst(response: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop early closes the connection.
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes >= mostBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, mostBytes);
}

function readManifest(text: string): ModelManifest {
  const fields = fieldsOf(parseJson(text));
  const layers = itemsOf(fields.layers).flatMap(readLayer);
  const config = readLayer(fieldsOf(fields.config))[0] ?? null;
  if (layers.length === 0) throw new Error("the manifest names no layers");
  const sum = (some: ModelLayer[]) => some.reduce((bytes, layer) => bytes + layer.sizeBytes, 0);
  return {
    digest: createHash("sha256").update(text).digest("hex"),
    totalBytes: sum(layers) + (config?.sizeBytes ?? 0),
    weightsBytes: sum(layers.filter((layer) => weightTypes.test(layer.mediaType))),
    layers,
    config,
  };
}

function readLayer(item: Record<string, unknown>): ModelLayer[] {
  const digest = textOf(item.digest);
  const sizeBytes = numberOf(item.size);
  return digest === null || sizeBytes === null ? [] : [{ mediaType: textOf(item.mediaType) ?? "", digest, sizeBytes }];
}

/** Whether a registry (`host` or `host:port`) is one of this machine, which uses plain http. */
export function isLocalRegistry(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(host);
}

const statusReasons: Record<number, PullReason> = {
  401: "unauthorized",
  403: "unauthorized",
  404: "not-found",
  407: "proxy",
  412: "needs-newer-ollama",
  429: "rate-limited",
};

const troubleReasons: Partial<Record<ConnectionTrouble, PullReason>> = {
  "no-such-host": "no-such-host",
  refused: "unreachable",
  broken: "unreachable",
  unreachable: "unreachable",
  timeout: "unreachable",
  proxy: "proxy",
  tls: "tls",
};

/** Why a request to a registry failed, from Node's error or the registry's status. */
export function explainRequest(error: unknown, timedOut: boolean): { reason: PullReason; detail: string } {
  const detail = error instanceof Error ? error.message : String(error);
  if (timedOut) return { reason: "unreachable", detail: "timeout" };
  if (error instanceof StatusError) return { reason: statusReasons[error.status] ?? "other", detail };
  if (codeOf(error) === null) return { reason: "other", detail };
  const trouble = connectionTrouble(error);
  return { reason: (trouble && troubleReasons[trouble]) ?? readPullReason(detail), detail };
}
