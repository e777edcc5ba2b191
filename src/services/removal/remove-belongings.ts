import { type Handlers, type Outcomes, type RemovalOutcome, resultsOf } from "../../core/plan/handler.ts";
import { type Belonging, type Staying, settingsFile, type UninstallPlan } from "../../core/plan/plan-uninstall.ts";
import type { Emit } from "../../core/run/events.ts";
import { type DiskUsage, readDiskUsage } from "../../engine/machine/volumes.ts";
import { createEngineHandlers } from "../../engine/plan/engine-handlers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { removeFiles } from "../../host/files/kept-files.ts";
import { findFact } from "../http/find-fact.ts";
import { applyOperations } from "../steps/apply.ts";

/** What was removed, and what was kept: by plan, or because others turned out to use it. */
export type Removal = { removed: Belonging[]; kept: Staying[] };

const measureTimeoutMs = 20_000;

/**
 * Carries out an uninstall's plan; what a container has started to use since is kept. Throws what an operation throws.
 */
export async function removeBelongings(
  engine: Engine,
  { operations, goes, stays }: UninstallPlan,
  { signal, emit }: { signal: AbortSignal; emit: Emit },
): Promise<Removal> {
  const handlers: Partial<Handlers> = {
    ...createEngineHandlers(engine),
    "remove-files": async ({ folder, names }, { outcomes }) => {
      const isNeeded = keepsVolume(outcomes);
      await removeFiles(
        folder,
        names.filter((name) => !(isNeeded && name === settingsFile)),
      );
    },
  };
  const outcomes = await applyOperations(operations, handlers, { signal, emit });
  const refused = new Map(findRefused(outcomes).map(({ name, users }) => [name, users]));
  const whyKept = ({ kind, name }: Belonging): Pick<Staying, "reason" | "users"> | null => {
    if (kind === "file") return keepsVolume(outcomes) && name === settingsFile ? { reason: "needed", users: [] } : null;
    const users = refused.get(name);
    return users === undefined ? null : { reason: "in-use", users };
  };
  const judged = goes.map((belonging) => ({ belonging, why: whyKept(belonging) }));
  return {
    removed: judged.flatMap(({ belonging, why }) => (why === null ? [belonging] : [])),
    kept: [...judged.flatMap(({ belonging, why }) => (why === null ? [] : [{ ...belonging, ...why }])), ...stays],
  };
}

/** What others have started to use since the plan. */
function findRefused(outcomes: Outcomes): RemovalOutcome[] {
  const kinds = ["remove-network", "remove-volume", "remove-image"] as const;
  return kinds.flatMap((kind) => resultsOf(outcomes, kind)).filter(({ wasLeft }) => wasLeft);
}

/** Whether a volume is kept that needs the stack's settings. */
function keepsVolume(outcomes: Outcomes): boolean {
  return resultsOf(outcomes, "remove-volume").some(({ wasLeft }) => wasLeft);
}

/** What is on the Engine's disk; null where it takes too long to tell. */
export async function measureDisk(engine: Engine, signal: AbortSignal): Promise<DiskUsage | null> {
  return findFact(signal, measureTimeoutMs, (bounded) => readDiskUsage(engine, bounded, measureTimeoutMs));
}

/** Freed bytes of volumes and images; null if they could not be measured. */
export async function measureFreed(
  engine: Engine,
  before: DiskUsage | null,
  removed: Belonging[],
  signal: AbortSignal,
): Promise<number | null> {
  const after = before === null ? null : await measureDisk(engine, signal);
  if (before === null || after === null) return null;
  const sizes = removed.map(({ kind, sizeBytes }) => (kind === "volume" ? sizeBytes : 0));
  if (sizes.includes(null)) return null;
  const volumesBytes = sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  if (!removed.some(({ kind }) => kind === "image")) return volumesBytes;
  // Layers that images share make their own sizes useless, a simultaneous download the difference.
  const imagesBytes = (before.imagesBytes ?? Number.NaN) - (after.imagesBytes ?? Number.NaN);
  return imagesBytes >= 0 ? volumesBytes + imagesBytes : null;
}
