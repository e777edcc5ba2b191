import { isError, type LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { World } from "../../core/run/world.ts";
import { findModelName, isLibraryModel } from "../../core/values/model-name.ts";
import { type ModelManifest, readModelManifest } from "../clients/model-registry.ts";
import type { Ollama } from "../clients/ollama.ts";
import type { InstalledModel } from "../clients/ollama-answers.ts";
import { mapAtOnce } from "../http/at-once.ts";

/**
 * How a model on disk stands to the one that its registry has under the same name. `local`: no registry has it, or it
 * was made here of another one, and what a registry may have under its name is a different model.
 */
export type Comparison = {
  model: ModelName;
  state: "current" | "outdated" | "local" | "unknown";
  digest: string | null;
  /** What the registry has; null where it has nothing or was not reached. */
  newDigest: string | null;
  /** Bytes of an update, without the files that are on disk already. */
  downloadBytes: number | null;
  /** The model that a local one was made of, where Ollama knows. */
  parent: string | null;
  failure: LocalgptError<"pull-failed"> | null;
};

const questionsAtOnce = 4;
const registryTimeoutMs = 10_000;

/**
 * Asks the registries which of these models they have newer; one that cannot be asked is `unknown` with its reason.
 * Throws `interrupted`, and what Ollama fails with.
 */
export async function compareModels(
  ollama: Ollama,
  models: readonly InstalledModel[],
  world: Pick<World, "signal" | "environment">,
): Promise<Comparison[]> {
  return mapAtOnce(models, questionsAtOnce, (model) => compareModel(ollama, model, world));
}

async function compareModel(
  ollama: Ollama,
  { name, digest, parent }: InstalledModel,
  { signal, environment }: Pick<World, "signal" | "environment">,
): Promise<Comparison> {
  const facts = { model: name, digest, newDigest: null, downloadBytes: null, parent, failure: null };
  // Ollama also keeps the paths of files where a name could stand.
  const isDerived = parent !== null && findModelName(parent) !== null;
  // Under such a name only a person's own model has a parent: no registry is told what it is called.
  if (isDerived && isLibraryModel(name)) return { ...facts, state: "local" };
  let manifest: ModelManifest;
  try {
    manifest = await readModelManifest(name, { signal, environment, timeoutMs: registryTimeoutMs });
  } catch (error) {
    if (!isError(error, "pull-failed")) throw error;
    if (error.facts.reason === "not-found") return { ...facts, state: "local" };
    return { ...facts, state: "unknown", failure: error };
  }
  if (manifest.digest === digest) return { ...facts, state: "current", newDigest: manifest.digest };
  // What others made of a model and published has a parent too; what differs from that is rather a person's own.
  if (isDerived) return { ...facts, state: "local" };
  const downloadBytes = await measureDownload(ollama, manifest, signal);
  return { ...facts, state: "outdated", newDigest: manifest.digest, downloadBytes };
}

/** Bytes of the files that are not on disk yet; those of a download that broke off count in full. */
async function measureDownload(ollama: Ollama, manifest: ModelManifest, signal: AbortSignal): Promise<number> {
  const files = [...manifest.layers, ...(manifest.config === null ? [] : [manifest.config])];
  let bytes = 0;
  for (const { digest, sizeBytes } of new Map(files.map((file) => [file.digest, file])).values()) {
    if (!(await ollama.hasFile(digest, { signal }))) bytes += sizeBytes;
  }
  return bytes;
}
