import { chmod, lstat } from "node:fs/promises";
import { join } from "node:path";
import { backupsFolder } from "../../core/backup/backup-name.ts";
import { conversationsFolder, listFolderContents } from "./kept-files.ts";

const others = 0o077;

/**
 * Takes from everybody else what they may do with localgpt's files in a stack's folder, and with the folder itself
 * where nothing in it is another's; gives how many had been open to them. What this user may not change stays as it is,
 * and so does everything on Windows, where rights are of another kind.
 */
export async function closeToOthers(folder: string, platform: NodeJS.Platform): Promise<number> {
  if (platform === "win32") return 0;
  const { own, backups, foreign } = await listFolderContents(folder);
  const names = [...own, ...backups].map(({ name }) => name);
  // A folder with files of others may have to be theirs too.
  const folders = [conversationsFolder, backupsFolder, ...(foreign.length === 0 ? ["."] : [])];
  const closed = await Promise.all([...names, ...folders].map((name) => close(join(folder, name))));
  return closed.filter(Boolean).length;
}

/** Whether it was open; of a link the target is somebody else's matter. */
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
