import type { Finding } from "../../core/facts/checks.ts";
import { judgeCpu, judgeGpu, judgeMemory, judgeModelMemory } from "../../core/judge/judge-machine.ts";
import { resolveGpu } from "../../core/stack/gpu.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import { publishesHere } from "../stack/port-facts.ts";
import type { CheckRun } from "./check-run.ts";
import { findMemoryRoom } from "./memory-room.ts";

/** The Engine and its version. */
export async function checkDocker({ engine, prepared }: CheckRun): Promise<Finding[]> {
  const { endpoint, engineVersion, apiVersion } = engine;
  const { operatingSystem } = prepared.info;
  return [
    { id: "docker", status: "ok", facts: { endpoint: endpoint.address, engineVersion, apiVersion, operatingSystem } },
  ];
}

/** Processors of the Engine's machine. */
export async function checkCpu({ engine, prepared }: CheckRun): Promise<Finding[]> {
  const { info, hardware, settings } = prepared;
  // On Docker Desktop and its like the processor is this machine's too, though not all of its cores.
  const avx2 = publishesHere(engine) ? hardware.avx2 : null;
  const physicalCores = engine.isLocal ? hardware.physicalCores : null;
  const { virtualMachine } = info;
  return [judgeCpu({ engineCpus: info.cpus, physicalCores, limit: settings.cpus, avx2, virtualMachine })];
}

/** Memory of the Engine's machine. */
export async function checkMemory({ prepared, findModel }: CheckRun): Promise<Finding[]> {
  const weightsBytes = (await findModel())?.weight?.weightsBytes ?? null;
  const limitBytes = prepared.settings.memoryBytes;
  const { virtualMachine } = prepared.info;
  return [judgeMemory({ totalBytes: prepared.info.memoryBytes, weightsBytes, limitBytes, virtualMachine })];
}

/** Whether the model fits into memory. */
export async function checkModelMemory({
  engine,
  prepared,
  observation,
  findModel,
  context,
  signal,
}: CheckRun): Promise<Finding[]> {
  const facts = await findModel();
  if (facts === null || facts.state === "not-found") return [];
  const { settings, resources, info, gpu } = prepared;
  const tokens = context ?? facts.ownContext ?? settings.context;
  const { availableBytes, loaded } = await findMemoryRoom(engine, { prepared, observation }, signal);
  const holds = loaded.filter(({ name }) => isSameModel(name, facts.name));
  return [
    judgeModelMemory({
      model: facts.name,
      weight: facts.weight,
      loaded: holds.some(({ contextLength }) => (contextLength ?? tokens) >= tokens),
      availableBytes,
      totalBytes: info.memoryBytes,
      limitBytes: resources.memoryLimitBytes,
      limitChosen: settings.memoryBytes !== null,
      conversations: { context: tokens, parallel: resources.parallelRequests },
      gpu,
    }),
  ];
}

/** What a container would see of the chosen GPU. */
export async function checkGpu({ engine, prepared }: CheckRun): Promise<Finding[]> {
  const { settings, info, hardware } = prepared;
  return [judgeGpu(settings.gpu, resolveGpu(settings.gpu, info, { ...hardware, isLocal: engine.isLocal }))];
}
