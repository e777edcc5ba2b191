import { dirname } from "node:path";
import type { AdoptedModel } from "../../core/models/adopted-model.ts";
import { resultsOf } from "../../core/plan/handler.ts";
import type { Transfer } from "../../core/run/events.ts";
import type { Operation } from "../../core/run/operations.ts";
import type { World } from "../../core/run/world.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { hasVolume } from "../../engine/machine/volumes.ts";
import { createEngineHandlers } from "../../engine/plan/engine-handlers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { VolumeContent } from "../data/inspect-volume.ts";
import { mergeModels } from "../data/merge-models.ts";
import { applyOperations } from "../steps/apply.ts";
import type { InstalledBase } from "./installed-base.ts";

/** Models of other installations, and the stack that receives them. */
export type ModelSources = { base: InstalledBase; sources: Extract<VolumeContent, { kind: "ollama" }>[] };

/** What would happen to each model; changes nothing. */
export async function planModels(
  engine: Engine,
  { base, sources }: ModelSources,
  { signal }: { signal: AbortSignal },
): Promise<AdoptedModel[]> {
  const { project, image, prepared } = base;
  const own = volumeName(prepared.stack, "ollama");
  const isThere = sources.length > 0 && (await hasVolume(engine, own, signal));
  const models: AdoptedModel[] = [];
  for (const source of sources) {
    const request = { project, image, source, target: isThere ? own : null, isPlan: true, signal, tell: () => {} };
    models.push(...(await mergeModels(engine, request)));
  }
  return models;
}

/**
 * Copies the models into the stack's volume, which is created if it does not exist yet; throws what `mergeModels`
 * throws.
 */
export async function adoptModels(
  engine: Engine,
  { base, sources }: ModelSources,
  { signal, emit }: World,
): Promise<AdoptedModel[]> {
  if (sources.length === 0) return [];
  const { project, image, prepared } = base;
  const { stack, file, settings } = prepared;
  const volume = volumeName(stack, "ollama");
  const isThere = await hasVolume(engine, volume, signal);
  const make: Operation = { kind: "create-volume", volume, id: "volume", cause: { id: "missing" }, after: [] };
  const copies = sources.map((source, index): Operation => {
    // One after the other: they write into one store.
    const after = index > 0 ? [`copy:${index - 1}`] : isThere ? [] : ["volume"];
    return { kind: "copy-models", volume, from: source.volume, id: `copy:${index}`, cause: { id: "requested" }, after };
  });
  const origin = { stack, composeFile: file, workingDir: dirname(file), stallMs: settings.stallMs };
  const outcomes = await applyOperations(
    [...(isThere ? [] : [make]), ...copies],
    {
      ...createEngineHandlers(engine, origin),
      "copy-models": async ({ id, from }, tools) => {
        const source = sources.find(({ volume: name }) => name === from);
        if (source === undefined) throw new Error(`${from} is no source`);
        const tell = (transfer: Transfer) => tools.emit({ type: "transfer", operationId: id, transfer });
        const request = { project, image, source, target: volume, isPlan: false, signal: tools.signal, tell };
        return mergeModels(engine, request);
      },
    },
    { signal, emit },
  );
  return resultsOf(outcomes, "copy-models").flat();
}
