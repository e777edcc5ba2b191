import { callEngine } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { computeStats, readSample } from "./stats.ts";

/** Bytes of memory that the Engine's running containers use together, of every project; what ends meanwhile counts as nothing. */
export async function readUsedMemory(engine: Engine, signal: AbortSignal): Promise<number> {
  const call = (bounded: AbortSignal) => engine.docker.listContainers({ abortSignal: bounded });
  const containers = await callEngine(engine, { action: "list-containers", signal }, call);
  const used = await Promise.allSettled(containers.map(({ Id }) => readSample(engine, Id, signal)));
  return used.reduce(
    (bytes, result) => bytes + (result.status === "fulfilled" ? computeStats(null, result.value).memoryBytes : 0),
    0,
  );
}
