import type Dockerode from "dockerode";
import { isServiceName, type ServiceName } from "../../core/services/services.ts";
import { label } from "../../core/stack/labels.ts";
import type { ObservedContainer } from "../../core/stack/observation.ts";
import { callEngine, changeGraceMs, isStatus, orNull, tolerate } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";

/** A container that publishes a port on the host, of any origin. */
export type PublishedPort = { port: number; container: string; project: string | null; service: string | null };

/**
 * The container as the Engine has it now, by id or name; null if it does not exist or does not belong to a service of
 * ours.
 */
export async function inspectContainer(
  engine: Engine,
  container: string,
  signal: AbortSignal,
): Promise<ObservedContainer | null> {
  const call = (bounded: AbortSignal) => engine.docker.getContainer(container).inspect({ abortSignal: bounded });
  const info = await orNull(callEngine(engine, { action: "inspect-container", signal }, call));
  return info === null ? null : readContainer(info);
}

/** The project of a container, null for none; undefined if the container does not exist. */
export async function readProject(
  engine: Engine,
  container: string,
  signal: AbortSignal,
): Promise<string | null | undefined> {
  const call = (bounded: AbortSignal) => engine.docker.getContainer(container).inspect({ abortSignal: bounded });
  const info = await orNull(callEngine(engine, { action: "inspect-container", signal }, call));
  return info === null ? undefined : (info.Config.Labels?.[label.project] ?? null);
}

/** The name by which people know a container of a list; its id if it has none, as during its removal. */
export function shownName({ Id, Names }: Pick<Dockerode.ContainerInfo, "Id" | "Names">): string {
  return (Names?.[0] ?? Id).replace(/^\//, "");
}

/** Starts a container; a running one is fine. */
export async function startContainer(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  const bounds = { action: "start-container", signal, timeoutMs: 300_000, graceMs: changeGraceMs };
  const call = (bounded: AbortSignal) => engine.docker.getContainer(container).start({ abortSignal: bounded });
  await tolerate(callEngine(engine, bounds, call), 304);
}

/** Resumes a paused container; one that is not paused is fine. */
export async function unpauseContainer(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  const bounds = { action: "unpause-container", signal, graceMs: changeGraceMs };
  const call = (bounded: AbortSignal) => engine.docker.getContainer(container).unpause({ abortSignal: bounded });
  try {
    await callEngine(engine, bounds, call);
  } catch (error) {
    const observed = await inspectContainer(engine, container, signal);
    if (observed?.state === "paused" || observed === null) throw error;
  }
}

/** Stops a container within its own grace period; one that is stopped or gone is fine. */
export async function stopContainer(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  const bounds = { action: "stop-container", signal, timeoutMs: 300_000, graceMs: changeGraceMs };
  const call = (bounded: AbortSignal) => engine.docker.getContainer(container).stop({ abortSignal: bounded });
  await tolerate(callEngine(engine, bounds, call), 304, 404);
}

/** Stops and starts a container within its own grace period. */
export async function restartContainer(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  const bounds = { action: "restart-container", signal, timeoutMs: 300_000, graceMs: changeGraceMs };
  const call = (bounded: AbortSignal) => engine.docker.getContainer(container).restart({ abortSignal: bounded });
  await callEngine(engine, bounds, call);
}

/**
 * Removes a container, running or not, and returns when it is gone; its volumes stay, and one that is gone already is
 * fine.
 */
export async function removeContainer(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  const bounds = { action: "remove-container", signal, timeoutMs: 300_000, graceMs: changeGraceMs };
  const removed = engine.docker.getContainer(container);
  const remove = (bounded: AbortSignal) => removed.remove({ force: true, abortSignal: bounded } as { force: boolean });
  try {
    await tolerate(callEngine(engine, bounds, remove), 404);
  } catch (error) {
    if (!isStatus(error, 409)) throw error;
    // Somebody else is removing it, perhaps a run that was killed. Until it is gone, it has its name, network and
    // volumes.
    const wait = (bounded: AbortSignal) => removed.wait({ condition: "removed", abortSignal: bounded });
    await tolerate(callEngine(engine, bounds, wait), 404);
  }
}

/** The ports that running containers publish on the host, of every project. */
export async function listPublishedPorts(engine: Engine, signal: AbortSignal): Promise<PublishedPort[]> {
  const call = (bounded: AbortSignal) => engine.docker.listContainers({ abortSignal: bounded });
  const containers = await callEngine(engine, { action: "list-containers", signal }, call);
  return containers.flatMap((container) => {
    const owner = {
      container: shownName(container),
      project: container.Labels?.[label.project] ?? null,
      service: container.Labels?.[label.service] ?? null,
    };
    const ports = new Set((container.Ports ?? []).map(({ PublicPort }) => PublicPort).filter(Boolean));
    return [...ports].map((port) => ({ port, ...owner }));
  });
}

/** What localgpt keeps of an inspected container; null if it does not belong to a service of ours. */
function readContainer(info: Dockerode.ContainerInspectInfo): ObservedContainer | null {
  const labels = info.Config.Labels ?? {};
  const service = labels[label.service] ?? "";
  if (!isServiceName(service) || labels[label.oneoff] === "True") return null;
  const { State: state, HostConfig: limits } = info;
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ""),
    service: service satisfies ServiceName,
    state: state.Status as ObservedContainer["state"],
    health: readHealth(state.Health?.Status),
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    restartCount: info.RestartCount,
    startedAt: readTime(state.StartedAt),
    finishedAt: readTime(state.FinishedAt),
    imageId: info.Image,
    image: info.Config.Image,
    configHash: labels[label.configHash] ?? null,
    composeFile: labels[label.configFiles] ?? null,
    environment: readEnvironment(info.Config.Env),
    memoryLimitBytes: limits.Memory || null,
    cpuLimit: readCpuLimit(limits),
    networks: readNetworks(info),
    volumes: Object.fromEntries(info.Mounts.flatMap(({ Name, Destination }) => (Name ? [[Destination, Name]] : []))),
    published: readPublished(info),
  };
}

function readHealth(status: string | undefined): ObservedContainer["health"] {
  return status === "starting" || status === "healthy" || status === "unhealthy" ? status : null;
}

function readEnvironment(lines: string[] | null): Record<string, string> {
  const pairs = (lines ?? []).map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)] as const);
  return Object.fromEntries(pairs);
}

/** The Engine writes Go's zero time for something that has not happened. */
function readTime(text: string): string | null {
  return text === "" || text.startsWith("0001-") ? null : text;
}

function readCpuLimit({ NanoCpus, CpuQuota, CpuPeriod }: Dockerode.HostConfig): number | null {
  if (NanoCpus) return NanoCpus / 1e9;
  return CpuQuota && CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : null;
}

/** A container that never started has no network ids yet: its networks are listed by name. */
function readNetworks(info: Dockerode.ContainerInspectInfo): Record<string, string[]> {
  const networks = Object.entries(info.NetworkSettings.Networks ?? {});
  return Object.fromEntries(
    networks.map(([name, { NetworkID, Aliases }]) => [NetworkID || name, (Aliases as string[] | null) ?? []]),
  );
}

/** The ports of the definition rather than those open now, so that a stopped container shows its port too. */
function readPublished(info: Dockerode.ContainerInspectInfo): Record<string, string> {
  const bindings = (info.HostConfig.PortBindings ?? {}) as Record<
    string,
    { HostIp: string; HostPort: string }[] | null
  >;
  return Object.fromEntries(
    Object.entries(bindings).flatMap(([port, bound]) => {
      const first = bound?.[0];
      return first === undefined ? [] : [[port, `${first.HostIp || "0.0.0.0"}:${first.HostPort}`]];
    }),
  );
}
