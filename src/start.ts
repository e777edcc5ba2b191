import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { tellOldNode } from "./words/old-node.ts";

/** The file beside this one that holds the program; its name changes with its contents. Inserted by the build. */
declare const LOCALGPT_PROGRAM: string;

// V8's compilation is half the time of a short command. V8 can export what it compiled of a program, and accepts it the
// next time from the same version for the same source; otherwise it refuses it and compiles again. The export covers
// what this run needed, so each command has its own.
const folder = __dirname;
const file = join(folder, LOCALGPT_PROGRAM);
const { argv, version, arch, pid } = process;
const [, , first = ""] = argv;
const isHelp = argv.includes("--help") || argv.includes("-h");
const kind = isHelp || !/^[\w-]+$/.test(first) ? "help" : first;
const compiled = join(folder, "compiled", `${LOCALGPT_PROGRAM}-${version}-${arch}-${kind}`);

// An older Node would fail somewhere in the middle (AbortSignal.any is of 20.3).
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 3)) {
  process.stderr.write(tellOldNode(process.versions.node));
  process.exit(1);
}

const cachedData = readIfThere(compiled);
// The build makes it a function that takes these two. Everything but ASCII is escaped in it: one byte is one character.
const source = readFileSync(file, "latin1");
const script = new Script(source, {
  filename: file,
  ...(cachedData !== null && { cachedData }),
});
if (cachedData === null || script.cachedDataRejected === true) process.on("exit", keep);
script.runInThisContext()(require, file);

/**
 * Saves V8's compilation of the program, completely or not at all; if the folder cannot be written, starts stay as
 * slow.
 */
function keep(exitCode: number): void {
  // A failed run has not reached what the next run needs.
  if (exitCode !== 0) return;
  const temporary = `${compiled}.${pid}`;
  try {
    mkdirSync(dirname(compiled), { recursive: true });
    // Opened before V8 is asked, which takes its time: often the folder is not this user's.
    const opened = openSync(temporary, "w");
    try {
      writeSync(opened, script.createCachedData());
      // V8 does not check the bytes: they are on the disk before they get their name.
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
    renameSync(temporary, compiled);
  } catch {
    removeIfThere(temporary);
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never created.
  }
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
