import type { Emit } from "./events.ts";

/** This process among those of its machine, by the numbers that the system gives them. */
export type Processes = {
  ownId: number;
  /** The number of the user it runs as; null on Windows. */
  userId: number | null;
  isAlive: (id: number) => boolean;
};

/**
 * What the outside world provides for a run: where its stack is kept, the machine it runs on, what ends it and where
 * its events go.
 */
export type World = {
  /** The folder that holds this stack's settings, Compose file and lock (LOCALGPT_HOME or a project's folder in it). */
  folder: string;
  /** The project given with `--project`, or null for the one that the settings name. */
  project: string | null;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  processes: Processes;
  /** Aborted by the first Ctrl-C (and SIGTERM, SIGHUP). */
  signal: AbortSignal;
  emit: Emit;
};

/** The same world with another signal; what is created on first use stays lazy. */
export function withSignal<W extends Pick<World, "signal">>(world: W, signal: AbortSignal): W {
  const members = Object.getOwnPropertyDescriptors(world);
  return Object.defineProperties({}, { ...members, signal: { value: signal, enumerable: true } }) as W;
}
