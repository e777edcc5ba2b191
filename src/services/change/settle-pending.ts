import type { World } from "../../core/run/world.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { Installation, InstalledState } from "../../core/stack/installation.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { loadInstallation } from "../../host/stores/installation-store.ts";

/**
 * Finishes a change that a killed localgpt left, and reports it: an unfinished one is discarded; a switched one is
 * verified and kept, or undone if it cannot work, and then its volume is kept because people may have used it. Returns
 * what is installed then. Throws `change-failed`. To be called under the lock.
 */
export async function settlePending(engine: Engine, settings: Settings, world: World): Promise<Installation> {
  const installation = await loadInstallation(world.folder, settings.name);
  const { pending, current } = installation;
  if (pending === null) return installation;
  const { kind, phase } = pending;
  world.emit({ type: "notice", notice: { id: "change-interrupted", kind, phase } });
  if (pending.phase === "filling") {
    const { undoFilling } = await import("./undo-filling.ts");
    const { volume, wasRunning } = pending;
    await undoFilling(engine, { settings, installation, volume, wasRunning }, world);
    return { ...installation, pending: null };
  }
  const { endChange } = await import("./end-change.ts");
  const switched = { ...installation, current: current as InstalledState, pending };
  return (await endChange(engine, { settings, installation: switched, isResumed: true }, world)).installation;
}
