import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type ErrorFacts, LocalgptError } from "../../core/errors/errors.ts";
import { codeOf } from "../../core/facts/system-codes.ts";

/**
 * Writes a file completely or not at all: into a temporary file beside it, flushed, then renamed over it; folders on
 * the way are created. A symbolic link is kept and its target written. Throws `file-failed`.
 */
export async function writeFileWhole(path: string, text: string, mode = 0o600): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const target = await followLink(path);
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
    try {
      await writeFlushed(temporary, text, mode);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await flushFolder(dirname(target));
  } catch (error) {
    throw fileFailed(path, "write", error);
  }
}

/**
 * Makes a folder, and those above it that are missing, for the user alone; an existing one stays unchanged. Throws the
 * system's own error. Node's `recursive` never returns if a parent exists but accepts no folders, as `/proc` does.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (!(await isFolder(dirname(path)))) await makeFolder(dirname(path));
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    // Another localgpt may have created it since.
    if (await isFolder(path)) return;
    // Nothing is created through a link: the disk that belongs there may just not be mounted.
    throw (await isLink(path)) ? linkToNothing(path, error) : error;
  }
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

function linkToNothing(path: string, cause: unknown): Error {
  return Object.assign(new Error(path, { cause }), { code: "ENOLINK" });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Far more than any file that localgpt writes; reading one of gigabytes would crash Node. */
const usualBytes = 64 << 20;

/**
 * The text of a file, null if it does not exist; throws `file-failed`, also for a file of more than `mostBytes` and a
 * broken link.
 */
export async function readFileIfThere(path: string, mostBytes = usualBytes): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) throw Object.assign(new Error(path), { code: "EFBIG" });
    const bytes = await readFile(path);
    // PowerShell's `>` writes UTF-16, with a byte order mark.
    return bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf16le" : "utf8");
  } catch (error) {
    // A broken link was made on purpose: it must not count as a missing file.
    if (codeOf(error) === "ENOENT" && !(await isLink(path))) return null;
    throw fileFailed(path, "read", codeOf(error) === "ENOENT" ? linkToNothing(path, error) : error);
  }
}

/**
 * The error for a file that the system would not let localgpt read, write or lock; its reason is the system's own code.
 */
export function fileFailed(
  path: string,
  action: ErrorFacts["file-failed"]["action"],
  error: unknown,
): LocalgptError<"file-failed"> {
  const reason = codeOf(error) ?? (error instanceof Error ? error.message : String(error));
  return new LocalgptError("file-failed", { path, action, reason }, { cause: error });
}

async function followLink(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return path;
    throw error;
  }
}

async function writeFlushed(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Ensures that the rename survives a power cut; Windows cannot open folders, and some file systems cannot flush them.
 */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
