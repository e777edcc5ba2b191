import { LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import type { ModelWeight } from "../../core/models/fit.ts";
import { findKnownModel } from "../../core/models/known-models.ts";
import type { World } from "../../core/run/world.ts";
import type { Observation, ObservedContainer } from "../../core/stack/observation.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { fullModelName, isSameModel, splitModelName } from "../../core/values/model-name.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { askService } from "../clients/ask-service.ts";
import { readModelDetails, readModelManifest } from "../clients/model-registry.ts";
import { createOllama, type Ollama, type RequestBounds } from "../clients/ollama.ts";
import type { LoadedModel } from "../clients/ollama-answers.ts";
import { findFact } from "../http/find-fact.ts";

/** What is known about a model before it is used: its place, its size, and why its registry did not report it. */
export type ModelFacts = {
  /** As Ollama lists it. */
  name: ModelName;
  registry: string;
  state: "present" | "missing" | "unknown" | "not-found";
  bytes: number | null;
  weight: ModelWeight | null;
  parameterSize: string | null;
  quantization: string | null;
  /** Tokens of context that the model itself sets, which override the settings'. */
  ownContext: number | null;
  /** Bytes of its files by their content, so that shared files are counted once; empty for an installed model. */
  files: Record<string, number>;
  reason: PullReason | null;
};

type Identity = Pick<ModelFacts, "name" | "registry">;

const answerTimeoutMs = 3000;
const registryTimeoutMs = 5000;

const nothing = { parameterSize: null, quantization: null, ownContext: null, files: {}, reason: null };

/**
 * Finds out about a model: from Ollama if it is on its disk, else from the table of known models, and else from its
 * registry, which is asked only then. Whether a model is there stays `unknown` while Ollama does not run. Throws
 * `interrupted`.
 */
export async function findModelFacts(
  engine: Engine,
  { model, project, observation }: { model: ModelName; project: string; observation: Observation },
  world: Pick<World, "signal" | "environment">,
): Promise<ModelFacts> {
  const identity = { name: fullModelName(model), registry: splitModelName(model).host };
  const state = findState(model, project, observation);
  if (state === "present") {
    const told = await askOllama(engine, observation.containers.ollama, world.signal, (ollama, bounds) =>
      describeInstalled(ollama, identity, bounds),
    );
    if (told !== null) return told;
  }
  const known = findKnownModel(model);
  if (known !== null) {
    const files = state === "present" ? {} : { [known.name]: known.bytes };
    return { ...identity, ...nothing, state, bytes: known.bytes, weight: known, files };
  }
  if (state === "present") return { ...identity, ...nothing, state, bytes: null, weight: null };
  return describeRemote({ ...identity, state }, world);
}

/** The models that Ollama has in memory now; none if it does not run or answer. */
export async function findLoadedModels(
  engine: Engine,
  observation: Observation,
  signal: AbortSignal,
): Promise<LoadedModel[]> {
  return (
    (await askOllama(engine, observation.containers.ollama, signal, (ollama, bounds) => ollama.loaded(bounds))) ?? []
  );
}

function findState(model: ModelName, project: string, { models, volumes }: Observation): ModelFacts["state"] {
  if (models !== null) return models.some((name) => isSameModel(name, model)) ? "present" : "missing";
  return volumes[volumeName({ name: project }, "ollama")] ? "unknown" : "missing";
}

/** A model on disk by its own description; null if it has been deleted since. */
async function describeInstalled(
  ollama: Ollama,
  identity: Identity,
  bounds: RequestBounds,
): Promise<ModelFacts | null> {
  const [installed, shown] = await Promise.all([ollama.installed(bounds), ollama.show(identity.name, bounds)]);
  const found = installed.find(({ name }) => isSameModel(name, identity.name));
  if (found === undefined || shown === null) return null;
  const { shape, trainedContext, parameterSize, quantization, parameters } = shown;
  return {
    ...identity,
    ...nothing,
    state: "present",
    bytes: found.sizeBytes,
    weight: { weightsBytes: found.sizeBytes, shape, trainedContext },
    parameterSize,
    quantization,
    ownContext: Number(parameters.num_ctx?.[0]) || null,
  };
}

/** A model in its registry, by its manifest and the description in its files. */
async function describeRemote(
  identity: Identity & Pick<ModelFacts, "state">,
  world: Pick<World, "signal" | "environment">,
): Promise<ModelFacts> {
  const { signal, environment } = world;
  const request = { signal, environment, timeoutMs: registryTimeoutMs };
  try {
    const manifest = await readModelManifest(identity.name, request);
    const { parameterSize, quantization, ...description } = await readModelDetails(identity.name, manifest, request);
    const files = [...manifest.layers, ...(manifest.config === null ? [] : [manifest.config])];
    return {
      ...identity,
      ...nothing,
      bytes: manifest.totalBytes,
      weight: { weightsBytes: manifest.weightsBytes, ...description },
      parameterSize,
      quantization,
      files: Object.fromEntries(files.map(({ digest, sizeBytes }) => [digest, sizeBytes])),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    const reason =
      error instanceof LocalgptError && "reason" in error.facts ? (error.facts.reason as PullReason) : "other";
    // A model that Ollama may have, created or imported by the person, need not be in any registry.
    const state = reason === "not-found" && identity.state === "missing" ? "not-found" : identity.state;
    return { ...identity, ...nothing, state, bytes: null, weight: null, reason };
  }
}

async function askOllama<T>(
  engine: Engine,
  container: ObservedContainer | undefined,
  signal: AbortSignal,
  ask: (ollama: Ollama, bounds: RequestBounds) => Promise<T>,
): Promise<T | null> {
  return findFact(signal, answerTimeoutMs, (bounded) =>
    askService(engine, container, { signal: bounded }, (agent, bounds) => ask(createOllama(agent), bounds)),
  );
}
