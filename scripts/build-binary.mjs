// Makes dist/bin/localgpt-OS-ARCH: the Node that runs this with the whole program in it, one self-contained file.
import { execFileSync } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, defineRelease } from "./bundle.mjs";
import { collectLicenses } from "./licenses.mjs";
import { readRelease } from "./release/read-release.mjs";

const mostBytes = 130_000_000;
const { platform, arch, execPath, version: node } = process;
const postject = fileURLToPath(import.meta.resolve("postject/dist/cli.js"));

/** The executable's file name for this system and processor: the only place where it is made. */
function nameBinary() {
  const system = { linux: "linux", darwin: "macos", win32: "windows" }[platform];
  const processor = { x64: "amd64", arm64: "arm64" }[arch];
  if (system === undefined || processor === undefined) fail(`No executable is made for ${platform} on ${arch}`);
  return `localgpt-${system}-${processor}${platform === "win32" ? ".exe" : ""}`;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Runs a program and gives what it wrote; where it fails, the error has all of that. */
function run(program, args) {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs a program that helps, but is not installed everywhere. */
function tryRun(program, args) {
  try {
    run(program, args);
  } catch {
    // The file works without it.
  }
}

/**
 * A copy of this Node without its signature, which would no longer be true, and on Linux without what debuggers read.
 */
async function copyNode(file) {
  await copyFile(execPath, file);
  await chmod(file, 0o755);
  if (platform === "darwin") run("codesign", ["--remove-signature", file]);
  // With an invalid signature it runs too: the tool is part of a kit that few have.
  if (platform === "win32") tryRun("signtool", ["remove", "/s", file]);
  if (platform === "linux") tryRun("strip", [file]);
}

/** The program and what V8 makes of it, in the form in which Node looks for it in its own file. */
async function makeBlob(folder, main) {
  const [config, output] = [join(folder, "sea.json"), join(folder, "blob")];
  // Compiling the program was a third of the time of `--version`.
  const options = { disableExperimentalSEAWarning: true, useCodeCache: true };
  await writeFile(config, JSON.stringify({ main, output, ...options }));
  run(execPath, ["--experimental-sea-config", config]);
  return output;
}

/** Node's own licence, which lies in one of these places beside it. */
async function readNodeLicense() {
  const folder = dirname(execPath);
  const places = [join(folder, "LICENSE"), join(folder, "../LICENSE"), join(folder, "../share/doc/nodejs/LICENSE")];
  for (const place of places) {
    const text = await readFile(place, "utf8").catch(() => "");
    if (text.includes("Node.js")) return text;
  }
  return `Its licence: https://github.com/nodejs/node/blob/${node}/LICENSE\n`;
}

async function make(folder, name) {
  const release = await readRelease();
  const main = join(folder, "localgpt.js");
  const define = defineRelease(release, name);
  const { metafile } = await bundle({ outfile: main, entryPoints: ["src/main.ts"], metafile: true, define });
  const file = join(folder, name);
  await copyNode(file);
  const blob = await makeBlob(folder, main);
  const fuse = ["--sentinel-fuse", "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2"];
  const segment = platform === "darwin" ? ["--macho-segment-name", "NODE_SEA"] : [];
  run(execPath, [postject, file, "NODE_SEA_BLOB", blob, ...fuse, ...segment]);
  // Without any signature a Mac with Apple's processor runs no program.
  if (platform === "darwin") run("codesign", ["--sign", "-", file]);
  const { size } = await stat(file);
  if (size > mostBytes) fail(`${name} has ${size} bytes, and ${mostBytes} are the most that it may have`);
  const told = run(file, ["--version"]).trim();
  if (told !== release.version) fail(`${name} --version says ${told} instead of ${release.version}`);
  const licenses = join(folder, "licenses");
  const packages = await collectLicenses(Object.keys(metafile.inputs));
  await writeFile(licenses, `Node.js ${node}\n\n${await readNodeLicense()}\n${"-".repeat(80)}\n\n${packages}`);
  await rename(licenses, "dist/bin/THIRD-PARTY-LICENSES");
  await rename(file, join("dist/bin", name));
  console.log(`dist/bin/${name}: ${(size / 1e6).toFixed(1)} MB, with Node ${node}`);
}

const name = nameBinary();
if (process.config.variables.node_shared) {
  fail(`${execPath} keeps Node in a library, which cannot go into one file: take Node from https://nodejs.org`);
}
await mkdir("dist/bin", { recursive: true });
// On the disk where it belongs: what is whole, and has run, is renamed into its place.
const folder = await mkdtemp("dist/bin/.making-");
try {
  await make(folder, name);
} finally {
  await rm(folder, { recursive: true, force: true });
}
