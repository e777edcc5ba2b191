import { createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { link, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { BackupEntry } from "../../core/backup/backup-format.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import type { Processes } from "../../core/run/world.ts";
import { fileFailed, flushFolder } from "../files/files.ts";
import { createTar, type TarHead, type TarWriter, writeEntry } from "../files/tar.ts";

/** Adds an entry to an archive and returns what is in it; a file must provide exactly `size` bytes. */
export type AddEntry = (head: TarHead, contents?: AsyncIterable<Uint8Array> | Uint8Array) => Promise<BackupEntry>;

const bufferBytes = 4 << 20;
const forgottenMs = 24 * 3_600_000;

/**
 * Writes a tar file for the user alone, completely or not at all: into a temporary file beside it that is flushed and
 * then renamed. Leftovers of killed runs in that folder are removed first. Throws `backup-exists` if the file exists,
 * `file-failed` and what `fill` throws; returns what `fill` returned.
 */
export async function writeArchive<T>(
  path: string,
  processes: Processes,
  fill: (add: AddEntry) => Promise<T>,
): Promise<{ bytes: number; filled: T }> {
  const folder = dirname(path);
  await removeLeftovers(folder, processes);
  const temporary = join(folder, `${leftoverStart()}${processes.ownId}-${randomBytes(4).toString("hex")}.partial`);
  const archive = createTar();
  const output = createWriteStream(temporary, { flags: "wx", mode: 0o600, highWaterMark: bufferBytes });
  let failure: unknown = null;
  output.on("error", (error) => {
    failure = fileFailed(path, "write", error);
  });
  const written = pipeline(archive.stream, output);
  written.catch(() => {});
  try {
    const filled = await fill((head, contents) => addEntry(archive, head, contents));
    archive.finalize();
    await written;
    const { size } = await flush(temporary, path);
    await giveName(temporary, path);
    await flushFolder(folder);
    return { bytes: size, filled };
  } catch (error) {
    // The full disk is the reason why nothing more could be added.
    const reason = failure ?? error;
    archive.stream.destroy();
    await written.catch(() => {});
    await rm(temporary, { force: true }).catch(() => {});
    throw reason;
  }
}

async function addEntry(
  archive: TarWriter,
  head: TarHead,
  contents: AsyncIterable<Uint8Array> | Uint8Array = new Uint8Array(),
): Promise<BackupEntry> {
  const type = head.type === "directory" || head.type === "symlink" ? head.type : "file";
  const hash = createHash("sha256");
  let bytes = 0;
  async function* pass() {
    for await (const piece of contents instanceof Uint8Array ? [contents] : contents) {
      hash.update(piece);
      bytes += piece.byteLength;
      yield piece;
    }
  }
  const whole = contents instanceof Uint8Array ? { ...head, size: contents.byteLength } : head;
  await writeEntry(archive, whole, pass());
  return {
    path: head.name.replace(/\/$/, ""),
    type,
    bytes,
    sha256: type === "file" ? hash.digest("hex") : null,
    target: type === "symlink" ? (head.linkname ?? "") : null,
  };
}

async function flush(temporary: string, path: string): Promise<{ size: number }> {
  try {
    const file = await open(temporary, "r+");
    try {
      await file.sync();
      return await file.stat();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileFailed(path, "write", error);
  }
}

/**
 * Gives a file its name, never replacing another; on file systems without links (a USB stick's) the earlier check is
 * trusted.
 */
async function giveName(temporary: string, path: string): Promise<void> {
  try {
    try {
      await link(temporary, path);
    } catch (error) {
      const taken = codeOf(error) === "EEXIST" || (await isThere(path));
      if (taken) throw new LocalgptError("backup-exists", { path }, { cause: error });
      await rename(temporary, path);
      return;
    }
    await rm(temporary);
  } catch (error) {
    throw error instanceof LocalgptError ? error : fileFailed(path, "write", error);
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The beginning of this machine's temporary file names: the writer's process number shows whether it is alive. */
function leftoverStart(): string {
  return `.localgpt-backup-${hostname().replace(/[^A-Za-z0-9.]/g, "_")}-`;
}

/**
 * Removes leftovers of killed runs of this machine; those of another machine (a shared folder) are removed after a day.
 */
async function removeLeftovers(folder: string, processes: Processes): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, writer] = /^\.localgpt-backup-[A-Za-z0-9._]+-(\d+)-[0-9a-f]{8}\.partial$/.exec(name) ?? [];
    if (writer === undefined) continue;
    const path = join(folder, name);
    const isOurs = name.startsWith(leftoverStart());
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    const isDead = (isOurs && !processes.isAlive(Number(writer))) || Date.now() - mtimeMs > forgottenMs;
    if (isDead) await rm(path, { force: true }).catch(() => {});
  }
}
