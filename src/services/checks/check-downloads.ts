import type { Finding } from "../../core/facts/checks.ts";
import { judgeDisk, judgeImages, judgeModel, judgeRegistry } from "../../core/judge/judge-downloads.ts";
import { findNearestModel } from "../../core/models/known-models.ts";
import { findImageSize } from "../../core/services/image-sizes.ts";
import { registryHost } from "../../core/values/image-reference.ts";
import { probeRegistry } from "../clients/registry-probe.ts";
import type { ModelFacts } from "../models/model-facts.ts";
import type { CheckRun } from "./check-run.ts";
import { findDiskRoom } from "./disk-room.ts";

/** Whether there is room for what must be downloaded. */
export async function checkDisk(run: CheckRun): Promise<Finding[]> {
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

/** Bytes of the files of all these models, shared ones counted once. */
function sumFiles(models: readonly ModelFacts[]): number {
  return sum(Object.values(Object.assign({}, ...models.map(({ files }) => files)) as Record<string, number>));
}

/** Which images are there, and whether they are for this processor. */
export async function checkImages({ prepared, observation }: CheckRun): Promise<Finding[]> {
  const { architecture, virtualMachine } = prepared.info;
  return [judgeImages(observation.images, { architecture, canEmulate: virtualMachine !== null })];
}

/** Whether the model is there or can be downloaded. */
export async function checkModel({ findModel, observation }: CheckRun): Promise<Finding[]> {
  const facts = await findModel();
  if (facts === null) return [];
  const { name, state, bytes, reason } = facts;
  const near = reason === "not-found" ? findNearestModel(name, observation.models ?? []) : null;
  return [judgeModel({ model: name, state, bytes, reason, near })];
}

/** Whether the registries that something must come from can be reached. */
export async function checkRegistries({ prepared, observation, findModel, ...world }: CheckRun): Promise<Finding[]> {
  const missing = Object.keys(observation.images).filter((image) => !observation.images[image]);
  const facts = await findModel();
  const modelHosts = facts?.state === "missing" ? [facts.registry] : [];
  const hosts = [...new Set([...missing.map(registryHost), ...modelHosts])];
  if (hosts.length === 0) return [];
  const probed = await Promise.all(hosts.map((host) => probeRegistry(host, world)));
  const { httpsProxy, registryMirrors } = prepared.info;
  return [judgeRegistry(probed, { hasOwnWays: httpsProxy !== null || registryMirrors.length > 0 })];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}
