import { existsSync } from "node:fs";
import { type AgentOptions, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { release } from "node:os";
import { inspect } from "node:util";
import type Dockerode from "dockerode";
import { type EndpointAttempt, isError, LocalgptError } from "../core/errors.ts";
import { callEngine, getJson } from "./call.ts";
import { strategies } from "./discovery.ts";
import { compareApiVersions, type Endpoint, type Engine } from "./engine.ts";
import { abortError, codeOf, faultText } from "./faults.ts";
import { createSshAgent } from "./ssh.ts";
import { currentUserId, currentUserName } from "./user.ts";

/** The oldest API that has all we use, and the newest that we know. */
const neededApiVersion = "1.41";
const newestApiVersion = "1.51";

/** How long an endpoint may take to answer; ssh has to log in first. */
const probeTimeoutsMs: Record<Endpoint["kind"], number> = { socket: 3_000, tcp: 5_000, ssh: 20_000 };

/** What a connection is made with; `platform` and `environment` decide where to look. */
export type ConnectOptions = { environment: NodeJS.ProcessEnv; platform: NodeJS.Platform; signal: AbortSignal };

type Version = { ApiVersion: string; MinAPIVersion?: string; Version: string; Os: string; KernelVersion?: string };
type Answer = Version & { Platform?: { Name?: string } };
type Attempt = { engine: Engine; os: string } | { failed: EndpointAttempt };

/**
 * Finds an Engine and connects to it; nothing that does not answer in time holds it up. Throws `docker-unreachable` with
 * all that was tried, `docker-permission`, `docker-context-missing`, `docker-endpoint-unsupported`, `docker-too-old`,
 * `docker-windows-containers` or `interrupted`.
 */
export async function connectEngine(options: ConnectOptions): Promise<Engine> {
  const { environment, platform, signal } = options;
  if (signal.aborted) throw abortError(signal, "connect");
  const userId = currentUserId();
  const attempts: EndpointAttempt[] = [];
  for (const strategy of strategies) {
    const candidates = await strategy({ environment, platform, userId });
    if (candidates === null) continue;
    const results = await Promise.all(candidates.endpoints.map((endpoint) => tryEndpoint(endpoint, options)));
    for (const result of results) {
      if ("engine" in result) return refuseUnfit(result.engine, result.os);
      attempts.push(result.failed);
    }
    if (candidates.final) break;
  }
  const forbidden = attempts.find(({ reason }) => reason === "permission");
  if (forbidden !== undefined) {
    throw new LocalgptError("docker-permission", { endpoint: forbidden.endpoint, user: currentUserName() });
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

async function tryEndpoint(endpoint: Endpoint, { environment, platform, signal }: ConnectOptions): Promise<Attempt> {
  try {
    const docker = await createDockerode(endpoint, environment);
    const bounds = { action: "connect", signal, timeoutMs: probeTimeoutsMs[endpoint.kind] };
    const answer = await callEngine(bounds, (bounded) => getJson(docker, { path: "/version", signal: bounded }));
    if (!isVersion(answer)) return failed(endpoint, "not-docker", "");
    const apiVersion = chooseApiVersion(answer);
    (docker.modem as unknown as { version: string }).version = `v${apiVersion}`;
    const isLocal = isSameMachine(endpoint, platform, answer);
    const engine = { docker, endpoint, apiVersion, engineVersion: answer.Version, isLocal, environment };
    return { engine, os: answer.Os };
  } catch (error) {
    if (signal.aborted) throw abortError(signal, "connect", error);
    return readFailure(endpoint, error);
  }
}

/** dockerode bound to this endpoint alone: whatever its own reading of the environment would put first is overwritten. */
async function createDockerode(endpoint: Endpoint, environment: NodeJS.ProcessEnv): Promise<Dockerode> {
  const { default: Docker } = await import("dockerode");
  const nothing = { socketPath: undefined, host: undefined, port: undefined, timeout: undefined };
  const noFiles = { ca: undefined, cert: undefined, key: undefined };
  const options = { ...nothing, ...noFiles, headers: {}, protocol: "http", ...transport(endpoint, environment) };
  if ("agent" in options) hideFromInspect(options.agent as object);
  return new Docker(options as Dockerode.DockerOptions);
}

/** docker-modem inspects the options of every request to any depth, for a debug line: open sockets cost it milliseconds each time. */
function hideFromInspect(agent: object): void {
  Object.defineProperty(agent, inspect.custom, { value: () => "Agent" });
}

// Without a name Node would look whether `localhost` is an address, by a pattern that takes milliseconds to compile.
const onSocket: AgentOptions & { servername: string } = { keepAlive: true, servername: "" };

function transport(endpoint: Endpoint, environment: NodeJS.ProcessEnv): object {
  if (endpoint.kind === "socket") return { socketPath: endpoint.path, agent: new HttpAgent(onSocket) };
  if (endpoint.kind === "ssh") return { host: "docker", port: 80, agent: createSshAgent(endpoint, environment) };
  const { host, port, tls } = endpoint;
  if (tls === null) return { host, port, agent: new HttpAgent({ keepAlive: true }) };
  const files = { ca: tls.ca ?? undefined, cert: tls.cert ?? undefined, key: tls.key ?? undefined };
  const agent = new HttpsAgent({ ...files, rejectUnauthorized: tls.verify, keepAlive: true });
  return { host, port, ...files, agent, protocol: "https" };
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
  const isDesktop = /docker desktop/i.test(Platform?.Name ?? "");
  const isHere = endpoint.kind === "socket" && platform === "linux" && KernelVersion === release();
  return isHere && !isDesktop && !existsSync("/.dockerenv");
}

const reasons: [EndpointAttempt["reason"], RegExp][] = [
  ["not-there", /^ENOENT$/],
  ["refused", /^ECONNREFUSED$/],
  ["permission", /^(EACCES|EPERM)$/],
  ["timeout", /^ETIMEDOUT$/],
  ["no-such-host", /^(ENOTFOUND|EAI_)/],
  ["tls", /^(EPROTO|ERR_TLS|ERR_SSL|CERT_|ERR_OSSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/],
  ["not-docker", /^HPE_/],
];

function readFailure(endpoint: Endpoint, error: unknown): Attempt {
  const cause = error instanceof LocalgptError && error.cause !== undefined ? error.cause : error;
  if (isError(error, "docker-timeout")) return failed(endpoint, "timeout", "");
  const code = codeOf(cause) ?? "";
  const reason = reasons.find(([, pattern]) => pattern.test(code))?.[0];
  // An answer with any other status than Docker's own came from something else that speaks HTTP.
  if (reason === undefined && isError(error, "docker-failed") && error.facts.status !== null) {
    return failed(endpoint, "not-docker", error.facts.detail);
  }
  return failed(endpoint, reason ?? "failed", faultText(cause));
}

function failed({ address, source }: Endpoint, reason: EndpointAttempt["reason"], detail: string): Attempt {
  return { failed: { endpoint: address, source, reason, detail } };
}
