import { isError, type LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { World } from "../../core/run/world.ts";
import { findModelName, isLibraryModel } from "../../core/values/model-name.ts";
import { type ModelManifest, readModelManifest } from "../clients/model-registry.ts";
import type { Ollama } from "../clients/ollama.ts";
import type { InstalledModel } from "../clients/ollama-answers.ts";
import { mapAtOnce } from "../http/at-once.ts";

/**
 * How a model on disk compares with its registry's one of the same name. `local`: no registry has it, or it was created
 * here from another one, and a registry's model of that name is a different one.
 */
export type Comparison = {
  model: ModelName;
  state: "current" | "outdated" | "local" | "unknown";
  digest: string | null;
  /** What the registry has; null if it has nothing or was not reached. */
  newDigest: string | null;
  /** Bytes of an update, without the files already on disk. */
  downloadBytes: number | null;
  /** The model that a local one was created from, if Ollama knows. */
  parent: string | null;
  failure: LocalgptError<"pull-failed"> | null;
};

const questionsAtOnce = 4;
const registryTimeoutMs = 10_000;

/**
 * Asks the registries for newer versions of these models; one that cannot be asked is `unknown` with its reason.
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
  // Ollama also keeps the paths of files in place of a name.
  const isDerived = parent !== null && findModelName(parent) !== null;
  // Under such a name only a person's own model has a parent: its name is not sent to any registry.
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
  // A published model that others derived has a parent too; one that differs from it is more likely a person's own.
  if (isDerived) return { ...facts, state: "local" };
  const downloadBytes = await measureDownload(ollama, manifest, signal);
  return { ...facts, state: "outdated", newDigest: manifest.digest, downloadBytes };
}

/** Bytes of the files that are not on disk yet; those of an interrupted download count in full. */
async function measureDownload(ollama: Ollama, manifest: ModelManifest, signal: AbortSignal): Promise<number> {
  const files = [...manifest.layers, ...(manifest.config === null ? [] : [manifest.config])];
  let bytes = 0;
  for (const { digest, sizeBytes } of new Map(files.map((file) => [file.digest, file])).values()) {
    if (!(await ollama.hasFile(digest, { signal }))) bytes += sizeBytes;
  }
  return bytes;
}
