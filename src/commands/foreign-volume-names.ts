import { findChangeVolumes, findForeignVolumes } from "../core/foreign-volumes.ts";
import { listVolumes } from "../engine/volumes.ts";
import { loadSettings } from "../host/settings-store.ts";
import type { Context } from "./context.ts";

const patienceMs = 1000;

/** The volumes that `adopt` could take data from, for completion: none where Docker does not tell within a second. */
export async function listForeignVolumes(context: Context): Promise<string[]> {
  const { settings } = await loadSettings(context);
  const engine = await context.engine();
  const volumes = await listVolumes(engine, AbortSignal.any([context.signal, AbortSignal.timeout(patienceMs)]));
  const foreign = findForeignVolumes(volumes, settings.name).map(({ name }) => name);
  return [...foreign, ...findChangeVolumes(volumes, settings.name)];
}
