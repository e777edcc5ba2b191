import { findChangeVolumes, findForeignVolumes } from "../../core/plan/foreign-volumes.ts";
import { listVolumes } from "../../engine/machine/volumes.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { findFact } from "../../services/http/find-fact.ts";
import type { Context } from "../context.ts";

const patienceMs = 1000;

/** The volumes that `adopt` could take data from, for completion: none if Docker does not answer within a second. */
export async function listForeignVolumes(context: Context): Promise<string[]> {
  const found = findFact(context.signal, patienceMs, (bound) => find(context, bound));
  return (await found.catch(() => null)) ?? [];
}

async function find(context: Context, signal: AbortSignal): Promise<string[]> {
  const { settings } = await loadSettings(context);
  const volumes = await listVolumes(await context.engine(), signal);
  const foreign = findForeignVolumes(volumes, settings.name).map(({ name }) => name);
  return [...foreign, ...findChangeVolumes(volumes, settings.name)];
}
