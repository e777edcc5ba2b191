import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createEntryGuard, findAltered } from "../../core/backup/backup-check.ts";
import {
  type BackupEntry,
  type BackupManifest,
  backupEntries,
  backupFormat,
  parseBackupManifest,
  sealManifest,
} from "../../core/backup/backup-format.ts";
import type { UnusableReason } from "../../core/errors/backup-errors.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import { fileFailed } from "../files/files.ts";
import { readTar, type TarEntry } from "../files/tar.ts";
import { readBackupHead } from "./backup-head.ts";

/** The signal that ends the reading of a backup, and the listener that receives the bytes read. */
export type ReadOptions = { signal: AbortSignal; onBytes?: (bytes: number, totalBytes: number) => void };

/** A backup whose every byte was verified. */
export type CheckedBackup = { path: string; bytes: number; manifest: BackupManifest };

const chunkBytes = 1 << 20;
/** Only our own texts are kept in memory to be read. */
const mostTextBytes = 256 << 20;

/** The error for a file that cannot be restored. */
export function unusable(path: string, reason: UnusableReason, entry: string | null = null): LocalgptError {
  return new LocalgptError("backup-unusable", { path, reason, entry, format: null });
}

/**
 * Reads a backup from its first byte to its last and compares it with its own manifest; nothing of it is written
 * anywhere. Throws `backup-missing`, `backup-unusable`, `file-failed` and `interrupted`.
 */
export async function checkBackup(path: string, options: ReadOptions): Promise<CheckedBackup> {
  const head = await readHead(path);
  if (head.header.format > backupFormat) {
    const facts = { path, reason: "newer-format", entry: null, format: head.header.format } as const;
    throw new LocalgptError("backup-unusable", facts);
  }
  if (!head.isWhole) throw unusable(path, "truncated");
  const found: BackupEntry[] = [];
  const texts = new Map<string, string>();
  for await (const { entry, take } of readBackup(path, options)) {
    const isText = entry.header.name === backupEntries.manifest || entry.header.name === backupEntries.seal;
    if (texts.has(backupEntries.seal)) throw unusable(path, "altered", entry.header.name);
    const kept: Uint8Array[] = [];
    if (isText && entry.header.size > mostTextBytes) throw unusable(path, "altered", entry.header.name);
    for await (const piece of take.pieces) {
      if (isText) kept.push(Uint8Array.from(piece));
    }
    if (isText) texts.set(entry.header.name, Buffer.concat(kept).toString());
    else found.push(take.entry());
  }
  const text = texts.get(backupEntries.manifest) ?? "";
  const isSealed = sealManifest(text) === texts.get(backupEntries.seal);
  const manifest = isSealed ? parseBackupManifest(text) : null;
  if (manifest === null) throw unusable(path, "altered", backupEntries.manifest);
  const altered = findAltered(found, manifest.entries);
  if (altered !== null) throw unusable(path, "altered", altered);
  return { path, bytes: head.bytes, manifest };
}

async function readHead(path: string) {
  const found = await stat(path).catch((error) => {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return null;
    throw fileFailed(path, "read", error);
  });
  if (found === null) throw new LocalgptError("backup-missing", { path, problem: "missing" });
  if (found.isDirectory()) throw new LocalgptError("backup-missing", { path, problem: "folder" });
  const head = await readBackupHead(path);
  if (head === null) throw unusable(path, "not-a-backup");
  return head;
}

/** An entry as it passes: its bytes, and after them its facts. */
export type PassingEntry = {
  entry: TarEntry;
  path: string;
  take: { pieces: AsyncIterable<Uint8Array>; entry: () => BackupEntry };
};

/**
 * The entries of a backup in their order; throws `backup-unusable` for one that is not allowed, `file-failed` and
 * `interrupted`.
 */
export async function* readBackup(path: string, { signal, onBytes }: ReadOptions): AsyncGenerator<PassingEntry> {
  const source = createReadStream(path, { highWaterMark: chunkBytes, signal });
  let failure: unknown = null;
  source.on("error", (error) => {
    failure = error;
  });
  if (onBytes !== undefined) {
    const { size } = await stat(path).catch((error) => Promise.reject(fileFailed(path, "read", error)));
    source.on("data", (chunk) => onBytes(chunk.length, size));
  }
  const mayFollow = createEntryGuard();
  let last: string | null = null;
  try {
    for await (const entry of readTar(source)) {
      const { header } = entry;
      const isKnown = header.type === "file" || header.type === "directory" || header.type === "symlink";
      const name = header.name.replace(/\/$/, "");
      const what = { path: name, type: header.type as BackupEntry["type"], target: linkOf(header) };
      last = name;
      if (!isKnown || !mayFollow(what)) throw unusable(path, "unsafe", name);
      yield { entry, path: name, take: hashPieces(entry, what) };
    }
  } catch (error) {
    if (signal.aborted) throw new LocalgptError("interrupted", {}, { cause: error });
    if (failure !== null) throw fileFailed(path, "read", failure);
    // Complaints of the tar reader concern the form: the file is complete, so its bytes have been altered.
    throw error instanceof LocalgptError ? error : unusable(path, "altered", last);
  }
}

function linkOf({ type, linkname }: TarEntry["header"]): string | null {
  return type === "symlink" ? (linkname ?? "") : null;
}

function hashPieces(entry: TarEntry, what: Pick<BackupEntry, "path" | "type" | "target">): PassingEntry["take"] {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* pass() {
    for await (const piece of entry) {
      hash.update(piece);
      bytes += piece.byteLength;
      yield piece;
    }
  }
  const isFile = what.type === "file";
  return { pieces: pass(), entry: () => ({ ...what, bytes, sha256: isFile ? hash.digest("hex") : null }) };
}
