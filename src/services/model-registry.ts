import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { LocalgptError, type PullReason } from "../core/errors.ts";
import { formatModelName, type ModelName } from "../core/model-name.ts";
import { abortError, pullReason } from "../engine/faults.ts";
import { fieldsOf, itemsOf, numberOf, textOf } from "./answers.ts";
import { openRequest } from "./proxy.ts";

/** One file of a model in its registry. */
type ModelLayer = { mediaType: string; digest: string; sizeBytes: number };

/** What a registry says of a model before anything is downloaded; `weightsBytes` of `totalBytes` go into memory. */
export type ModelManifest = {
  /** 64 hex digits, the SHA-256 of the manifest itself: what Ollama lists as the digest of the model once it is there. */
  digest: string;
  totalBytes: number;
  weightsBytes: number;
  layers: ModelLayer[];
  config: ModelLayer | null;
};

const manifestType = "application/vnd.docker.distribution.manifest.v2+json";
const weightTypes = /^application\/vnd\.ollama\.image\.(?:model|projector|adapter|tensor)$/;
const largestManifestBytes = 4 * 1024 ** 2;
const mostRedirects = 3;

/**
 * Reads a model's manifest from its registry over https, or over http for a registry on a loopback address, through the
 * environment's proxy where it names one. Throws `pull-failed` with the reason, or `interrupted`.
 */
export async function readModelManifest(
  model: ModelName,
  options: { signal: AbortSignal; environment: NodeJS.ProcessEnv; timeoutMs?: number },
): Promise<ModelManifest> {
  const { host, namespace, model: name, tag } = model;
  const scheme = isLoopback(host) ? "http" : "https";
  const address = `${scheme}://${host}/v2/${namespace}/${name}/manifests/${tag}`;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? 5000)]);
  try {
    const text = await fetchText(new URL(address), { ...options, signal }, mostRedirects);
    return readManifest(text);
  } catch (error) {
    if (options.signal.aborted) throw abortError(options.signal, "read-manifest", error);
    const { reason, detail } = explainRequest(error, signal.aborted);
    throw new LocalgptError(
      "pull-failed",
      { kind: "model", name: formatModelName(model), reason, detail },
      { cause: error },
    );
  }
}

class StatusError extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(`HTTP ${status}${text === "" ? "" : `: ${text.slice(0, 200)}`}`);
    this.status = status;
  }
}

async function fetchText(
  address: URL,
  options: { signal: AbortSignal; environment: NodeJS.ProcessEnv },
  redirects: number,
): Promise<string> {
  const response = await openRequest(address, { ...options, headers: { accept: manifestType } });
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined && redirects > 0) {
    response.destroy();
    return fetchText(new URL(headers.location, address), options, redirects - 1);
  }
  const text = await readBounded(response);
  if (statusCode !== 200) throw new StatusError(statusCode, text.trim());
  return text;
}

async function readBounded(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > largestManifestBytes) throw new Error("the manifest is too large to be one");
  }
  return Buffer.concat(chunks).toString("utf8");
}

function readManifest(text: string): ModelManifest {
  const fields = fieldsOf(JSON.parse(text));
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

/** Whether a registry (`host` or `host:port`) is one of this machine, which speaks plain http. */
export function isLoopback(host: string): boolean {
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

const codeReasons: Record<string, PullReason> = {
  ENOTFOUND: "no-such-host",
  EAI_AGAIN: "no-such-host",
  ECONNREFUSED: "unreachable",
  ECONNRESET: "unreachable",
  ENETUNREACH: "unreachable",
  EHOSTUNREACH: "unreachable",
  ETIMEDOUT: "unreachable",
  ERR_PROXY: "proxy",
};

/** Why a request to a registry failed, from Node's error or the registry's status. */
export function explainRequest(error: unknown, timedOut: boolean): { reason: PullReason; detail: string } {
  const detail = error instanceof Error ? error.message : String(error);
  if (timedOut) return { reason: "unreachable", detail: "timeout" };
  if (error instanceof StatusError) return { reason: statusReasons[error.status] ?? "other", detail };
  const { code } = error as { code?: unknown };
  if (typeof code !== "string") return { reason: "other", detail };
  const isTls = /^(?:EPROTO$|ERR_TLS|ERR_SSL)|CERT|SELF_SIGNED|UNABLE_TO/.test(code);
  return { reason: isTls ? "tls" : (codeReasons[code] ?? pullReason(detail)), detail };
}
