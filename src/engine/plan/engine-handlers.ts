import { LocalgptError } from "../../core/errors/errors.ts";
import type { GpuKind } from "../../core/facts/names.ts";
import type { Handlers, RemovalOutcome } from "../../core/plan/handler.ts";
import type { Emit } from "../../core/run/events.ts";
import type { EngineOperation } from "../../core/run/operations.ts";
import type { ServiceName } from "../../core/services/services.ts";
import { runsImagesOf } from "../../core/stack/architecture.ts";
import { containerName, type Stack } from "../../core/stack/stack.ts";
import {
  removeContainer,
  restartContainer,
  startContainer,
  stopContainer,
  unpauseContainer,
} from "../containers/containers.ts";
import { createContainer, createNetwork, createVolume } from "../containers/create.ts";
import type { StackOrigin } from "../containers/create-options.ts";
import { inspectImage } from "../containers/observe.ts";
import { pullImage } from "../images/pull-image.ts";
import { readEngineInfo } from "../machine/info.ts";
import { callEngine, changeGraceMs, isStatus, tolerate } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { faultText, isGpuRefusal } from "../wire/faults.ts";
import { listUsers, removeImage, removeVolume } from "./removal.ts";

/** What creating needs besides the Engine; a plan that creates nothing does not need it. */
export type CreateRequest = StackOrigin & { stack: Stack; stallMs: number };

/**
 * The handlers of the operations that talk to the Engine; `request` may be null if a plan creates and pulls nothing.
 */
export function createEngineHandlers(
  engine: Engine,
  request: CreateRequest | null = null,
): Pick<Handlers, EngineOperation["kind"]> {
  const wanted = () => {
    if (request === null) throw new Error("a plan that creates needs the stack");
    return request;
  };
  return {
    "pull-image": (operation, tools) => createPull(engine, wanted().stallMs)(operation, tools),
    "create-network": async (_operation, { signal }) => createNetwork(engine, wanted().stack, signal),
    "remove-network": async ({ network }, { signal, emit }) => {
      const wasLeft = !(await removeNetwork(engine, network, signal));
      if (wasLeft) emit({ type: "notice", notice: { id: "network-in-use", network } });
      return { name: network, wasLeft, users: [] };
    },
    "create-volume": async ({ volume }, { signal }) => createVolume(engine, wanted().stack, volume, signal),
    "create-container": async ({ service }, { signal }) => createContainer(engine, wanted(), service, signal),
    "start-container": async ({ service }, { signal }) => startService(engine, wanted().stack, service, signal),
    "unpause-container": async ({ container }, { signal }) => unpauseContainer(engine, container, signal),
    "stop-container": async ({ container }, { signal }) => stopContainer(engine, container, signal),
    "remove-container": async ({ container }, { signal }) => removeContainer(engine, container, signal),
    "remove-leftover": async ({ container }, { signal }) => removeContainer(engine, container, signal),
    "remove-volume": async ({ volume: name }, { signal, emit }) => {
      if (await removeVolume(engine, name, signal)) return { name, wasLeft: false, users: [] };
      return leave("volume", name, await listUsers(engine, { volume: name }, signal), emit);
    },
    "remove-image": async ({ image: name }, { signal, emit }) => {
      if (await removeImage(engine, name, signal)) return { name, wasLeft: false, users: [] };
      return leave("image", name, await listUsers(engine, { image: name }, signal), emit);
    },
    "restart-container": async ({ container }, { signal }) => restartContainer(engine, container, signal),
  };
}

function leave(kind: "volume" | "image", name: string, users: string[], emit: Emit): RemovalOutcome {
  emit({ type: "notice", notice: { id: "still-used", kind, name, users } });
  return { name, wasLeft: true, users };
}

/** The handler for the download of an image, for a plan with nothing else; an image that cannot run here is refused. */
export function createPull(engine: Engine, stallMs: number): Handlers["pull-image"] {
  return async ({ id, image }, { signal, emit }) => {
    await pullImage(engine, image, {
      signal,
      stallMs,
      onTransfer: (transfer) => emit({ type: "transfer", operationId: id, transfer }),
      onRetry: (retry) => emit({ type: "notice", notice: { id: "retry", kind: "image", name: image, ...retry } }),
    });
    await refuseOtherProcessor(engine, image, signal);
  };
}

/**
 * If a registry offers nothing else, the Engine accepts an image for another processor, and its programs then fail for
 * no visible reason. A virtual machine usually emulates the other processor.
 */
async function refuseOtherProcessor(engine: Engine, name: string, signal: AbortSignal): Promise<void> {
  const [info, image] = await Promise.all([readEngineInfo(engine, signal), inspectImage(engine, name, signal)]);
  if (image === null || info.virtualMachine !== null || runsImagesOf(info.architecture, image.architecture)) return;
  const detail = image.architecture;
  throw new LocalgptError("pull-failed", { kind: "image", name, reason: "wrong-platform", detail });
}

/** Removes a network; false when containers still use it, a missing one is fine. */
async function removeNetwork(engine: Engine, network: string, signal: AbortSignal): Promise<boolean> {
  const call = (abortSignal: AbortSignal) => engine.docker.getNetwork(network).remove({ abortSignal });
  try {
    await tolerate(callEngine(engine, { action: "remove-network", signal, graceMs: changeGraceMs }, call), 404);
    return true;
  } catch (error) {
    if (isStatus(error, 403) || isStatus(error, 409)) return false;
    throw error;
  }
}

/**
 * Starts a service's container; throws `gpu-refused` if the Engine or its runtime cannot give the GPU it asks for.
 */
async function startService(engine: Engine, stack: Stack, service: ServiceName, signal: AbortSignal): Promise<void> {
  try {
    await startContainer(engine, containerName(stack, service), signal);
  } catch (error) {
    const gpu = gpuOf(stack, service);
    const cause = error instanceof LocalgptError ? error.cause : error;
    if (gpu === "none" || !isGpuRefusal(cause)) throw error;
    throw new LocalgptError("gpu-refused", { gpu, detail: faultText(cause) }, { cause });
  }
}

function gpuOf(stack: Stack, service: ServiceName): GpuKind {
  const { deploy, devices = [] } = stack.services[service];
  if (deploy !== undefined || devices.some((device) => device.startsWith("nvidia.com/"))) return "nvidia";
  if (devices.some((device) => device.startsWith("/dev/kfd") || device.startsWith("amd.com/"))) return "amd";
  return devices.some((device) => device.startsWith("/dev/dri")) ? "vulkan" : "none";
}
