import { existsSync } from "node:fs";
import { join } from "node:path";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { EndpointAttempt } from "../../core/facts/vocabulary.ts";
import type { World } from "../../core/run/world.ts";
import { decodeEscapes } from "../../core/text/decode-escapes.ts";
import type { Endpoint, Tls } from "../wire/engine.ts";
import { configFolder, currentContextName, homeFolder, readContext, readTls } from "./docker-config.ts";

type Source = EndpointAttempt["source"];

/** What discovery takes into account; `userId` is null on Windows. */
export type DiscoveryRequest = Pick<World, "environment" | "platform"> & { userId: number | null };

/** Endpoints to try side by side, the first that answers counts; after `final` ones nothing else is tried. */
export type Candidates = { endpoints: Endpoint[]; final: boolean };

type Strategy = (request: DiscoveryRequest) => Promise<Candidates | null>;

/**
 * Where an Engine may listen, in the docker CLI's order, then the sockets of the usual programs that it does not look
 * at. An endpoint that a person named is final: another Engine in its place would be the wrong one.
 */
export const strategies: Strategy[] = [fromDockerHost, fromContext, fromDefault, fromKnownSockets];

async function fromDockerHost({ environment }: DiscoveryRequest): Promise<Candidates | null> {
  const host = environment.DOCKER_HOST;
  if (!host) return null;
  const endpoint = parseEndpoint(host, "DOCKER_HOST", await environmentTls(environment));
  return { endpoints: [endpoint], final: true };
}

async function fromContext({ environment }: DiscoveryRequest): Promise<Candidates | null> {
  const name = await currentContextName(environment);
  if (name === null) return null;
  const { host, tls } = await readContext(environment, name);
  return { endpoints: [parseEndpoint(host, "context", tls)], final: true };
}

async function fromDefault({ platform }: DiscoveryRequest): Promise<Candidates> {
  const path = platform === "win32" ? "//./pipe/docker_engine" : "/var/run/docker.sock";
  return { endpoints: [socketEndpoint(path, "default")], final: false };
}

async function fromKnownSockets(request: DiscoveryRequest): Promise<Candidates> {
  const paths = knownSockets(request);
  // A pipe can only be opened; its existence cannot be checked.
  const found = request.platform === "win32" ? paths : paths.filter((path) => existsSync(path));
  return { endpoints: found.map((path) => socketEndpoint(path, "known-socket")), final: true };
}

/** Where Docker Desktop, rootless Docker, Colima, OrbStack, Rancher Desktop and Podman listen on this platform. */
export function knownSockets({ environment, platform, userId }: DiscoveryRequest): string[] {
  if (platform === "win32") return ["//./pipe/dockerDesktopLinuxEngine", "//./pipe/podman-machine-default"];
  const home = homeFolder(environment);
  const runtime = environment.XDG_RUNTIME_DIR || (userId === null ? null : `/run/user/${userId}`);
  const colima = environment.COLIMA_HOME || join(home, ".colima");
  return [
    ...(runtime === null ? [] : [join(runtime, "docker.sock")]),
    join(home, ".docker/run/docker.sock"),
    join(home, ".docker/desktop/docker.sock"),
    join(colima, "default/docker.sock"),
    join(colima, "docker.sock"),
    join(home, ".orbstack/run/docker.sock"),
    join(home, ".rd/docker.sock"),
    ...(runtime === null ? [] : [join(runtime, "podman/podman.sock")]),
    join(home, ".local/share/containers/podman/machine/podman.sock"),
    "/run/podman/podman.sock",
  ];
}

/** Reads an address as Docker writes it, `host:port` included; throws `docker-endpoint-unsupported`. */
export function parseEndpoint(address: string, source: Source, tls: Tls | null): Endpoint {
  const [, scheme = "tcp", rest = address] = /^([a-z]+):\/\/(.*)$/.exec(address) ?? [];
  if (scheme === "unix" && rest !== "") return socketEndpoint(rest, source, address);
  if (scheme === "npipe" && rest !== "") return socketEndpoint(rest.replaceAll("\\", "/"), source, address);
  const url = parseUrl(scheme, rest);
  const isKnown = scheme === "tcp" || scheme === "http" || scheme === "https" || scheme === "ssh";
  if (!isKnown || url === null || url.hostname === "") {
    throw new LocalgptError("docker-endpoint-unsupported", { endpoint: address });
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (scheme === "ssh") {
    const socket = url.pathname.length > 1 ? url.pathname : null;
    const user = url.username === "" ? null : decodeEscapes(url.username);
    return { kind: "ssh", address, source, user, host, port: url.port === "" ? null : Number(url.port), socket };
  }
  const secured = tls ?? (scheme === "https" ? { ca: null, cert: null, key: null, verify: true } : null);
  // `http://host` drops a written port 80: it has to be parsed from the text.
  const written = /:(\d+)(?:\/|$)/.exec(rest)?.[1];
  const port = written === undefined ? (secured === null ? 2375 : 2376) : Number(written);
  return { kind: "tcp", address, source, host, port, tls: secured };
}

function parseUrl(scheme: string, rest: string): URL | null {
  try {
    return new URL(`${scheme === "ssh" ? "ssh" : "http"}://${rest}`);
  } catch {
    return null;
  }
}

function socketEndpoint(path: string, source: Source, address = addressOf(path)): Endpoint {
  return { kind: "socket", address, source, path };
}

function addressOf(path: string): string {
  return path.startsWith("//./pipe/") ? `npipe://${path}` : `unix://${path}`;
}

/** DOCKER_TLS_VERIFY asks for TLS with a verified server, DOCKER_TLS for TLS alone; any text in them counts. */
async function environmentTls(environment: NodeJS.ProcessEnv): Promise<Tls | null> {
  if (!environment.DOCKER_TLS_VERIFY && !environment.DOCKER_TLS) return null;
  const verify = Boolean(environment.DOCKER_TLS_VERIFY);
  const folder = environment.DOCKER_CERT_PATH || configFolder(environment);
  return (await readTls(folder, verify)) ?? { ca: null, cert: null, key: null, verify };
}
