import { chmod, lstat } from "node:fs/promises";
import { join } from "node:path";
import { backupsFolder } from "../../core/backup/backup-name.ts";
import { conversationsFolder, listFolderContents } from "./kept-files.ts";

const others = 0o077;

/**
 * Removes everybody else's access to localgpt's files in a stack's folder, and to the folder itself if it contains
 * nothing of others; returns how many had been open. What this user may not change stays as it is, and so does
 * everything on Windows, whose permissions work differently.
 */
export async function closeToOthers(folder: string, platform: NodeJS.Platform): Promise<number> {
  if (platform === "win32") return 0;
  const { own, backups, foreign } = await listFolderContents(folder);
  const names = [...own, ...backups].map(({ name }) => name);
  // Others may need access to a folder that contains their files.
  const folders = [conversationsFolder, backupsFolder, ...(foreign.length === 0 ? ["."] : [])];
  const closed = await Promise.all([...names, ...folders].map((name) => close(join(folder, name))));
  return closed.filter(Boolean).length;
}

/** Whether it was open; the target of a link is not ours to change. */
async function close(path: string): Promise<boolean> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink() || (found.mode & others) === 0) return false;
    await chmod(path, found.mode & 0o700);
    return true;
  } catch {
    return false;
  }
}
