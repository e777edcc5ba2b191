import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BackupHeader } from "../core/backup-format.ts";
import { isBackupName } from "../core/backup-name.ts";
import { readBackupHead } from "../host/backup-head.ts";
import { codeOf, fileFailed } from "../host/files.ts";
import { backupsFolder } from "./make-backup.ts";

/** A backup in a stack's folder of backups; one that is not whole was cut off by whoever copied it there. */
export type KeptBackup = { path: string; bytes: number; isWhole: boolean } & Omit<BackupHeader, "format">;

/** The backups in a stack's folder, the newest first; other files there are passed over. Throws `file-failed`. */
export async function listBackups(folder: string): Promise<KeptBackup[]> {
  const backups = backupsFolder(folder);
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
 * Removes all but the newest `keep` of the backups that localgpt itself gave their names, and gives the paths of those that are gone. One
 * that a person named, or wrote a note into, is theirs and does not count. Throws `file-failed`.
 */
export async function pruneBackups(
  { folder, project }: { folder: string; project: string },
  keep: number,
): Promise<string[]> {
  const kept = await listBackups(folder);
  const ours = kept.filter(
    ({ path, note, project: owner }) => owner === project && note === null && isBackupName(basename(path), project),
  );
  const surplus = ours.slice(keep).map(({ path }) => path);
  for (const path of surplus) {
    await rm(path, { force: true }).catch((error) => Promise.reject(fileFailed(path, "write", error)));
  }
  return surplus;
}
