import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { backupName, backupsFolder } from "../../core/backup/backup-name.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { createPull } from "../../engine/plan/engine-handlers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { fileFailed, makeFolder } from "../../host/files/files.ts";
import { findStackData } from "../data/find-data.ts";
import { step } from "../steps/step.ts";
import { type Backup, type BackupRequest, saveData } from "./save-data.ts";

/**
 * Saves Open WebUI's data, the settings, the saved conversations and, if wanted, the models in one file that is written
 * whole or not at all, whether the stack runs or not; takes no lock. Throws `no-data` before there is any,
 * `backup-exists`, `backup-place`, `disk-full`, `data-failed`, `pull-failed` (Open WebUI's image is needed),
 * `file-failed` and the Engine's failures.
 */
export async function makeBackup(engine: Engine, request: BackupRequest): Promise<Backup> {
  const { settings, signal, emit } = request;
  const path = await chooseBackupPath(request);
  const data = await findStackData(engine, request, signal);
  const volume = data.volumes["open-webui"];
  if (volume === null) throw new LocalgptError("no-data", { project: settings.name });
  const { reference } = data.images["open-webui"];
  const image = data.pageImage ?? reference;
  if (data.pageImage === null) {
    const pull = { kind: "pull-image", image: reference, id: "image", cause: { id: "missing" } } as const;
    await step(pull, createPull(engine, settings.stallMs), { signal, emit });
  }
  const made = await step(
    { kind: "save-backup", file: path, id: "backup" },
    ({ id }, tools) => saveData(engine, { ...request, ...tools, id, path, data: { ...data, image, volume } }),
    { signal, emit },
  );
  return { path, ...made };
}

/**
 * The path of a new backup: throws `backup-exists` and `backup-place` if it cannot be written there. Without a given
 * path it goes into the folder's `backups`, which is created.
 */
export async function chooseBackupPath({
  file,
  folder,
  settings,
}: Pick<BackupRequest, "file" | "folder" | "settings">): Promise<string> {
  if (file === null) {
    const backups = join(folder, backupsFolder);
    await makeFolder(backups).catch((error) => Promise.reject(fileFailed(backups, "write", error)));
    const now = new Date();
    for (let attempt = 1; ; attempt += 1) {
      const path = join(backups, backupName(settings.name, now, attempt));
      if ((await kindOf(path)) === null) return path;
    }
  }
  const path = resolve(file);
  const kind = await kindOf(path);
  if (kind === "folder") throw new LocalgptError("backup-place", { path, problem: "folder" });
  if (kind !== null) throw new LocalgptError("backup-exists", { path });
  if ((await kindOf(dirname(path))) !== "folder") {
    throw new LocalgptError("backup-place", { path: dirname(path), problem: "no-folder" });
  }
  return path;
}

async function kindOf(path: string): Promise<"folder" | "other" | null> {
  return stat(path).then(
    (found) => (found.isDirectory() ? "folder" : "other"),
    () => null,
  );
}
