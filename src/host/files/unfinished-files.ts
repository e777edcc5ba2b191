import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** What only whoever holds the lock writes. */
const underLock = new Set(["compose.yaml", "installation.json"]);
/** Nobody takes as long to write a file of settings. */
const forgottenMs = 60_000;

/** The name that a file is written for: a killed localgpt may have left it as `.NAME.RANDOM.tmp`. */
export function finalName(name: string): string {
  return /^\.(.+)\.[0-9a-f]{12}\.tmp$/.exec(name)?.[1] ?? name;
}

/**
 * Removes what killed runs left in a folder of files that they were writing; to be called under its lock. What others
 * may be writing at this moment without it goes once it is old.
 */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const final = finalName(name);
    if (final === name) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (underLock.has(final) || Date.now() - mtimeMs > forgottenMs) await rm(path, { force: true }).catch(() => {});
  }
}
