import { readFile, writeFile } from "node:fs/promises";
import {
  type BackupEntry,
  type BackupManifest,
  backupEntries,
  formatBackupJson,
  sealManifest,
} from "../../../src/core/backup/backup-format.ts";
import { writeArchive } from "../../../src/host/backup/backup-file.ts";
import type { TarHead } from "../../../src/host/files/tar.ts";
import { createProcesses } from "../../../src/host/machine/processes.ts";

/** A file, folder or link of a small backup, in the order in which they stand in it. */
export type SmallEntry = { path: string; text?: string; target?: string; type?: "directory" | "symlink" | "link" };

/** What a small backup says of itself, unless told otherwise. */
const smallHeader = {
  format: 1,
  createdAt: "2026-11-24T18:30:00.000Z",
  localgpt: "0.1.0",
  project: "localgpt",
  cause: "asked",
  note: null,
  openWebui: "0.11.4",
  counts: { accounts: 1, chats: 2 },
  withModels: false,
  dataBytes: 5,
} as const;

/** The entries of a small backup that is as it should be. */
export const smallEntries: SmallEntry[] = [
  { path: "settings.yaml", text: "port: 3001\n" },
  { path: "conversations/exam.yaml", text: "model: tiny\n" },
  { path: "open-webui", type: "directory" },
  { path: "open-webui/uploads", type: "directory" },
  { path: "open-webui/uploads/now", target: "../webui.db", type: "symlink" },
  { path: "open-webui/webui.db", text: "hello" },
];

/** Writes a backup of those entries, whole and sealed; `header` changes what it says of itself. */
export async function writeSmallBackup(
  path: string,
  entries: SmallEntry[] = smallEntries,
  header: Partial<Record<keyof BackupManifest | "kind", unknown>> = {},
): Promise<void> {
  const told = { ...smallHeader, ...header } as unknown as BackupManifest;
  await writeArchive(path, createProcesses(process), async (add) => {
    const listed: BackupEntry[] = [await add(head(backupEntries.header), Buffer.from(formatBackupJson(told)))];
    for (const { path: name, text = "", target, type } of entries) {
      const special = { ...head(name), ...(type && { type }), ...(target !== undefined && { linkname: target }) };
      listed.push(await add(special as TarHead, Buffer.from(text)));
    }
    const image = { reference: "a/b:1", id: "sha256:1", digest: null };
    const lists = { models: [], omitted: [], changed: [], damaged: [], databases: [], entries: listed };
    const manifest = { ...told, images: { ollama: image, "open-webui": image }, ...lists };
    const text = formatBackupJson(manifest);
    await add(head(backupEntries.manifest), Buffer.from(text));
    await add(head(backupEntries.seal), Buffer.from(sealManifest(text)));
  });
}

/** Puts other bytes in the place of the first that a file has of that text. */
export async function changeBytes(path: string, before: string, after: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(before);
  if (at < 0 || before.length !== after.length) throw new Error(`${before} cannot be changed`);
  bytes.write(after, at);
  await writeFile(path, bytes);
}

function head(name: string): TarHead {
  return { name, type: "file", mode: 0o600, mtime: new Date(0) };
}
