import { findChangeVolumes, findForeignVolumes } from "../core/foreign-volumes.ts";
import { listVolumes } from "../engine/volumes.ts";
import { loadSettings } from "../host/settings-store.ts";
import type { Context } from "./context.ts";

const patienceMs = 1000;

/** The volumes that `adopt` could take data from, for completion: none where Docker does not tell within a second. */
export async function listForeignVolumes(context: Context): Promise<string[]> {
  const bound = AbortSignal.any([context.signal, AbortSignal.timeout(patienceMs)]);
  const late = new Promise<string[]>((resolve) => bound.addEventListener("abort", () => resolve([]), { once: true }));
  return Promise.race([find(context, bound).catch(() => []), late]);
}

async function find(context: Context, signal: AbortSignal): Promise<string[]> {
  const { settings } = await loadSettings(context);
  const volumes = await listVolumes(await context.engine(), signal);
  const foreign = findForeignVolumes(volumes, settings.name).map(({ name }) => name);
  return [...foreign, ...findChangeVolumes(volumes, settings.name)];
}
