import { dirname } from "node:path";
import type { BackupCause } from "../../core/backup/backup-format.ts";
import {
  type BackupEntry,
  type BackupHeader,
  type BackupManifest,
  backupEntries,
  backupFormat,
  formatBackupJson,
  sealManifest,
} from "../../core/backup/backup-format.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { version } from "../../core/facts/version.ts";
import type { Emit } from "../../core/run/events.ts";
import type { World } from "../../core/run/world.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { type AddEntry, writeArchive } from "../../host/backup/backup-file.ts";
import { readFileIfThere } from "../../host/files/files.ts";
import type { TarEntry, TarHead } from "../../host/files/tar.ts";
import { readFreeBytes } from "../../host/machine/hardware.ts";
import { conversationPath, listConversations } from "../../host/stores/conversations.ts";
import { settingsPath } from "../../host/stores/settings-store.ts";
import type { StackData } from "../data/find-data.ts";
import { countBytes, reportBytes } from "../data/report-bytes.ts";
import { type DataPlan, streamData } from "../data/stream-data.ts";

/** What to save of which stack, and where: null as `file` means a generated name in the folder's `backups`. */
export type BackupRequest = {
  settings: Settings;
  folder: string;
  file: string | null;
  cause: BackupCause;
  note: string | null;
  withModels: boolean;
} & Pick<World, "signal" | "emit" | "processes">;

/** A backup that was made. */
export type Backup = { path: string; bytes: number; manifest: BackupManifest };

/** The data to save, the file to write and the operation it is for. */
export type SaveRequest = Omit<BackupRequest, "file"> & {
  id: string;
  path: string;
  data: Pick<StackData, "images" | "volumes"> & { image: string; volume: string };
};

/** An entry's own header, the padding of its last block, and its line of the manifest. */
const entryBytes = 1024 + 512;

/** Writes the file of a backup from its first entry to its last; throws what `makeBackup` does. */
export async function saveData(engine: Engine, request: SaveRequest): Promise<Omit<Backup, "path">> {
  const { settings, withModels, data, path, signal } = request;
  const source = { project: settings.name, withModels, ollama: data.volumes.ollama, ...data };
  const { bytes, filled: manifest } = await writeArchive(path, request.processes, async (add) => {
    const entries: BackupEntry[] = [];
    const keep: AddEntry = async (head, contents) => {
      const entry = await add(head, contents);
      entries.push(entry);
      return entry;
    };
    const take = {
      plan: async (plan: DataPlan) => {
        await refuseFullDisk(path, plan);
        const header = describeBackup(request, plan);
        await keep(ownEntry(backupEntries.header), Buffer.from(formatBackupJson(header)));
        await addFolder(request.folder, keep);
        return { header, plan, progress: reportBytes(request.id, path, plan.dataBytes, request.emit) };
      },
      entry: async (entry: TarEntry, { progress }: { progress: Progress }) => {
        await keep(entry.header, countBytes(entry, progress));
      },
    };
    const { planned, ...end } = await streamData(engine, source, take, signal);
    const { models, databases } = planned.plan;
    const made = { ...planned.header, images: data.images, models, ...end, databases, entries };
    const text = formatBackupJson(made);
    await add(ownEntry(backupEntries.manifest), Buffer.from(text));
    await add(ownEntry(backupEntries.seal), Buffer.from(sealManifest(text)));
    return made;
  });
  tellFaults(manifest, request.emit);
  return { bytes, manifest };
}

function describeBackup({ settings, cause, note, withModels }: SaveRequest, plan: DataPlan): BackupHeader {
  return {
    format: backupFormat,
    createdAt: new Date().toISOString(),
    localgpt: version,
    project: settings.name,
    cause,
    note,
    openWebui: plan.version,
    counts: plan.counts,
    withModels,
    dataBytes: plan.dataBytes,
  };
}

function ownEntry(name: string): TarHead {
  return { name, type: "file", mode: 0o600, mtime: new Date() };
}

/** Adds the files of the stack's folder. */
async function addFolder(folder: string, add: AddEntry): Promise<void> {
  const files = [
    { name: backupEntries.settings, path: settingsPath(folder) },
    { name: backupEntries.compose, path: `${folder}/${backupEntries.compose}` },
    ...(await listConversations(folder)).map((name) => ({
      name: `${backupEntries.conversations}/${name}.yaml`,
      path: conversationPath(folder, name),
    })),
  ];
  for (const { name, path } of files) {
    const text = await readFileIfThere(path);
    if (text !== null) await add(ownEntry(name), Buffer.from(text));
  }
}

async function refuseFullDisk(path: string, { dataBytes, entries }: DataPlan): Promise<void> {
  const neededBytes = dataBytes + entries * entryBytes;
  const freeBytes = await readFreeBytes(dirname(path));
  if (freeBytes < neededBytes) throw new LocalgptError("disk-full", { place: path, neededBytes, freeBytes });
}

type Progress = (bytes: number) => void;

function tellFaults({ changed, damaged, omitted }: BackupManifest, emit: Emit): void {
  const out = omitted.filter(({ reason }) => ["special", "link-out", "name"].includes(reason)).map(({ path }) => path);
  if (changed.length > 0) emit({ type: "notice", notice: { id: "backup-changed", files: changed } });
  if (damaged.length > 0) emit({ type: "notice", notice: { id: "backup-damaged", databases: damaged } });
  if (out.length > 0) emit({ type: "notice", notice: { id: "backup-left-out", files: out } });
}
