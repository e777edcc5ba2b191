import { buffer } from "node:stream/consumers";
import type { BackedUpModel, OmissionReason } from "../../core/backup/backup-format.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { Fields } from "../../core/text/json-text.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import { startProgram } from "../../engine/programs/program.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { BrokenTar, readTar, type TarEntry } from "../../host/files/tar.ts";
import backupScript from "./python/backup_data.py";
import { pythonCommand, readAnswer, scriptFailed } from "./run-script.ts";

/** What the volumes will yield. */
export type DataPlan = {
  /** The version named by Open WebUI's image. */
  version: string | null;
  counts: PageCounts | null;
  dataBytes: number;
  entries: number;
  models: BackedUpModel[];
  databases: string[];
};

/** The result. */
export type DataEnd = {
  omitted: { path: string; bytes: number; reason: OmissionReason }[];
  changed: string[];
  damaged: string[];
};

/** Where the data is, and the image whose Python reads it. */
export type BackupSource = {
  project: string;
  image: string;
  volume: string;
  /** Ollama's volume; null if missing. */
  ollama: string | null;
  withModels: boolean;
};

const noPlan = { problem: "other", path: null, detail: "no plan" } as const;
const dataFolder = "/localgpt/data";
const ollamaFolder = "/localgpt/ollama";

/**
 * Reads Open WebUI's data and, if wanted, the models, whether the stack runs or not: passes first the plan and then
 * each entry to `take`, with the plan's result, one after the other, and returns how it ended. Throws `data-failed`,
 * the Engine's failures and what `take` throws.
 */
export async function streamData<P>(
  engine: Engine,
  source: BackupSource,
  take: { plan: (plan: DataPlan) => Promise<P>; entry: (entry: TarEntry, planned: P) => Promise<void> },
  signal: AbortSignal,
): Promise<DataEnd & { planned: P }> {
  const { project, image, volume, ollama, withModels } = source;
  const mounts = [
    { volume, path: dataFolder },
    ...(ollama === null ? [] : [{ volume: ollama, path: ollamaFolder, readOnly: true }]),
  ];
  const request = {
    data: dataFolder,
    baked: "/app/backend/data",
    ollama: ollama === null ? null : ollamaFolder,
    models: withModels,
  };
  return withOneOff(engine, { project, image, mounts, signal }, async (container) => {
    const command = pythonCommand(backupScript, JSON.stringify(request));
    const { stream, ended } = await startProgram(engine, container, command, { action: "read-data", signal });
    let planned: P | null = null;
    let end: DataEnd | null = null;
    try {
      for await (const entry of readTar(stream)) {
        if (entry.header.name === "plan.json") planned = await take.plan((await readFields(entry)) as DataPlan);
        else if (entry.header.name === "end.json") end = (await readFields(entry)) as DataEnd;
        else if (planned === null) throw new LocalgptError("data-failed", noPlan);
        else await take.entry(entry, planned);
      }
    } catch (error) {
      stream.destroy();
      if (!(error instanceof BrokenTar)) throw error;
      // Why the program ended matters more than that its archive is cut off.
      throw error.cause instanceof LocalgptError ? error.cause : scriptFailed(await ended, "read-data", error.cause);
    }
    const program = await ended;
    if (end === null || planned === null || program.exitCode !== 0) throw scriptFailed(program, "read-data");
    return { ...end, planned };
  });
}

async function readFields(entry: TarEntry): Promise<Fields> {
  return readAnswer((await buffer(entry)).toString());
}
