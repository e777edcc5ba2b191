import { LocalgptError } from "../../core/errors/errors.ts";
import { type ConnectionTrouble, codeOf, connectionTrouble } from "../../core/facts/system-codes.ts";
import {
  findTakenName,
  findTakenPort,
  saysNoGpu,
  saysNoNetworkLeft,
  saysNotRunning,
  withoutModemWords,
} from "./docker-texts.ts";
import { currentUserName } from "./user.ts";

/** Something between here and the Engine may answer with a whole page. */
const longestText = 1000;

const lost = new Set<ConnectionTrouble | null>([
  "not-there",
  "refused",
  "timeout",
  "no-such-host",
  "unreachable",
  "broken",
]);

/** Whether the connection to the Engine could not be made, or broke. */
export function isLost(error: unknown): boolean {
  return lost.has(connectionTrouble(error));
}

/** Whether a container was refused because of the GPU it asks for. */
export function isGpuRefusal(error: unknown): boolean {
  return saysNoGpu(faultText(error));
}

/** Whether the Engine's answer says that the container does not run, or is paused. */
export function isNotRunning(error: unknown): boolean {
  return statusOf(error) === 409 || (statusOf(error) === 500 && saysNotRunning(faultText(error)));
}

/** The HTTP status with which the Engine refused a call, null if there was no answer. */
export function statusOf(error: unknown): number | null {
  return numberField(error, "statusCode");
}

/** The Engine's own message about a failure, without the words that docker-modem puts around it. */
export function faultText(error: unknown): string {
  return readText(error).slice(0, longestText);
}

function readText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const told = "json" in error ? error.json : null;
  if (typeof told === "object" && told !== null && "message" in told && typeof told.message === "string") {
    return told.message.trim();
  }
  return withoutModemWords(error.message).trim();
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
  // Node's parser of HTTP, or of JSON, found something that is not one.
  if (error instanceof SyntaxError || code?.startsWith("HPE_")) {
    return new LocalgptError("docker-garbled", { action }, { cause: error });
  }
  const port = findTakenPort(detail);
  if (port !== null) {
    return new LocalgptError("port-taken", { port, owner: { kind: "unknown" }, nextFree: null }, { cause: error });
  }
  if (saysNoNetworkLeft(detail)) return new LocalgptError("networks-exhausted", {}, { cause: error });
  const conflict = status === 409 ? findTakenName(detail) : null;
  if (conflict !== null) {
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
