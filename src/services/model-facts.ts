import { LocalgptError, type PullReason } from "../core/errors.ts";
import type { ModelWeight } from "../core/fit.ts";
import { formatModelName, isSameModel, parseModelName } from "../core/model-name.ts";
import { findKnownModel } from "../core/models.ts";
import { servicePorts } from "../core/names.ts";
import type { Observation, ObservedContainer } from "../core/observation.ts";
import { volumeName } from "../core/stack.ts";
import type { Engine } from "../engine/engine.ts";
import { createTunnelAgent } from "../engine/tunnel.ts";
import { findFact } from "./find-fact.ts";
import { readModelManifest } from "./model-registry.ts";
import { createOllama, type Ollama } from "./ollama.ts";
import type { LoadedModel } from "./ollama-answers.ts";

/** What is known of a model before it is used: where it is, how large, and why its registry did not tell. */
export type ModelFacts = {
  /** As Ollama lists it. */
  name: string;
  registry: string;
  state: "present" | "missing" | "unknown" | "not-found";
  bytes: number | null;
  weight: ModelWeight | null;
  reason: PullReason | null;
};

type Surroundings = { signal: AbortSignal; environment: NodeJS.ProcessEnv };

const answerTimeoutMs = 3000;
const registryTimeoutMs = 5000;

/**
 * Finds out about a model: its size from the table of known models, from Ollama where it is there, or else from its
 * registry, which is asked only then. Whether a model is there stays `unknown` while Ollama does not run.
 */
export async function findModelFacts(
  engine: Engine,
  { model, project, observation }: { model: string; project: string; observation: Observation },
  surroundings: Surroundings,
): Promise<ModelFacts> {
  const parsed = parseModelName(model, { name: "model" });
  const facts = { name: formatModelName(parsed), registry: parsed.host, reason: null };
  const state = findState(model, project, observation);
  const known = findKnownModel(model);
  if (known !== null) return { ...facts, state, bytes: known.bytes, weight: known };
  if (state === "present") {
    const bytes = await readInstalledBytes(engine, model, observation, surroundings.signal);
    return { ...facts, state, bytes, weight: bytes === null ? null : weigh(bytes) };
  }
  try {
    const manifest = await readModelManifest(parsed, { ...surroundings, timeoutMs: registryTimeoutMs });
    return { ...facts, state, bytes: manifest.totalBytes, weight: weigh(manifest.weightsBytes) };
  } catch (error) {
    if (surroundings.signal.aborted) throw error;
    const reason =
      error instanceof LocalgptError && "reason" in error.facts ? (error.facts.reason as PullReason) : "other";
    // One that Ollama may have, made by the person or imported, need not be in any registry.
    const missing = reason === "not-found" && state === "missing";
    return { ...facts, state: missing ? "not-found" : state, bytes: null, weight: null, reason };
  }
}

/** The models that Ollama has in memory now; none where it does not run or answer. */
export async function findLoadedModels(
  engine: Engine,
  observation: Observation,
  signal: AbortSignal,
): Promise<LoadedModel[]> {
  return (
    (await askOllama(engine, observation.containers.ollama, signal, (ollama, bounds) => ollama.loaded(bounds))) ?? []
  );
}

function findState(model: string, project: string, { models, volumes }: Observation): ModelFacts["state"] {
  if (models !== null) return models.some((name) => isSameModel(name, model)) ? "present" : "missing";
  return volumes[volumeName({ name: project }, "ollama")] ? "unknown" : "missing";
}

async function readInstalledBytes(
  engine: Engine,
  model: string,
  observation: Observation,
  signal: AbortSignal,
): Promise<number | null> {
  const { ollama: container } = observation.containers;
  const installed = await askOllama(engine, container, signal, (ollama, bounds) => ollama.installed(bounds));
  return installed?.find(({ name }) => isSameModel(name, model))?.sizeBytes ?? null;
}

async function askOllama<T>(
  engine: Engine,
  container: ObservedContainer | undefined,
  signal: AbortSignal,
  ask: (ollama: Ollama, bounds: { signal: AbortSignal }) => Promise<T>,
): Promise<T | null> {
  if (container?.state !== "running") return null;
  const agent = createTunnelAgent(engine, container.id, servicePorts.ollama);
  try {
    return await findFact(signal, answerTimeoutMs, (bounded) => ask(createOllama(agent), { signal: bounded }));
  } finally {
    agent.destroy();
  }
}

function weigh(weightsBytes: number): ModelWeight {
  return { weightsBytes, shape: null, trainedContext: null };
}
