import { LocalgptError } from "../../core/errors/errors.ts";
import { type AdoptedModel, type AdoptedState, modelOfManifest } from "../../core/models/adopted-model.ts";
import { createTransferRate } from "../../core/models/transfer-rate.ts";
import type { Transfer } from "../../core/run/events.ts";
import { type Fields, itemsOf, numberOf, textOf } from "../../core/text/json-text.ts";
import { runInContainer } from "../../engine/containers/exec.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import { startProgram } from "../../engine/programs/program.ts";
import { endAfter } from "../../engine/wire/bound-by.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { readLines } from "../../engine/wire/streams.ts";
import mergeScript from "./python/merge_models.py";
import { lastLine, pythonCommand, readAnswer } from "./run-script.ts";

/**
 * The source and the target of the copy: `root` is the folder of the source with the models, `target` is null if the
 * stack's own volume does not exist yet. With `isPlan` nothing is written.
 */
export type MergeRequest = {
  project: string;
  image: string;
  source: { volume: string; root: string };
  target: string | null;
  isPlan: boolean;
  signal: AbortSignal;
  tell: (transfer: Transfer) => void;
};

const from = "/localgpt/from";
const to = "/localgpt/to";
const cleaningTimeoutMs = 30_000;

/**
 * Copies models file by file, verifying each by its digest and never replacing one that exists. Ollama may be running.
 * Throws `disk-full` before anything is written, `data-not-copied` and `data-failed`.
 */
export async function mergeModels(engine: Engine, request: MergeRequest): Promise<AdoptedModel[]> {
  const { project, image, source, target, isPlan, signal } = request;
  const mounts = [
    { volume: source.volume, path: from, readOnly: true },
    ...(target === null ? [] : [{ volume: target, path: to, readOnly: isPlan }]),
  ];
  return withOneOff(engine, { project, image, mounts, signal }, async (container) => {
    try {
      return await merge(engine, container, request);
    } catch (error) {
      if (!isPlan && target !== null) await removeUnfinished(engine, container);
      throw error;
    }
  });
}

async function merge(engine: Engine, container: string, request: MergeRequest): Promise<AdoptedModel[]> {
  const { source, target, isPlan, signal, tell } = request;
  const args = [`${from}/${source.root}`, `${to}/models`, ...(isPlan ? ["plan"] : [])];
  const command = pythonCommand(mergeScript, ...args);
  const { stream, ended } = await startProgram(engine, container, command, { action: "copy-models", signal });
  stream.end();
  const rate = createTransferRate();
  let models: AdoptedModel[] | null = null;
  for await (const line of readLines(stream, signal)) {
    const fields = readAnswer(line);
    const [neededBytes, freeBytes] = [numberOf(fields.needed), numberOf(fields.free)];
    if (neededBytes !== null && freeBytes !== null) {
      throw new LocalgptError("disk-full", { place: target ?? to, neededBytes, freeBytes });
    }
    if (fields.models !== undefined) models = itemsOf(fields.models).map((model) => readModel(model, source.volume));
    const completedBytes = numberOf(fields.completed);
    if (completedBytes !== null) {
      const totalBytes = numberOf(fields.total);
      const bytesPerSecond = rate.measure(completedBytes, performance.now());
      tell({ kind: "data", name: source.volume, phase: "copying", completedBytes, totalBytes, bytesPerSecond });
    }
  }
  const { exitCode, stderr } = await ended;
  if (signal.aborted) throw new LocalgptError("interrupted", {});
  if (exitCode === 0 && models !== null) return models;
  const detail = lastLine(stderr);
  throw new LocalgptError("data-not-copied", { from: source.volume, volume: target ?? to, detail });
}

/** Frees the space of a partly copied file, after an interruption too; otherwise the next adoption does. */
async function removeUnfinished(engine: Engine, container: string): Promise<void> {
  const command = ["find", `${to}/models`, "-name", "adopting-*", "-delete"];
  const bounds = { action: "copy-models", signal: endAfter(cleaningTimeoutMs) };
  await runInContainer(engine, container, command, bounds).catch(() => {});
}

function readModel(fields: Fields, volume: string): AdoptedModel {
  return {
    model: modelOfManifest(textOf(fields.path) ?? ""),
    volume,
    state: fields.state as AdoptedState,
    bytes: numberOf(fields.bytes) ?? 0,
  };
}
