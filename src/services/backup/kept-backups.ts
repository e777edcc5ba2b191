import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BackupHeader } from "../../core/backup/backup-format.ts";
import { backupsFolder, isBackupName } from "../../core/backup/backup-name.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import { readBackupHead } from "../../host/backup/backup-head.ts";
import { fileFailed } from "../../host/files/files.ts";

/** A backup in a stack's folder of backups; an incomplete one was cut off by something that copied it there. */
export type KeptBackup = { path: string; bytes: number; isWhole: boolean } & Omit<BackupHeader, "format">;

/** The backups in a stack's folder, the newest first; other files there are ignored. Throws `file-failed`. */
export async function listBackups(folder: string): Promise<KeptBackup[]> {
  const backups = join(folder, backupsFolder);
  const names = await readdir(backups).catch((error) => {
    if (codeOf(error) === "ENOENT") return [];
    throw fileFailed(backups, "read", error);
  });
  const found: KeptBackup[] = [];
  for (const name of names.filter((file) => file.endsWith(".tar"))) {
    const path = join(backups, name);
    const head = await readBackupHead(path);
    if (head === null) continue;
    const { format: _format, ...header } = head.header;
    found.push({ path, bytes: head.bytes, isWhole: head.isWhole, ...header });
  }
  return found.sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
}

/**
 * Removes all but the newest `keep` of the complete backups that a person asked for and localgpt named, and returns the
 * paths of those removed. `made` is the one just made: it is kept and counts as the newest, whatever the clock says.
 * Backups that a person named or annotated, and those made before a change, are kept and not counted. Throws
 * `file-failed`.
 */
export async function pruneBackups(
  { folder, project, made }: { folder: string; project: string; made: string },
  keep: number,
): Promise<string[]> {
  const backups = await listBackups(folder);
  const older = backups.filter(({ path, isWhole, cause, note, project: owner }) => {
    const isOrdinary = isWhole && cause === "asked" && note === null && isBackupName(basename(path), project);
    return owner === project && isOrdinary && path !== made;
  });
  const surplus = older.slice(keep - 1).map(({ path }) => path);
  for (const path of surplus) {
    await rm(path, { force: true }).catch((error) => Promise.reject(fileFailed(path, "write", error)));
  }
  return surplus;
}
