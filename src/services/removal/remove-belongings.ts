import type { Emit, Event, Notice } from "../../core/facts/events.ts";
import { type Belonging, type Staying, settingsFile, type UninstallPlan } from "../../core/plan/plan-uninstall.ts";
import type { DiskUsage } from "../../engine/machine/disk-usage.ts";
import { readDiskUsage } from "../../engine/machine/disk-usage.ts";
import { applyOperations } from "../../engine/plan/apply.ts";
import { createEngineHandlers } from "../../engine/plan/handlers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { removeFiles } from "../../host/files/kept-files.ts";
import { findFact } from "../http/find-fact.ts";

/** What went and, with what stays by the plan, what turned out to be used by others. */
export type Removal = { removed: Belonging[]; kept: Staying[] };

const measureTimeoutMs = 20_000;

/** Carries out an uninstall's plan; what a container got hold of since it was made stays. Throws what an operation throws. */
export async function removeBelongings(
  engine: Engine,
  { operations, goes, stays }: UninstallPlan,
  { signal, emit }: { signal: AbortSignal; emit: Emit },
): Promise<Removal> {
  const refused = new Map<string, string[]>();
  const listen = (event: Event) => {
    const told = event.type === "notice" ? readRefusal(event.notice) : null;
    if (told !== null) refused.set(told.name, told.users);
    emit(event);
  };
  const keepsVolume = () => goes.some(({ kind, name }) => kind === "volume" && refused.has(name));
  const handlers = {
    ...createEngineHandlers(engine),
    "remove-files": async ({ folder, names }: { folder: string; names: string[] }) => {
      await removeFiles(
        folder,
        names.filter((name) => !(keepsVolume() && name === settingsFile)),
      );
    },
  };
  await applyOperations(operations, handlers, { signal, emit: listen });
  const whyKept = ({ kind, name }: Belonging): Pick<Staying, "reason" | "users"> | null => {
    if (kind === "file") return keepsVolume() && name === settingsFile ? { reason: "needed", users: [] } : null;
    const users = refused.get(name);
    return users === undefined ? null : { reason: "in-use", users };
  };
  const judged = goes.map((belonging) => ({ belonging, why: whyKept(belonging) }));
  return {
    removed: judged.flatMap(({ belonging, why }) => (why === null ? [belonging] : [])),
    kept: [...judged.flatMap(({ belonging, why }) => (why === null ? [] : [{ ...belonging, ...why }])), ...stays],
  };
}

function readRefusal(notice: Notice): { name: string; users: string[] } | null {
  if (notice.id === "network-in-use") return { name: notice.network, users: [] };
  return notice.id === "still-used" ? notice : null;
}

/** What is on the Engine's disk; null where it takes too long to tell. */
export async function measureDisk(engine: Engine, signal: AbortSignal): Promise<DiskUsage | null> {
  return findFact(signal, measureTimeoutMs, (bounded) => readDiskUsage(engine, bounded, measureTimeoutMs));
}

/** Bytes that volumes and images took which are gone; null where they could not be measured. */
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
  // Layers that images share make their own sizes worthless, a download at the same time the difference.
  const imagesBytes = (before.imagesBytes ?? Number.NaN) - (after.imagesBytes ?? Number.NaN);
  return imagesBytes >= 0 ? volumesBytes + imagesBytes : null;
}
