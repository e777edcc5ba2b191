import type { Installation } from "../core/installation.ts";
import type { Settings } from "../core/settings.ts";
import { listContainersUsing, removeContainer, startContainer } from "../engine/containers.ts";
import type { Engine } from "../engine/engine.ts";
import { listProjectContainers } from "../engine/observe.ts";
import { removeVolume } from "../engine/removal.ts";
import { saveInstallation } from "../host/installation-store.ts";

/** What was being filled, and whether the page ran before. */
export type Unfinished = { settings: Settings; installation: Installation; volume: string; wasRunning: boolean };

const timeoutMs = 120_000;

/**
 * Throws away a volume that was being filled, with the containers that use it, and starts the page again where it was
 * stopped for that. A signal of its own: this is done after an interruption too.
 */
export async function undoFilling(
  engine: Engine,
  { settings, installation, volume, wasRunning }: Unfinished,
  { folder }: { folder: string },
): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (const container of await listContainersUsing(engine, volume, signal)) {
    await removeContainer(engine, container, signal);
  }
  await removeVolume(engine, volume, signal);
  // The page first: on a full disk nothing can be written down.
  const containers = wasRunning ? await listProjectContainers(engine, settings.name, signal) : [];
  for (const { service, id, state } of containers) {
    if (service === "open-webui" && state === "exited") await startContainer(engine, id, signal);
  }
  await saveInstallation(folder, { ...installation, pending: null });
}
