import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { type BackupHeader, backupEntries, parseBackupHeader } from "../../core/backup/backup-format.ts";
import { fileFailed } from "../files/files.ts";
import { readTar, type TarEntry } from "../files/tar.ts";

/** What the two ends of a backup file say, without reading what is between them. */
export type BackupHead = { bytes: number; header: BackupHeader; isWhole: boolean };

/** The first entry is read within these bytes. */
const headBytes = 1 << 20;
const mostTextBytes = 256 << 20;
/** The header and the one block of the last entry, and the two empty blocks that end a tar. */
const sealBytes = 4 * 512;

/** Reads the ends of a file: null if it is not a localgpt backup. Throws `file-failed`. */
export async function readBackupHead(path: string): Promise<BackupHead | null> {
  const header = await readHeader(path);
  if (header === null) return null;
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const last = Buffer.alloc(sealBytes);
      await file.read(last, 0, sealBytes, Math.max(0, size - sealBytes));
      const name = last.subarray(0, 100).toString().replace(/\0+$/, "");
      return { bytes: size, header, isWhole: name === backupEntries.seal };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileFailed(path, "read", error);
  }
}

async function readHeader(path: string): Promise<BackupHeader | null> {
  let failure: unknown = null;
  const source = createReadStream(path, { end: headBytes - 1 });
  source.on("error", (error) => {
    failure = error;
  });
  try {
    for await (const entry of readTar(source)) {
      return entry.header.name === backupEntries.header ? parseBackupHeader(await readText(entry)) : null;
    }
  } catch (error) {
    if (failure !== null) throw fileFailed(path, "read", failure);
    if (!(error instanceof Error)) throw error;
  }
  return null;
}

/** The text of an entry; throws if it is far longer than any text of ours. */
async function readText(entry: TarEntry): Promise<string> {
  if (entry.header.size > mostTextBytes) throw new Error(`${entry.header.name} is too long`);
  return (await buffer(entry)).toString();
}
