// POST /api/pull: manifest, blobs one after the other, verification, manifest on disk, success. "pulling manifest" goes
// out first, so every later failure is a line inside a 200.
import { rmSync } from "node:fs";
import { findBreak, findRefusal, publish } from "./catalogue.mjs";
import { downloadBlob } from "./download.mjs";
import { clientSignal, pause, readJson, StatusError, sendJson, sendLine } from "./http.mjs";
import { parseName } from "./names.mjs";
import { allLayers, blobPath, digestOfFile, readModel, removeUnused, writeModel } from "./store.mjs";
import { hurry, readSwitches } from "./switches.mjs";

const attempts = new Map();

/** Handles POST /api/pull, as a stream or (`"stream":false`) as one answer. */
export async function handlePull(request, response) {
  const body = await readJson(request);
  const name = parseName(body.model || body.name);
  if (!name) throw new StatusError(400, "invalid model name");
  const signal = clientSignal(response);
  const cut = () => response.destroy();
  if (body.stream === false) {
    try {
      await pullModel(name, { signal, cut, send: () => {} });
      sendJson(response, 200, { status: "success" });
    } catch (error) {
      sendJson(response, 500, { error: error.message });
    }
    return;
  }
  try {
    await pullModel(name, { signal, cut, send: (item) => sendLine(response, item) });
    sendLine(response, { status: "success" });
  } catch (error) {
    sendLine(response, { error: error.message });
  }
  response.end();
}

/** Pulls a model, telling each step to `send` but the last ("success"); throws with the text that Ollama would send. */
export async function pullModel(name, { signal, cut, send }) {
  send({ status: "pulling manifest" });
  await pause(hurry(Number(readSwitches().manifestMs ?? 30)), signal);
  const refusal = readSwitches().pullError ?? findRefusal(name);
  if (refusal !== undefined) throw new Error(`pull model manifest: ${refusal}`);

  const { manifest, blobs } = await publish(name);
  const before = readBefore(name);
  const breaks = nextBreak(name);
  const cached = new Set();
  let silent = false;
  for (const layer of allLayers(manifest)) {
    const isWeights = layer === manifest.layers[0];
    const wasThere = await downloadBlob(blobs.get(layer.digest), {
      signal,
      onProgress: (completed) => {
        if (!silent) send(progressOf(layer, completed));
      },
      breaksAt: isWeights ? breaks?.at : undefined,
      onBreak: (downloadSignal) =>
        breakOff(breaks, blobPath(layer.digest), downloadSignal, {
          cut,
          silence: () => {
            silent = true;
          },
        }),
    });
    if (wasThere) cached.add(layer.digest);
    signal.throwIfAborted();
  }

  send({ status: "verifying sha256 digest" });
  for (const layer of allLayers(manifest)) {
    if (cached.has(layer.digest)) continue;
    const got = breaks?.kind === "damage" ? `sha256:${"0".repeat(64)}` : await digestOfFile(blobPath(layer.digest));
    if (got === layer.digest) continue;
    rmSync(blobPath(layer.digest));
    throw new Error(`digest mismatch, file must be downloaded again: want ${layer.digest}, got ${got}`);
  }

  send({ status: "writing manifest" });
  writeModel(name, manifest);
  if (before && !process.env.OLLAMA_NOPRUNE) {
    const old = allLayers(before.manifest).map((layer) => layer.digest);
    if (removeUnused(old) > 0) send({ status: "removing unused layers" });
  }
}

/** What the model was before; a manifest that cannot be read is none, as Ollama has it. */
function readBefore(name) {
  try {
    return readModel(name);
  } catch {
    return undefined;
  }
}

function progressOf(layer, completed) {
  const item = { status: `pulling ${layer.digest.slice(7, 19)}`, digest: layer.digest, total: layer.size };
  return completed > 0 ? { ...item, completed } : item;
}

/** How the next pull of this model breaks off, counting the pulls of each; undefined when it does not (any more). */
function nextBreak(name) {
  const spec = findBreak(name);
  if (!spec) return undefined;
  const attempt = (attempts.get(name.model) ?? 0) + 1;
  attempts.set(name.model, attempt);
  if (attempt > (spec.attempts ?? Number.POSITIVE_INFINITY)) return undefined;
  return { ...spec, at: spec.at + (spec.step ?? 0) * (attempt - 1) };
}

async function breakOff(breaks, path, signal, { cut, silence }) {
  if (breaks.kind === "error") throw new Error(breaks.message(path));
  if (breaks.kind === "damage") return;
  if (breaks.kind === "cut") cut();
  if (breaks.kind === "silent") silence();
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  signal.throwIfAborted();
}
