import type { CheckId, Finding } from "../../core/facts/checks.ts";
import { servicePorts } from "../../core/facts/names.ts";
import { judgeDisk, judgeImages, judgeModel, judgeRegistry } from "../../core/judge/judge-downloads.ts";
import {
  findVirtualMachine,
  judgeCpu,
  judgeGpu,
  judgeMemory,
  judgeModelMemory,
} from "../../core/judge/judge-machine.ts";
import {
  judgeAliases,
  judgeForeignVolumes,
  judgeLostData,
  judgePort,
  judgeVolumes,
} from "../../core/judge/judge-neighbours.ts";
import { findNearestModel } from "../../core/models/models.ts";
import { findImageSize } from "../../core/settings/image-sizes.ts";
import { resolveGpu } from "../../core/stack/gpu.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { registryHost } from "../../core/values/image-reference.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import { listPublishedPorts, type PublishedPort } from "../../engine/containers/containers.ts";
import { listVolumes, type Volume } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { answersOllama } from "../clients/native-ollama.ts";
import { probeRegistry } from "../clients/registry-probe.ts";
import { findFact } from "../http/find-fact.ts";
import { once } from "../http/once.ts";
import { findModelFacts, type ModelFacts } from "../models/model-facts.ts";
import { findAllPortFacts, publishesHere } from "../stack/port-facts.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";
import { findDiskRoom } from "./disk-room.ts";
import { findExposure } from "./find-exposure.ts";
import { findMemoryRoom } from "./memory-room.ts";
import { judgeFolder } from "./other-folder.ts";

/**
 * What is to be checked: a prepared stack against what was observed; `model` in place of the settings' own, by its name or
 * by what was found of it, and `context` in place of the model's and the settings'.
 */
export type CheckRequest = {
  prepared: PreparedStack;
  observation: Observation;
  model?: string | ModelFacts | null;
  context?: number | null;
  /** Models that are to be downloaded in the same go. */
  besides?: readonly ModelFacts[];
  /** The only checks to make; all without it. */
  only?: readonly CheckId[];
};

type Surroundings = { signal: AbortSignal; environment: NodeJS.ProcessEnv; platform: NodeJS.Platform };

/** One run of the checks; facts that several of them need are asked for once. */
type Run = Surroundings & {
  engine: Engine;
  prepared: PreparedStack;
  observation: Observation;
  context: number | null;
  besides: readonly ModelFacts[];
  findModel: () => Promise<ModelFacts | null>;
  findPublished: () => Promise<PublishedPort[]>;
  findVolumes: () => Promise<Volume[]>;
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
  exposure: ({ engine, signal, ...asked }) => findExposure(engine, asked, signal),
  gpu: checkGpu,
  images: checkImages,
  model: checkModel,
  registry: checkRegistries,
  "native-ollama": checkNativeOllama,
  "other-volumes": checkOtherVolumes,
  "foreign-volumes": async ({ prepared, observation }) => judgeForeignVolumes(prepared, observation),
  "lost-data": async ({ prepared, observation, findVolumes }) =>
    judgeLostData(await findVolumes(), prepared, observation),
  "other-folder": ({ prepared, observation }) => judgeFolder(prepared, observation),
  "network-aliases": async ({ observation }) => judgeAliases(observation),
};

/**
 * Makes the preflight checks side by side, in the order in which they read best. A fact that cannot be had is told as
 * unknown in its finding and throws nothing; networks are asked only where something must be downloaded. Throws
 * `interrupted`.
 */
export async function runChecks(engine: Engine, request: CheckRequest, surroundings: Surroundings): Promise<Finding[]> {
  const { prepared, observation, context = null, besides = [], only } = request;
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
    context,
    besides,
    findModel: once(async () =>
      typeof model === "string" ? findModelFacts(engine, { model, project, observation }, surroundings) : model,
    ),
    findVolumes: once(
      async () => (await findFact(signal, factTimeoutMs, (bounded) => listVolumes(engine, bounded))) ?? [],
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

async function checkModelMemory({
  engine,
  prepared,
  observation,
  findModel,
  context,
  signal,
}: Run): Promise<Finding[]> {
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

async function checkDisk(run: Run): Promise<Finding[]> {
  const model = await run.findModel();
  const images = Object.entries(run.observation.images).flatMap(([image, found]) =>
    found ? [] : [findImageSize(image) ?? { downloadBytes: 0, diskBytes: 0 }],
  );
  const models = [...run.besides, ...(model === null ? [] : [model])];
  // A model that may be there already must not fail the check, though there should be room for it.
  const missing = models.filter(({ state }) => state === "missing");
  const download = sumFiles(missing) + sum(images.map((image) => image.downloadBytes));
  const needed = sumFiles(models) + sum(images.map((image) => image.diskBytes));
  const freeBytes = await findDiskRoom(run.engine, run, run.signal);
  return [judgeDisk({ freeBytes, neededBytes: needed, downloadBytes: download, path: run.prepared.info.rootFolder })];
}

/** Bytes of the files of all these models, one that several have counted once. */
function sumFiles(models: readonly ModelFacts[]): number {
  return sum(Object.values(Object.assign({}, ...models.map(({ files }) => files)) as Record<string, number>));
}

async function checkPorts({ engine, prepared, findPublished, ...surroundings }: Run): Promise<Finding[]> {
  const where = { ...surroundings, isHere: publishesHere(engine) };
  const facts = await findAllPortFacts(prepared.settings, await findPublished(), where);
  return facts.map(judgePort);
}

async function checkGpu({ engine, prepared }: Run): Promise<Finding[]> {
  const { settings, info, hardware } = prepared;
  return [judgeGpu(settings.gpu, resolveGpu(settings.gpu, info, { ...hardware, isLocal: engine.isLocal }))];
}

async function checkImages({ prepared, observation }: Run): Promise<Finding[]> {
  const { architecture, isVirtualMachine } = prepared.info;
  return [judgeImages(observation.images, { architecture, canEmulate: isVirtualMachine })];
}

async function checkModel({ findModel, observation }: Run): Promise<Finding[]> {
  const facts = await findModel();
  if (facts === null) return [];
  const { name, state, bytes, reason } = facts;
  const near = reason === "not-found" ? findNearestModel(name, observation.models ?? []) : null;
  return [judgeModel({ model: name, state, bytes, reason, near })];
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

async function checkOtherVolumes({ prepared, observation, findVolumes }: Run): Promise<Finding[]> {
  const { volumes, firstAccount } = observation;
  const isEmpty = firstAccount === true || !volumes[volumeName(prepared.stack, "open-webui")];
  return judgeVolumes(await findVolumes(), { project: prepared.settings.name, isEmpty });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}
