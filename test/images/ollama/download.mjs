// Downloads of blobs: shared by all pulls that want the same one, stopped when nobody wants it any more, resumed from
// what is on disk. As in Ollama, `<blob>-partial` has the full size from the start and `<blob>-partial-N` says how much
// of part N is there; that is written when a part ends or is cancelled, so that a SIGKILL loses what the running part
// had.
import { open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { pause } from "./http.mjs";
import { log } from "./log.mjs";
import { blobPath, hasBlob } from "./store.mjs";
import { hurry, readSwitches } from "./switches.mjs";

const PART_BYTES = 100_000_000;
const STEP_MS = 20;
const TICK_MS = 60;
const LATENCY_MS = 70;
const DEFAULT_RATE = 24_000_000;

const running = new Map();

/**
 * Waits until the blob is on disk, calling `onProgress(completedBytes)` every 60 ms; true when it was there already.
 */
export async function downloadBlob(blob, { signal, onProgress, breaksAt, onBreak }) {
  if (hasBlob(blob.digest)) {
    onProgress(blob.size);
    return true;
  }
  let download = running.get(blob.digest);
  if (download?.controller.signal.aborted) {
    await download.done.catch(() => {}); // its last user has just left: its parts are still being written
    download = running.get(blob.digest);
  }
  if (!download) {
    download = startDownload(blob);
    if (breaksAt !== undefined) download.breakPoint = { atBytes: Math.floor(breaksAt * blob.size), action: onBreak };
  }
  download.users++;
  // What is on disk already is not known before its parts have been read.
  const tell = () => download.parts.length > 0 && onProgress(completedBytes(download));
  const ticker = setInterval(tell, hurry(TICK_MS));
  try {
    await Promise.race([download.done, aborted(signal)]);
  } finally {
    clearInterval(ticker);
    download.users--;
    if (download.users === 0) download.controller.abort(new Error("context canceled"));
  }
  return false;
}

function startDownload(blob) {
  const path = blobPath(blob.digest);
  const download = { blob, path, parts: [], users: 0, controller: new AbortController(), breakPoint: undefined };
  running.set(blob.digest, download);
  download.done = run(download).finally(() => running.delete(blob.digest));
  download.done.catch(() => {}); // its users see the error; a cancelled download may have none left
  return download;
}

async function run(download) {
  const { blob, path, controller } = download;
  const known = await readParts(path);
  download.parts = known.length > 0 ? known : await createParts(blob, path);
  const label = `${blob.digest.slice(7, 19)} in ${download.parts.length} ${Math.round(download.parts[0].Size / 1e6)} MB part(s)`;
  log("INFO", "download.go:179", `downloading ${label}`);
  const file = await open(`${path}-partial`, "r+").catch(() => open(`${path}-partial`, "w+"));
  try {
    await file.truncate(blob.size);
    await pause(hurry(LATENCY_MS), controller.signal);
    await Promise.all(download.parts.map((part) => runPart(download, part, file)));
  } finally {
    await file.close();
  }
  for (const part of download.parts) await rm(`${path}-partial-${part.N}`);
  await rename(`${path}-partial`, path);
}

async function runPart(download, part, file) {
  const { blob, controller } = download;
  try {
    while (part.Completed < part.Size) {
      controller.signal.throwIfAborted();
      if (reachedBreak(download)) await download.breakPoint.action(controller.signal, file);
      const share = rate() / download.parts.length;
      const most = Math.min(part.Size - part.Completed, bytesToBreak(download));
      const length = Math.max(1, Math.min(Math.floor((share * STEP_MS) / 1000), most));
      const offset = part.Offset + part.Completed;
      await file.write(blob.read(offset, length), 0, length, offset);
      part.Completed += length;
      await pause(hurry(STEP_MS), controller.signal);
    }
    controller.signal.throwIfAborted();
  } finally {
    await writePart(download.path, part);
  }
}

function reachedBreak(download) {
  return download.breakPoint !== undefined && completedBytes(download) >= download.breakPoint.atBytes;
}

/** How many bytes may come until the download breaks off. */
function bytesToBreak(download) {
  return (download.breakPoint?.atBytes ?? Number.POSITIVE_INFINITY) - completedBytes(download);
}

function rate() {
  return Number(readSwitches().rate ?? DEFAULT_RATE);
}

function completedBytes(download) {
  return download.parts.reduce((sum, part) => sum + part.Completed, 0);
}

function aborted(signal) {
  return new Promise((_, reject) => {
    const stop = () => reject(new Error("context canceled"));
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
}

async function createParts(blob, path) {
  const parts = [];
  for (let offset = 0; offset < blob.size; offset += PART_BYTES) {
    parts.push({ N: parts.length, Offset: offset, Size: Math.min(PART_BYTES, blob.size - offset), Completed: 0 });
  }
  for (const part of parts) await writePart(path, part);
  return parts;
}

async function readParts(path) {
  const names = await readdir(dirname(path));
  const mine = names.filter((name) => name.startsWith(`${basename(path)}-partial-`)).sort();
  return Promise.all(mine.map(async (name) => JSON.parse(await readFile(`${dirname(path)}/${name}`, "utf8"))));
}

async function writePart(path, part) {
  await writeFile(`${path}-partial-${part.N}`, `${JSON.stringify(part)}\n`);
}
