import { serviceNames, services } from "../../core/services/services.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { diskFree } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { readFreeBytes } from "../../host/machine/hardware.ts";
import { findFact } from "../http/find-fact.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";

const factTimeoutMs = 5000;

/**
 * Free bytes where Docker keeps its data, null if unknown: from this machine's file system or, if the Engine has
 * another, by `df` in one of our running containers; preferably Ollama's, because models take most space and their
 * volume may be on a disk of its own. Throws `interrupted`.
 */
export async function findDiskRoom(
  engine: Engine,
  { prepared, observation }: { prepared: PreparedStack; observation: Observation },
  signal: AbortSignal,
): Promise<number | null> {
  if (engine.isLocal) return findFact(signal, factTimeoutMs, () => readFreeBytes(prepared.info.rootFolder));
  const running = serviceNames.map((service) => observation.containers[service]);
  const container = running.find((each) => each?.state === "running");
  if (container === undefined) return null;
  const folder = services[container.service].dataFolder;
  return findFact(signal, factTimeoutMs, (bounded) => diskFree(engine, container.id, folder, bounded));
}
