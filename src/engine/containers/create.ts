import { setTimeout as sleep } from "node:timers/promises";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import { type ServiceName, serviceNames, services } from "../../core/services/services.ts";
import { label } from "../../core/stack/labels.ts";
import { containerName, type Stack, volumeName } from "../../core/stack/stack.ts";
import { readContainerProxy } from "../find/docker-config.ts";
import { callEngine, changeGraceMs, isStatus, orNull } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { cleanOptions } from "../wire/requests.ts";
import { containerOptions, networkOptions, type StackOrigin, volumeOptions } from "./create-options.ts";
import { inspectImage, inspectNetwork } from "./observe.ts";

/** An image's data is copied into its new volumes first, and disks may be slow. */
const timeoutMs = 300_000;

/** An Engine still creates or removes what a killed run began; within this time the outcome shows. */
const unsettledMs = 10_000;
const pauseMs = 200;

/**
 * Makes the stack's network; one of the stack's own that has appeared since is fine, a foreign one throws `name-taken`.
 */
export async function createNetwork(engine: Engine, stack: Stack, signal: AbortSignal): Promise<void> {
  const options = networkOptions(stack);
  const bounds = { action: "create-network", signal, graceMs: changeGraceMs };
  try {
    await callEngine(engine, bounds, (bounded) => engine.docker.createNetwork(cleanOptions({}, options, bounded)));
  } catch (error) {
    if (!isStatus(error, 409)) throw error;
    // Throws `name-taken` if it is not ours.
    if ((await inspectNetwork(engine, stack, signal)) === null) throw error;
  }
}

/** Makes a volume of the stack by its Engine's name; one that is there already stays as it is. */
export async function createVolume(engine: Engine, stack: Stack, volume: string, signal: AbortSignal): Promise<void> {
  const service = serviceNames.find((name) => volumeName(stack, name) === volume);
  if (service === undefined) throw new Error(`${volume} is no volume of ${stack.name}`);
  const options = volumeOptions(stack, service);
  await callEngine(engine, { action: "create-volume", signal, graceMs: changeGraceMs }, (bounded) =>
    engine.docker.createVolume(cleanOptions({}, options, bounded)),
  );
}

/**
 * Makes a service's container. One of the same definition that a killed run left the Engine to finish is used;
 * a foreign one of that name throws `name-taken`.
 */
export async function createContainer(
  engine: Engine,
  { stack, ...origin }: StackOrigin & { stack: Stack },
  service: ServiceName,
  signal: AbortSignal,
): Promise<void> {
  const { image } = stack.services[service];
  const found = await inspectImage(engine, image, signal);
  if (found === null) {
    // It existed, or was pulled, a moment ago: somebody has removed it since.
    const facts = { kind: "image" as const, name: image, reason: "not-found" as const, detail: "" };
    throw new LocalgptError("pull-failed", facts);
  }
  const options = containerOptions(stack, service, { ...origin, imageId: found.id });
  if (services[service].usesProxy) options.Env = [...(options.Env ?? []), ...(await findProxyVariables(engine))];
  const name = containerName(stack, service);
  const startedMs = performance.now();
  for (;;) {
    try {
      await callEngine(engine, { action: "create-container", signal, graceMs: changeGraceMs, timeoutMs }, (bounded) =>
        engine.docker.createContainer(cleanOptions({ name }, options, bounded)),
      );
      return;
    } catch (error) {
      if (!isError(error, "name-taken")) throw error;
      const holder = await readHolder(engine, name, signal);
      const isOurs = holder === null || holder.labels[label.project] === stack.name;
      if (!isOurs || performance.now() - startedMs > unsettledMs) throw error;
      const isSame = holder?.labels[label.configHash] === options.Labels?.[label.configHash];
      if (isSame && !holder?.isGoing) return;
    }
    await callEngine(engine, { action: "create-container", signal }, (bounded) =>
      sleep(pauseMs, null, { signal: bounded }),
    );
  }
}

/**
 * The variables that the docker CLI and Compose would give to a container for its proxy, and like theirs not part of
 * its definition. Not `HTTP_PROXY`: Ollama's own program would ask it for the server beside it, and its health check
 * fail.
 */
async function findProxyVariables({ environment, endpoint }: Engine): Promise<string[]> {
  const proxy = await readContainerProxy(environment, endpoint.address);
  if (proxy === null) return [];
  const exempt = [proxy.noProxy, "localhost", "127.0.0.1"].filter((entry) => entry !== "").join(",");
  const variables = { HTTPS_PROXY: proxy.httpsProxy, NO_PROXY: exempt };
  return Object.entries(variables).flatMap(([name, value]) => [`${name}=${value}`, `${name.toLowerCase()}=${value}`]);
}

type Holder = { labels: Record<string, string>; isGoing: boolean };

/** What holds a container's name, and whether it is being removed; null for a name that is only reserved so far. */
async function readHolder(engine: Engine, name: string, signal: AbortSignal): Promise<Holder | null> {
  const call = (abortSignal: AbortSignal) => engine.docker.getContainer(name).inspect({ abortSignal });
  const info = await orNull(callEngine(engine, { action: "inspect-container", signal }, call));
  if (info === null) return null;
  const isGoing = info.State.Status === "removing" || info.State.Dead;
  return { labels: info.Config.Labels ?? {}, isGoing };
}
