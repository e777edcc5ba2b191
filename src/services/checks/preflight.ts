import type { CheckId, Finding } from "../../core/facts/checks.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { judgeAliases, judgeForeignVolumes, judgeLostData } from "../../core/judge/judge-neighbours.ts";
import type { World } from "../../core/run/world.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { listPublishedPorts } from "../../engine/containers/containers.ts";
import { listVolumes } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { once } from "../http/at-once.ts";
import { findFact } from "../http/find-fact.ts";
import { findModelFacts, type ModelFacts } from "../models/model-facts.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";
import { checkDisk, checkImages, checkModel, checkRegistries } from "./check-downloads.ts";
import { checkCpu, checkDocker, checkGpu, checkMemory, checkModelMemory } from "./check-machine.ts";
import { checkNativeOllama, checkOtherVolumes, checkPorts } from "./check-neighbours.ts";
import type { CheckRun } from "./check-run.ts";
import { findExposure } from "./find-exposure.ts";
import { judgeFolder } from "./other-folder.ts";

/**
 * What is to be checked: a prepared stack against what was observed; `model` replaces the settings' own, by name or by
 * its facts, and `context` that of the model and the settings.
 */
export type CheckRequest = {
  prepared: PreparedStack;
  observation: Observation;
  model?: ModelName | ModelFacts | null;
  context?: number | null;
  /** Other models that are downloaded in the same run. */
  besides?: readonly ModelFacts[];
  /** The only checks to make; all without it. */
  only?: readonly CheckId[];
};

// The longest a check waits for one fact of the Engine or of this machine.
const factTimeoutMs = 5000;

const checks: { [I in CheckId]: (run: CheckRun) => Promise<Finding[]> } = {
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
 * Runs the preflight checks side by side; results are in the order in which they read best. A fact that cannot be found
 * is reported as unknown and throws nothing; networks are asked only if something must be downloaded. Throws
 * `interrupted`.
 */
export async function runChecks(
  engine: Engine,
  request: CheckRequest,
  world: Pick<World, "platform" | "environment" | "signal">,
): Promise<Finding[]> {
  const { prepared, observation, context = null, besides = [], only } = request;
  const { signal, environment, platform } = world;
  const model = request.model === undefined ? prepared.settings.model : request.model;
  const project = prepared.settings.name;
  const run: CheckRun = {
    signal,
    environment,
    platform,
    engine,
    prepared,
    observation,
    context,
    besides,
    findModel: once(async () =>
      typeof model === "string" ? findModelFacts(engine, { model, project, observation }, world) : model,
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
