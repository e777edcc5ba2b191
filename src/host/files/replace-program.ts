import { randomBytes } from "node:crypto";
import { chmod, type FileHandle, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LocalgptError } from "../../core/errors/errors.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import { fileFailed, flushFolder } from "./files.ts";

/** Longer than any download stalls. */
const forgottenMs = 3_600_000;
/** The first start of a new program may wait for a virus scanner. */
const longestStartMs = 60_000;

/**
 * Replaces the program at `path`, completely or not at all: `fill` writes the new one into a file beside it, `prove`
 * runs that file. If either throws, everything stays as it was. Throws `program-not-writable`, before either is called,
 * if the folder cannot be written to, and `file-failed`.
 */
export async function replaceProgram(
  path: string,
  fill: (file: FileHandle) => Promise<void>,
  prove: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  await removeForgotten(folder, basename(path));
  const fresh = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  // Windows recognises a program by the end of its name.
  const temporary = path.endsWith(".exe") ? `${fresh}.new.exe` : `${fresh}.new`;
  const file = await open(temporary, "wx", 0o700).catch((error) => Promise.reject(notWritten(path, error)));
  try {
    try {
      await fill(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(temporary, (await stat(path)).mode & 0o777);
    await prove(temporary);
    await swap(temporary, path, `${fresh}.old`);
    await flushFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error instanceof LocalgptError ? error : notWritten(path, error);
  }
}

/** The program itself if it is run through a link; throws `file-failed`. */
export async function resolveProgram(path: string): Promise<string> {
  return realpath(path).catch((error) => Promise.reject(fileFailed(path, "read", error)));
}

/** The output of a program and, if it fails, why: its own message, or the system's. */
export async function tryProgram(
  file: string,
  args: string[],
  { environment, signal }: { environment: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<{ stdout: string; detail: string }> {
  const { execa } = await import("execa");
  const ended = await execa(file, args, {
    env: environment,
    extendEnv: false,
    cancelSignal: signal,
    timeout: longestStartMs,
    stdin: "ignore",
    reject: false,
  });
  const { stdout = "", stderr = "", failed } = ended;
  const [said = ""] = stderr.split("\n");
  return { stdout: failed ? "" : stdout.trim(), detail: said || (failed ? (ended.shortMessage ?? "") : stdout.trim()) };
}

async function swap(temporary: string, path: string, aside: string): Promise<void> {
  try {
    await rename(temporary, path);
  } catch (error) {
    // Windows allows renaming a running program, but nothing can replace it before that.
    if (!["EPERM", "EACCES", "EBUSY"].includes(codeOf(error) ?? "") || !path.endsWith(".exe")) throw error;
    await rename(path, aside);
    await rename(temporary, path).catch(async (failure) => {
      await rename(aside, path);
      throw failure;
    });
  }
}

/** Leftovers of a killed run and, on Windows, the program that was running when it was replaced. */
async function removeForgotten(folder: string, name: string): Promise<void> {
  for (const entry of await readdir(folder).catch(() => [])) {
    if (!entry.startsWith(`.${name}.`) || !/\.[0-9a-f]{12}\.(?:new|old|new\.exe)$/.test(entry)) continue;
    const path = join(folder, entry);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    const isOver = entry.endsWith(".old") || Date.now() - mtimeMs > forgottenMs;
    if (isOver) await rm(path, { force: true }).catch(() => {});
  }
}

function notWritten(path: string, error: unknown): LocalgptError {
  return ["EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "")
    ? new LocalgptError("program-not-writable", { path }, { cause: error })
    : fileFailed(path, "write", error);
}
