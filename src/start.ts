import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { tellOldNode } from "./words/old-node.ts";

/** The file beside this one that holds the program; its name changes with its contents. Put in by the build. */
declare const LOCALGPT_PROGRAM: string;

// Half of what a short command takes is V8 compiling it. V8 can give what it made of a program, and takes it the next
// time from the same version for the same source; anything else it refuses and compiles anew. What it gives is what
// this run needed, so each command has its own.
const folder = __dirname;
const file = join(folder, LOCALGPT_PROGRAM);
const { argv, version, arch, pid } = process;
const [, , first = ""] = argv;
const isHelp = argv.includes("--help") || argv.includes("-h");
const kind = isHelp || !/^[\w-]+$/.test(first) ? "help" : first;
const compiled = join(folder, "compiled", `${LOCALGPT_PROGRAM}-${version}-${arch}-${kind}`);

// Whoever has an older Node would see it fail somewhere in the middle (AbortSignal.any is of 20.3).
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 3)) {
  process.stderr.write(tellOldNode(process.versions.node));
  process.exit(1);
}

const cachedData = readIfThere(compiled);
// A function, by the build, that takes these two. All that is not ASCII is escaped in it: one byte is one character.
const source = readFileSync(file, "latin1");
const script = new Script(source, {
  filename: file,
  ...(cachedData !== null && { cachedData }),
});
if (cachedData === null || script.cachedDataRejected === true) process.on("exit", keep);
script.runInThisContext()(require, file);

/**
 * Keeps what V8 made of the program, whole or not at all; a folder that cannot be written leaves each start as it was.
 */
function keep(exitCode: number): void {
  // One that failed has not come to what the next run needs.
  if (exitCode !== 0) return;
  const temporary = `${compiled}.${pid}`;
  try {
    mkdirSync(dirname(compiled), { recursive: true });
    // Opened before V8 is asked, which takes its time: often the folder is not this user's.
    const opened = openSync(temporary, "w");
    try {
      writeSync(opened, script.createCachedData());
      // V8 does not look whether the bytes are still the same: they are on the disk before they have their name.
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
    // It was never made.
  }
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
