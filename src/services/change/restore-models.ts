import { type BackedUpModel, backupEntries } from "../../core/backup/backup-format.ts";
import { modelOfManifest } from "../../core/models/adopted-model.ts";
import { fieldsOf } from "../../core/text/json-text.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { CheckedBackup } from "../../host/backup/backup-reader.ts";
import { unusable } from "../../host/backup/backup-reader.ts";
import ollamaFilesScript from "../data/python/ollama_files.py";
import { reportBytes } from "../data/report-bytes.ts";
import { requireRoom } from "../data/require-room.ts";
import { runScript } from "../data/run-script.ts";
import { sendEntries } from "../data/send-entries.ts";
import { sizeOf } from "./restore-data.ts";

/**
 * Names of models: restored, kept because another version of them is here, and missing.
 */
export type RestoredModels = { added: string[]; kept: string[]; missing: string[] };

/** Whose models, where they belong, and the operation that events refer to. */
export type ModelsRequest = {
  project: string;
  image: string;
  volume: string;
  backup: CheckedBackup;
  operationId: string;
  signal: AbortSignal;
  emit: Parameters<typeof reportBytes>[3];
};

type OllamaFiles = { blobs: Record<string, number>; manifests: Record<string, string> };

const folder = "/localgpt/ollama";
/** Where files are collected until all are there. */
const ready = ".localgpt-restore";
const manifestsPath = `${backupEntries.ollama}/manifests/`;
const blobsPath = `${backupEntries.ollama}/blobs/`;
const timeoutMs = 600_000;

/**
 * Adds the models of a backup that Ollama's volume does not have, whether Ollama runs or not; nothing that exists is
 * changed or removed. Throws `disk-full`, `backup-unusable`, `data-failed` and the Engine's failures.
 */
export async function restoreModels(engine: Engine, request: ModelsRequest): Promise<RestoredModels> {
  const { project, image, volume, backup, operationId, signal, emit } = request;
  refuseFalseBlobs(backup);
  const mounts = [{ volume, path: folder }];
  return withOneOff(engine, { project, image, mounts, signal }, async (container) => {
    const before = await listOllamaFiles(engine, container, false, signal);
    const entries = new Map(backup.manifest.entries.map((entry) => [entry.path, entry]));
    const isMissing = (path: string): boolean => {
      if (path.startsWith(blobsPath)) return !(path.slice(blobsPath.length) in before.blobs);
      return path.startsWith(manifestsPath) && !(path.slice(manifestsPath.length) in before.manifests);
    };
    const neededBytes = sizeOf(backup, isMissing);
    await requireRoom(engine, { container, folder, volume, neededBytes }, signal);
    const isAnyMissing = [...entries.keys()].some(isMissing);
    if (isAnyMissing) {
      const onBytes = reportBytes(operationId, backup.path, neededBytes, emit);
      const rename = (path: string) =>
        isMissing(path) ? `${ready}/${path.slice(backupEntries.ollama.length + 1)}` : null;
      await sendEntries(engine, { backup, container, folder, rename, onBytes }, signal);
    }
    const after = isAnyMissing ? await listOllamaFiles(engine, container, true, signal) : before;
    return compare(backup.manifest.models, before, after);
  });
}

/** A blob's name is the SHA-256 of its bytes: under a wrong name it would pass for another one for ever. */
function refuseFalseBlobs({ path, manifest }: CheckedBackup): void {
  const wrong = manifest.entries.find(
    (entry) => entry.path.startsWith(blobsPath) && entry.path !== `${blobsPath}sha256-${entry.sha256}`,
  );
  if (wrong !== undefined) throw unusable(path, "altered", wrong.path);
}

async function listOllamaFiles(
  engine: Engine,
  container: string,
  place: boolean,
  signal: AbortSignal,
): Promise<OllamaFiles> {
  const script = { source: ollamaFilesScript, args: [folder, ...(place ? ["place"] : [])], answers: ["blobs"] };
  const bounds = { action: place ? "write-data" : "read-data", signal, timeoutMs };
  const { blobs, manifests } = await runScript(engine, container, script, bounds);
  return { blobs: fieldsOf(blobs) as OllamaFiles["blobs"], manifests: fieldsOf(manifests) as OllamaFiles["manifests"] };
}

/** The digest of its manifest identifies a model, wherever that is; one of the same name may be another version. */
function compare(models: BackedUpModel[], before: OllamaFiles, after: OllamaFiles): RestoredModels {
  const digests = ({ manifests }: OllamaFiles) => new Set(Object.values(manifests));
  const names = ({ manifests }: OllamaFiles) => new Set(Object.keys(manifests).map(modelOfManifest));
  const [had, has] = [digests(before), digests(after)];
  const named = names(after);
  const absent = models.filter(({ digest }) => !has.has(digest)).map(({ name }) => name);
  return {
    added: models.filter(({ digest }) => has.has(digest) && !had.has(digest)).map(({ name }) => name),
    kept: absent.filter((name) => named.has(name)),
    missing: absent.filter((name) => !named.has(name)),
  };
}
