import { withSignal } from "../core/run/world.ts";
import type { Settings } from "../core/settings/settings.ts";
import type { Installation } from "../core/stack/installation.ts";
import type { Engine } from "../engine/wire/engine.ts";
import { withLock } from "../host/files/lock.ts";
import { loadInstallation } from "../host/stores/installation-store.ts";
import { loadSettings } from "../host/stores/settings-store.ts";
import { settlePending } from "../services/change/settle-pending.ts";
import type { Context } from "./context.ts";

/** The start of a change: a context that ends when the lock is lost, and what the stack consists of at that moment. */
export type OpenedChange = { context: Context; engine: Engine; settings: Settings; installation: Installation };

/**
 * Runs a change of a stack under its lock, with the settings and the installation of that moment and after finishing a
 * change that a killed localgpt left; `command` is shown to those who wait. A dry run takes no lock and finishes
 * nothing. Throws what `settlePending` and the work throw.
 */
export async function openChange<T>(
  context: Context,
  { command, dryRun = false }: { command: string; dryRun?: boolean },
  work: (opened: OpenedChange) => Promise<T>,
): Promise<T> {
  const engine = await context.engine();
  const { folder, emit, processes } = context;
  if (dryRun) {
    const { settings } = await loadSettings(context);
    return work({ context, engine, settings, installation: await loadInstallation(folder, settings.name) });
  }
  return withLock(folder, { command, signal: context.signal, emit, processes }, async (signal) => {
    const locked = withSignal(context, signal);
    // Read here, because the previous holder of the lock may have changed them.
    const { settings } = await loadSettings(locked);
    return work({
      context: locked,
      engine,
      settings,
      installation: await settlePending(engine, settings, locked),
    });
  });
}
