import { LocalgptError } from "../../core/errors/errors.ts";
import { services } from "../../core/services/services.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { findRunning } from "../../engine/containers/observe.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { findStackData } from "../data/find-data.ts";

/** The project whose page is wanted: its folder has the record of what is installed. */
export type PageRequest = { settings: Settings; folder: string; signal: AbortSignal };

/** A container that sees the page's data and has the programs of its image; `runs` if it is the page's own. */
export type PageContainer = { container: string; folder: string; runs: boolean };

/**
 * Runs `work` with a container that sees the page's data: the page's own if it runs, else a one-off one with its
 * volume. Throws `no-data` if the page has none yet, and `stack-not-found` if its image is not here.
 */
export async function withPageContainer<T>(
  engine: Engine,
  { settings, folder, signal }: PageRequest,
  work: (page: PageContainer) => Promise<T>,
): Promise<T> {
  const project = settings.name;
  const path = services["open-webui"].dataFolder;
  const running = await findRunning(engine, project, "open-webui", signal);
  if (running !== null) return work({ container: running, folder: path, runs: true });
  const { volumes, pageImage: image } = await findStackData(engine, { folder, settings }, signal);
  const volume = volumes["open-webui"];
  if (volume === null) throw new LocalgptError("no-data", { project });
  if (image === null) throw new LocalgptError("stack-not-found", { project, service: "open-webui" });
  // Writable even for reading: SQLite must find what a killed page left in its write-ahead log.
  const request = { project, image, mounts: [{ volume, path }], signal };
  return withOneOff(engine, request, (container) => work({ container, folder: path, runs: false }));
}
