import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Written only by the holder of the lock. */
const underLock = new Set(["compose.yaml", "installation.json"]);
/** Longer than writing a file of settings takes. */
const forgottenMs = 60_000;

/** The name that a file is written for: a killed localgpt may have left it as `.NAME.RANDOM.tmp`. */
export function finalName(name: string): string {
  return /^\.(.+)\.[0-9a-f]{12}\.tmp$/.exec(name)?.[1] ?? name;
}

/**
 * Removes unfinished files of killed runs from a folder; to be called under its lock. Files that others may be writing
 * without the lock are removed once they are old.
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
