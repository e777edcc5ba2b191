import type { CheckId, Finding, PortSetting } from "../core/checks.ts";
import { resolveGpu } from "../core/gpu.ts";
import { registryHost } from "../core/image-reference.ts";
import { findImageSize } from "../core/image-sizes.ts";
import { judgeDisk, judgeImages, judgeModel, judgeRegistry } from "../core/judge-downloads.ts";
import { findVirtualMachine, judgeCpu, judgeGpu, judgeMemory, judgeModelMemory } from "../core/judge-machine.ts";
import { judgeAliases, judgePort, judgeVolumes } from "../core/judge-neighbours.ts";
import { isSameModel } from "../core/model-name.ts";
import { findNearestModel } from "../core/models.ts";
import { dataFolders, servicePorts } from "../core/names.ts";
import type { Observation } from "../core/observation.ts";
import { listPublishedPorts, type PublishedPort } from "../engine/containers.ts";
import type { Engine } from "../engine/engine.ts";
import { readUsedMemory } from "../engine/used-memory.ts";
import { diskFree, listVolumes } from "../engine/volumes.ts";
import { readFreeBytes } from "../host/hardware.ts";
import { findFact } from "./find-fact.ts";
import { findLoadedModels, findModelFacts, type ModelFacts } from "./model-facts.ts";
import { answersOllama } from "./native-ollama.ts";
import { findPortFacts, publishesHere } from "./port-facts.ts";
import type { PreparedStack } from "./prepare-stack.ts";
import { probeRegistry } from "./registry-probe.ts";

/** What is to be checked: a prepared stack against what was observed; `model` in place of the settings' own. */
export type CheckRequest = {
  prepared: PreparedStack;
  observation: Observation;
  model?: string | null;
  /** The only checks to make; all without it. */
  only?: readonly CheckId[];
};

type Surroundings = { signal: AbortSignal; environment: NodeJS.ProcessEnv; platform: NodeJS.Platform };

/** One run of the checks; facts that several of them need are asked for once. */
type Run = Surroundings & {
  engine: Engine;
  prepared: PreparedStack;
  observation: Observation;
  findModel: () => Promise<ModelFacts | null>;
  findPublished: () => Promise<PublishedPort[]>;
};

// A check waits no longer than this for one fact of the Engine or of this machine.
const factTimeoutMs = 5000;
const nativeTimeoutMs = 500;

const checks: { [I in CheckId]: (run: Run) => Promise<Finding[]> } = {
  docker: checkDocker,
  cpu: checkCpu,
  memory: checkMemory,
  "model-memory": checkModelMemory,
  disk: checkDisk,
  port: checkPorts,
  gpu: checkGpu,
  images: checkImages,
  model: checkModel,
  registry: checkRegistries,
  "native-ollama": checkNativeOllama,
  "other-volumes": checkVolumes,
  "network-aliases": async ({ observation }) => judgeAliases(observation),
};

/**
 * Makes the preflight checks side by side, in the order in which they read best. A fact that cannot be had is told as
 * unknown in its finding and throws nothing; networks are asked only where something must be downloaded. Throws
 * `interrupted`.
 */
export async function runChecks(engine: Engine, request: CheckRequest, surroundings: Surroundings): Promise<Finding[]> {
  const { prepared, observation, only } = request;
  const { signal, environment, platform } = surroundings;
  const model = request.model === undefined ? prepared.settings.model : request.model;
  const project = prepared.settings.name;
  const run: Run = {
    signal,
    environment,
    platform,
    engine,
    prepared,
    observation,
    findModel: once(async () =>
      model === null ? null : findModelFacts(engine, { model, project, observation }, surroundings),
    ),
    findPublished: once(async () => {
      return (await findFact(signal, factTimeoutMs, (bounded) => listPublishedPorts(engine, bounded))) ?? [];
    }),
  };
  const chosen = (Object.keys(checks) as CheckId[]).filter((id) => only === undefined || only.includes(id));
  const findings = await Promise.all(chosen.map((id) => checks[id](run)));
  return findings.flat();
}

async function checkDocker({ engine, prepared }: Run): Promise<Finding[]> {
  const { endpoint, engineVersion, apiVersion } = engine;
  const { operatingSystem } = prepared.info;
  return [
    { id: "docker", status: "ok", facts: { endpoint: endpoint.address, engineVersion, apiVersion, operatingSystem } },
  ];
}

async function checkCpu({ engine, prepared }: Run): Promise<Finding[]> {
  const { info, hardware, settings } = prepared;
  // On Docker Desktop and its like the processor is this machine's too, though not all of its cores.
  const avx2 = publishesHere(engine) ? hardware.avx2 : null;
  const physicalCores = engine.isLocal ? hardware.physicalCores : null;
  const virtualMachine = findVirtualMachine(info);
  return [judgeCpu({ engineCpus: info.cpus, physicalCores, limit: settings.cpus, avx2, virtualMachine })];
}

async function checkMemory({ prepared, findModel }: Run): Promise<Finding[]> {
  const weightsBytes = (await findModel())?.weight?.weightsBytes ?? null;
  const limitBytes = prepared.settings.memoryBytes;
  const virtualMachine = findVirtualMachine(prepared.info);
  return [judgeMemory({ totalBytes: prepared.info.memoryBytes, weightsBytes, limitBytes, virtualMachine })];
}

async function checkModelMemory({ engine, prepared, observation, findModel, signal }: Run): Promise<Finding[]> {
  const facts = await findModel();
  if (facts === null || facts.state === "not-found") return [];
  const { settings, resources, info, gpu } = prepared;
  const common = {
    model: facts.name,
    weight: facts.weight,
    totalBytes: info.memoryBytes,
    limitBytes: resources.memoryLimitBytes,
    limitChosen: settings.memoryBytes !== null,
    conversations: { context: settings.context, parallel: resources.parallelRequests },
    gpu,
  };
  const availableBytes = await findAvailableBytes(engine, prepared, signal);
  const finding = judgeModelMemory({ ...common, loaded: false, availableBytes });
  if (finding.status !== "warning") return [finding];
  // Ollama unloads what is in memory before it loads another model, so that counts as free.
  const inMemory = await findLoadedModels(engine, observation, signal);
  const freed = inMemory.reduce((bytes, { sizeBytes, gpuBytes }) => bytes + Math.max(0, sizeBytes - gpuBytes), 0);
  const loaded = inMemory.some(({ name }) => isSameModel(name, facts.name));
  return [
    judgeModelMemory({ ...common, loaded, availableBytes: availableBytes === null ? null : availableBytes + freed }),
  ];
}

async function findAvailableBytes(
  engine: Engine,
  { hardware, info }: PreparedStack,
  signal: AbortSignal,
): Promise<number | null> {
  if (engine.isLocal && hardware.memoryAvailableBytes !== null) return hardware.memoryAvailableBytes;
  const usedBytes = await findFact(signal, factTimeoutMs, (bounded) => readUsedMemory(engine, bounded));
  return usedBytes === null ? null : Math.max(0, info.memoryBytes - usedBytes);
}

async function checkDisk(run: Run): Promise<Finding[]> {
  const model = await run.findModel();
  const images = Object.entries(run.observation.images).flatMap(([image, found]) =>
    found ? [] : [findImageSize(image) ?? { downloadBytes: 0, diskBytes: 0 }],
  );
  const modelBytes = model?.bytes ?? 0;
  // A model that may be there already must not fail the check, though there should be room for it.
  const download = (model?.state === "missing" ? modelBytes : 0) + sum(images.map((image) => image.downloadBytes));
  const needed = (model?.state === "present" ? 0 : modelBytes) + sum(images.map((image) => image.diskBytes));
  const freeBytes = await findFreeBytes(run);
  return [judgeDisk({ freeBytes, neededBytes: needed, downloadBytes: download, path: run.prepared.info.rootFolder })];
}

/** By this machine's own file system or, where the Engine has another, by `df` in a container of ours that runs. */
async function findFreeBytes({ engine, prepared, observation, signal }: Run): Promise<number | null> {
  if (engine.isLocal) return findFact(signal, factTimeoutMs, () => readFreeBytes(prepared.info.rootFolder));
  const container = Object.values(observation.containers).find(({ state }) => state === "running");
  if (container === undefined) return null;
  const folder = dataFolders[container.service];
  return findFact(signal, factTimeoutMs, (bounded) => diskFree(engine, container.id, folder, bounded));
}

async function checkPorts({ engine, prepared, findPublished, ...surroundings }: Run): Promise<Finding[]> {
  const { settings } = prepared;
  const wanted: { port: number; setting: PortSetting }[] = [{ port: settings.port, setting: "port" }];
  if (settings.ollama.port !== null) wanted.push({ port: settings.ollama.port, setting: "ollama.port" });
  const known = await findPublished();
  const isHere = publishesHere(engine);
  const common = { project: settings.name, pagePort: settings.port };
  return Promise.all(
    wanted.map(async (port) =>
      judgePort(await findPortFacts({ ...port, ...common }, known, { ...surroundings, isHere })),
    ),
  );
}

async function checkGpu({ engine, prepared }: Run): Promise<Finding[]> {
  const { settings, info, hardware } = prepared;
  return [judgeGpu(settings.gpu, resolveGpu(settings.gpu, info, { ...hardware, isLocal: engine.isLocal }))];
}

async function checkImages({ prepared, observation }: Run): Promise<Finding[]> {
  const { architecture, isVirtualMachine } = prepared.info;
  return [judgeImages(observation.images, { architecture, canEmulate: isVirtualMachine })];
}

async function checkModel({ findModel }: Run): Promise<Finding[]> {
  const facts = await findModel();
  if (facts === null) return [];
  const { name, state, bytes, reason } = facts;
  return [
    judgeModel({ model: name, state, bytes, reason, near: reason === "not-found" ? findNearestModel(name) : null }),
  ];
}

async function checkRegistries({ prepared, observation, findModel, ...surroundings }: Run): Promise<Finding[]> {
  const missing = Object.keys(observation.images).filter((image) => !observation.images[image]);
  const facts = await findModel();
  const modelHosts = facts?.state === "missing" ? [facts.registry] : [];
  const hosts = [...new Set([...missing.map(registryHost), ...modelHosts])];
  if (hosts.length === 0) return [];
  const probed = await Promise.all(hosts.map((host) => probeRegistry(host, surroundings)));
  const { httpsProxy, registryMirrors } = prepared.info;
  return [judgeRegistry(probed, { hasOwnWays: httpsProxy !== null || registryMirrors.length > 0 })];
}

async function checkNativeOllama({ engine, findPublished, signal }: Run): Promise<Finding[]> {
  const port = servicePorts.ollama;
  const inContainer = (await findPublished()).some((candidate) => candidate.port === port);
  if (inContainer || !publishesHere(engine)) return [];
  const answers = await findFact(signal, nativeTimeoutMs, (bounded) => answersOllama(port, bounded));
  return answers === true ? [{ id: "native-ollama", status: "note", facts: { port } }] : [];
}

async function checkVolumes({ engine, prepared, signal }: Run): Promise<Finding[]> {
  const volumes = await findFact(signal, factTimeoutMs, (bounded) => listVolumes(engine, bounded));
  return judgeVolumes(
    (volumes ?? []).map(({ name }) => name),
    prepared.settings.name,
  );
}

/** Asks at the first call and gives every later one the same answer. */
function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}
