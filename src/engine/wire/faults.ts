import { LocalgptError } from "../../core/facts/errors.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import { currentUserName } from "./user.ts";

/** Text that tells why a download was refused, Docker's, its registries' and Ollama's; the first that matches counts. */
const pullTexts: [PullReason, RegExp][] = [
  ["rate-limited", /toomanyrequests|429 Too Many|pull rate limit|rate limit exceeded/i],
  ["no-space", /no space left on device|not enough space|disk quota exceeded/i],
  ["needs-newer-ollama", /requires a newer version of Ollama|manifest: 412/i],
  ["needs-mlx", /requires MLX/i],
  ["wrong-platform", /no matching manifest for|no match for platform|does not match the specified platform/i],
  [
    "corrupt",
    /verification failed|unexpected commit digest|digest mismatch|invalid checksum|unexpected EOF in archive/i,
  ],
  ["proxy", /proxyconnect|Proxy Authentication Required/i],
  ["tls", /x509|tls: |server gave HTTP response to HTTPS client|certificate/i],
  ["no-such-host", /no such host|server misbehaving|Temporary failure in name resolution/i],
  [
    "unreachable",
    /network is unreachable|i\/o timeout|TLS handshake timeout|connection refused|connection reset|no route to host|context deadline exceeded|Client\.Timeout|request canceled|unexpected EOF|: EOF|broken pipe|50[234] (?:Bad|Service|Gateway)/i,
  ],
  ["not-found", /manifest unknown|not found|file does not exist|repository .* does not exist$|name unknown/i],
  [
    "unauthorized",
    /no basic auth|unauthorized|denied|authorization failed|authentication required|401 Unauthorized|403 Forbidden/i,
  ],
];

/** Something between here and the Engine may answer with a whole page. */
const longestText = 1000;

const portTakenText =
  /port is already allocated|address already in use|failed to bind host port|ports are not available|forbidden by its access|only one usage of each socket address/i;
const gpuRefusedText =
  /could not select device driver|CDI device injection failed|unresolvable CDI|nvidia-container-cli|unknown (or invalid )?runtime|custom device "\/dev\/(kfd|dri)|unable to find group/i;

/** The Engine's words until version 26 and since; its status differs too. */
const networksExhaustedText =
  /non-overlapping IPv4 address pool among the defaults|address pools have been fully subnetted/i;

const lostCodes = new Set([
  "ECONNRESET",
  "EPIPE",
  "ECONNREFUSED",
  "ECONNABORTED",
  "ENOENT",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ESSH",
]);

/** Whether the connection to the Engine could not be made, or broke. */
export function isLost(error: unknown): boolean {
  return lostCodes.has(codeOf(error) ?? "");
}

/** Why a download was refused, read from the text of Docker, of a registry or of Ollama. */
export function pullReason(text: string): PullReason {
  return pullTexts.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
}

/** Whether a container was refused because of the GPU it asks for. */
export function isGpuRefusal(error: unknown): boolean {
  return gpuRefusedText.test(faultText(error));
}

/** Whether the Engine's answer says that the container does not run, or is paused. */
export function isNotRunning(error: unknown): boolean {
  return statusOf(error) === 409 || (statusOf(error) === 500 && /is not running|is paused/i.test(faultText(error)));
}

/** The HTTP status with which the Engine refused a call, null where no answer came. */
export function statusOf(error: unknown): number | null {
  return numberField(error, "statusCode");
}

/** The error code of Node's socket, file and child process errors, null where there is none. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}

/** What the Engine itself said of a failure, without the words that docker-modem puts around it. */
export function faultText(error: unknown): string {
  return readText(error).slice(0, longestText);
}

function readText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const told = "json" in error ? error.json : null;
  if (typeof told === "object" && told !== null && "message" in told && typeof told.message === "string") {
    return told.message.trim();
  }
  return error.message.replace(/^\(HTTP code \d+\) (?:[^-]*?) - /, "").trim();
}

/**
 * Any failure of a call to the Engine as a LocalgptError; `action` is the call's short name (`start-container`).
 * An aborted signal counts first, because an aborted call surfaces as a lost connection.
 */
export function toLocalgptError(error: unknown, action: string, signal?: AbortSignal): LocalgptError {
  if (signal?.aborted) return abortError(signal, action, error);
  if (error instanceof LocalgptError) return error;
  const detail = faultText(error);
  const status = statusOf(error);
  const code = codeOf(error);
  if (status === null && code === "EACCES") {
    const endpoint = error instanceof Error && "address" in error ? String(error.address) : "";
    return new LocalgptError("docker-permission", { endpoint, user: currentUserName() }, { cause: error });
  }
  if (status === null && isLost(error)) return new LocalgptError("docker-lost", { action }, { cause: error });
  // Node's parser of HTTP, or of JSON, found something else.
  if (error instanceof SyntaxError || code?.startsWith("HPE_")) {
    return new LocalgptError("docker-garbled", { action }, { cause: error });
  }
  if (portTakenText.test(detail)) {
    // Docker Desktop names its machine's end of the port too, as port 0.
    const port = Number(/:([1-9]\d{0,4})(?::| failed|\/tcp|$)/.exec(detail)?.[1] ?? 0);
    return new LocalgptError("port-taken", { port, owner: { kind: "unknown" }, nextFree: null }, { cause: error });
  }
  if (networksExhaustedText.test(detail)) return new LocalgptError("networks-exhausted", {}, { cause: error });
  const conflict = status === 409 ? /container name "\/?([^"]+)" is already in use/i.exec(detail)?.[1] : undefined;
  if (conflict !== undefined) {
    return new LocalgptError("name-taken", { kind: "container", name: conflict }, { cause: error });
  }
  return new LocalgptError("docker-failed", { action, status, detail }, { cause: error });
}

/** What an aborted signal means: the LocalgptError it was aborted with, else that the person interrupted. */
export function abortError(signal: AbortSignal, action: string, cause?: unknown): LocalgptError {
  if (signal.reason instanceof LocalgptError) return signal.reason;
  if (signal.reason instanceof DOMException && signal.reason.name === "TimeoutError") {
    return new LocalgptError("docker-timeout", { action, waitedMs: 0 }, { cause });
  }
  return new LocalgptError("interrupted", {}, { cause });
}

function numberField(error: unknown, field: string): number | null {
  const value = typeof error === "object" && error !== null ? (error as Record<string, unknown>)[field] : null;
  return typeof value === "number" ? value : null;
}
