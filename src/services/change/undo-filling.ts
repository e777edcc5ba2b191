import { setTimeout as sleep } from "node:timers/promises";
import type { Settings } from "../../core/settings/settings.ts";
import type { Installation } from "../../core/stack/installation.ts";
import { removeContainer, startContainer } from "../../engine/containers/containers.ts";
import { listProjectContainers } from "../../engine/containers/observe.ts";
import { listUsers, removeVolume } from "../../engine/plan/removal.ts";
import { endAfter } from "../../engine/wire/bound-by.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { saveInstallation } from "../../host/stores/installation-store.ts";

/** What was being filled, and whether the page ran before. */
export type Unfinished = { settings: Settings; installation: Installation; volume: string; wasRunning: boolean };

const timeoutMs = 120_000;
const pauseMs = 200;

/**
 * Discards a volume that was being filled, with the containers that use it, and restarts the page if it was stopped for
 * that. It has its own signal: this runs after an interruption too.
 */
export async function undoFilling(
  engine: Engine,
  { settings, installation, volume, wasRunning }: Unfinished,
  { folder }: { folder: string },
): Promise<void> {
  const signal = endAfter(timeoutMs);
  await throwAway(engine, volume, signal);
  // The page first: on a full disk nothing can be recorded.
  const containers = wasRunning ? await listProjectContainers(engine, settings.name, signal) : [];
  for (const { service, id, state } of containers) {
    if (service === "open-webui" && state === "exited") await startContainer(engine, id, signal);
  }
  await saveInstallation(folder, { ...installation, pending: null });
}

/**
 * Removes a volume and what uses it; the Engine may still be at work on a container of a killed localgpt.
 */
async function throwAway(engine: Engine, volume: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    for (const container of await listUsers(engine, { volume }, signal)) {
      await removeContainer(engine, container, signal);
    }
    if (await removeVolume(engine, volume, signal)) return;
    await sleep(pauseMs, null, { signal });
  }
}
