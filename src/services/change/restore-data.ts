import { posix } from "node:path";
import { backupEntries } from "../../core/backup/backup-format.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { services } from "../../core/services/services.ts";
import { textOf } from "../../core/text/json-text.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { CheckedBackup } from "../../host/backup/backup-reader.ts";
import type { Fill } from "../data/fill.ts";
import checkDatabasesScript from "../data/python/check_databases.py";
import { reportBytes } from "../data/report-bytes.ts";
import { requireRoom, spareBytes } from "../data/require-room.ts";
import { runScript } from "../data/run-script.ts";
import { sendEntries } from "../data/send-entries.ts";
import { readPageState } from "../page/page-state.ts";

const folder = services["open-webui"].dataFolder;
/** Enough to read databases of many gigabytes from a slow disk, and to write them back. */
const timeoutMs = 60 * 60_000;

/**
 * Fills a new volume with Open WebUI's data from a checked backup, verifying every byte again on the way and then the
 * databases. Files that are part of the image come from the image. Throws `disk-full` before anything is written,
 * `backup-unusable`, `data-damaged`, `data-failed`, `data-lost` and the Engine's failures.
 */
export function fillFromBackup(engine: Engine, { project, backup }: { project: string; backup: CheckedBackup }): Fill {
  const { manifest } = backup;
  return async (volume, { image, signal, emit, operationId }) => {
    const request = { project, image, mounts: [{ volume, path: folder }], signal };
    return withOneOff(engine, request, async (container) => {
      const neededBytes = sizeOf(backup, isPageData) + spareBytes;
      await requireRoom(engine, { container, folder, volume, neededBytes }, signal);
      const onBytes = reportBytes(operationId, backup.path, sizeOf(backup, isPageData), emit);
      const rename = (path: string) => (isPageData(path) ? posix.relative(backupEntries.page, path) || "." : null);
      await sendEntries(engine, { backup, container, folder, rename, onBytes }, signal);
      await checkDatabases(engine, container, backup, signal);
      const found = await readPageState(engine, { container, folder, signal });
      const expected = manifest.counts;
      if (expected !== null && (found?.accounts !== expected.accounts || found.chats !== expected.chats)) {
        throw new LocalgptError("data-lost", { expected, found });
      }
      return expected;
    });
  };
}

/** Bytes of a backup's files in those places. */
export function sizeOf({ manifest }: CheckedBackup, isWanted: (path: string) => boolean): number {
  return manifest.entries.reduce((sum, { path, bytes }) => sum + (isWanted(path) ? bytes : 0), 0);
}

function isPageData(path: string): boolean {
  return path === backupEntries.page || path.startsWith(`${backupEntries.page}/`);
}

async function checkDatabases(
  engine: Engine,
  container: string,
  { manifest }: CheckedBackup,
  signal: AbortSignal,
): Promise<void> {
  // Databases that were damaged when saved are restored as they were; that was reported then, and is again.
  const whole = manifest.databases.filter((path) => !manifest.damaged.includes(path));
  const names = whole.map((path) => posix.relative(backupEntries.page, path));
  const script = { source: checkDatabasesScript, args: [folder], input: JSON.stringify(names), answers: [] };
  const faults = await runScript(engine, container, script, { action: "read-page-state", signal, timeoutMs });
  const [fault] = Object.entries(faults);
  if (fault !== undefined) throw new LocalgptError("data-damaged", { detail: `${fault[0]}: ${textOf(fault[1])}` });
}
