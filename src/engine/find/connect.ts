import { existsSync } from "node:fs";
import { release } from "node:os";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import { type ConnectionTrouble, connectionTrouble } from "../../core/facts/system-codes.ts";
import type { EndpointAttempt } from "../../core/facts/vocabulary.ts";
import { isDockerDesktop } from "../../core/judge/virtual-machine.ts";
import type { Emit } from "../../core/run/events.ts";
import { callEngine } from "../wire/call.ts";
import { createDockerode } from "../wire/dockerode.ts";
import { compareApiVersions, type Endpoint, type Engine } from "../wire/engine.ts";
import { abortError, faultText } from "../wire/faults.ts";
import { getJson } from "../wire/requests.ts";
import { currentUserName } from "../wire/user.ts";
import { strategies } from "./discovery.ts";

/** The oldest API with everything we use, and the newest that we know. */
const neededApiVersion = "1.41";
const newestApiVersion = "1.51";

/** How long an endpoint may take to answer: a virtual machine that sleeps is woken first, and ssh has to log in. */
const answerTimeoutMs = 20_000;
/** A guessed endpoint must not hold up the others. */
const guessTimeoutMs = 3_000;
/** How often a person is informed that Docker is slow. */
const tellEveryMs = 15_000;

/**
 * What a connection is made with; `platform` and `environment` decide where to look, `emit` is called when Docker is
 * slow.
 */
export type ConnectOptions = {
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** The number of the current user; null on Windows. */
  userId: number | null;
  signal: AbortSignal;
  emit: Emit;
};

type Teller = Engine["tellWaiting"];

type Version = { ApiVersion: string; MinAPIVersion?: string; Version: string; Os: string; KernelVersion?: string };
type Answer = Version & { Platform?: { Name?: string } };
type Attempt = { engine: Engine; os: string } | { failed: EndpointAttempt };

/**
 * Finds an Engine and connects to it; nothing that does not answer in time holds it up. Throws `docker-unreachable`
 * with everything that was tried, `docker-permission`, `docker-context-missing`, `docker-endpoint-unsupported`,
 * `docker-too-old`, `docker-windows-containers` or `interrupted`.
 */
export async function connectEngine(options: ConnectOptions): Promise<Engine> {
  const { environment, platform, userId, signal, emit } = options;
  if (signal.aborted) throw abortError(signal, "connect");
  const tellWaiting = createTeller(emit);
  const attempts: EndpointAttempt[] = [];
  for (const strategy of strategies) {
    const candidates = await strategy({ environment, platform, userId });
    if (candidates === null) continue;
    const results = await Promise.all(
      candidates.endpoints.map((endpoint) => tryEndpoint(endpoint, options, tellWaiting)),
    );
    for (const result of results) {
      if ("engine" in result) return refuseUnfit(result.engine, result.os);
      attempts.push(result.failed);
    }
    if (candidates.final) break;
  }
  const forbidden = attempts.find(({ reason }) => reason === "permission");
  if (forbidden !== undefined) {
    throw new LocalgptError("docker-permission", { endpoint: forbidden.endpoint, user: currentUserName(userId) });
  }
  throw new LocalgptError("docker-unreachable", { attempts, platform });
}

function refuseUnfit(engine: Engine, os: string): Engine {
  if (compareApiVersions(engine.apiVersion, neededApiVersion) < 0) {
    throw new LocalgptError("docker-too-old", { apiVersion: engine.apiVersion, neededApiVersion });
  }
  if (os === "windows") throw new LocalgptError("docker-windows-containers", {});
  return engine;
}

/** Reports that Docker makes calls wait: many of them wait side by side, and one after the other. */
function createTeller(emit: Emit): Teller {
  let toldMs = Number.NEGATIVE_INFINITY;
  return (action, waitedMs) => {
    if (performance.now() - toldMs < tellEveryMs) return;
    toldMs = performance.now();
    emit({ type: "notice", notice: { id: "waiting-for-docker", action, waitedMs } });
  };
}

async function tryEndpoint(
  endpoint: Endpoint,
  { environment, platform, signal }: ConnectOptions,
  tellWaiting: Teller,
): Promise<Attempt> {
  try {
    const docker = await createDockerode(endpoint, environment);
    const isGuess = endpoint.source === "known-socket";
    const asked = { docker, endpoint, environment, tellWaiting };
    const bounds = { action: "connect", signal, timeoutMs: isGuess ? guessTimeoutMs : answerTimeoutMs };
    const answer = await callEngine(asked, bounds, (bounded) => getJson(docker, { path: "/version", signal: bounded }));
    if (!isVersion(answer)) return failed(endpoint, "not-docker", "");
    const apiVersion = chooseApiVersion(answer);
    (docker.modem as unknown as { version: string }).version = `v${apiVersion}`;
    const isLocal = isSameMachine(endpoint, platform, answer);
    const engine = { ...asked, apiVersion, engineVersion: answer.Version, isLocal };
    return { engine, os: answer.Os };
  } catch (error) {
    if (signal.aborted) throw abortError(signal, "connect", error);
    return readFailure(endpoint, error);
  }
}

function isVersion(answer: unknown): answer is Answer {
  const { ApiVersion, Version } = (answer ?? {}) as Record<string, unknown>;
  return typeof ApiVersion === "string" && typeof Version === "string";
}

/** The newest API that both sides know, so that answers keep their shape on Engines of the future. */
function chooseApiVersion({ ApiVersion, MinAPIVersion }: Version): string {
  const common = compareApiVersions(ApiVersion, newestApiVersion) < 0 ? ApiVersion : newestApiVersion;
  return MinAPIVersion && compareApiVersions(common, MinAPIVersion) < 0 ? MinAPIVersion : common;
}

/** A socket may lead into a virtual machine, and this process may itself run in a container. */
function isSameMachine(endpoint: Endpoint, platform: NodeJS.Platform, { KernelVersion, Platform }: Answer): boolean {
  const isDesktop = isDockerDesktop(Platform?.Name ?? "");
  const isHere = endpoint.kind === "socket" && platform === "linux" && KernelVersion === release();
  return isHere && !isDesktop && !existsSync("/.dockerenv");
}

const reasons: Partial<Record<ConnectionTrouble, EndpointAttempt["reason"]>> = {
  "not-there": "not-there",
  refused: "refused",
  permission: "permission",
  timeout: "timeout",
  "no-such-host": "no-such-host",
  tls: "tls",
};

function readFailure(endpoint: Endpoint, error: unknown): Attempt {
  const cause = error instanceof LocalgptError && error.cause !== undefined ? error.cause : error;
  if (isError(error, "docker-timeout")) return failed(endpoint, "timeout", "");
  if (isError(error, "docker-garbled")) return failed(endpoint, "not-docker", "");
  const trouble = connectionTrouble(cause);
  const reason = trouble === null ? undefined : reasons[trouble];
  // An answer with any other status than Docker's own came from something else that speaks HTTP.
  if (reason === undefined && isError(error, "docker-failed") && error.facts.status !== null) {
    return failed(endpoint, "not-docker", error.facts.detail);
  }
  return failed(endpoint, reason ?? "failed", faultText(cause));
}

function failed({ address, source }: Endpoint, reason: EndpointAttempt["reason"], detail: string): Attempt {
  return { failed: { endpoint: address, source, reason, detail } };
}
