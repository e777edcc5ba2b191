import { putArchive } from "../../engine/containers/put-archive.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { type CheckedBackup, readBackup, unusable } from "../../host/backup/backup-reader.ts";
import { createTar, writeEntry } from "../../host/files/tar.ts";
import { countBytes } from "./report-bytes.ts";

/**
 * Which entries of a backup go where: `rename` gives the name in the container's folder, null for an entry not
 * wanted.
 */
export type SendRequest = {
  backup: CheckedBackup;
  container: string;
  folder: string;
  rename: (path: string) => string | null;
  onBytes?: (bytes: number) => void;
};

/**
 * Unpacks entries of a backup in a container; each file is compared with the manifest after it has passed, and one that
 * has changed since the check stops the transfer. Throws `backup-unusable`, `file-failed` and the Engine's failures.
 */
export async function sendEntries(
  engine: Engine,
  { backup, container, folder, rename, onBytes }: SendRequest,
  signal: AbortSignal,
): Promise<void> {
  const listed = new Map(backup.manifest.entries.map((entry) => [entry.path, entry.sha256]));
  const archive = createTar();
  const fill = async () => {
    for await (const passing of readBackup(backup.path, { signal })) {
      const name = rename(passing.path);
      if (name === null) {
        for await (const _ of passing.entry);
        continue;
      }
      await writeEntry(archive, { ...passing.entry.header, name }, countBytes(passing.take.pieces, onBytes));
      const { sha256 } = passing.take.entry();
      if (sha256 !== listed.get(passing.path)) throw unusable(backup.path, "altered", passing.path);
    }
    archive.finalize();
  };
  const filled = fill().catch((error: unknown) => {
    archive.stream.destroy(error as Error);
    throw error;
  });
  // Reported by the sending side, which it stops; an Engine that refuses stops this side.
  filled.catch(() => {});
  await putArchive(engine, { container, folder, stream: archive.stream }, { action: "write-data", signal });
  await filled;
}
