import type { ServiceName } from "../../core/services/services.ts";
import { mapServices, mapServicesAsync } from "../../core/services/services.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { type InstalledImage, installedImage } from "../../core/stack/installation.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { inspectImage } from "../../engine/containers/observe.ts";
import { listVolumes } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { loadInstallation } from "../../host/stores/installation-store.ts";
import { findInstalled } from "./find-installed.ts";

/** Where the data of a stack is, and what it belongs to. */
export type StackData = {
  images: Record<ServiceName, InstalledImage>;
  /** Open WebUI's image by a name or id that the Engine knows; null if it does not have it. */
  pageImage: string | null;
  /** The Engine's names of the volumes, null if missing. */
  volumes: Record<ServiceName, string | null>;
};

/**
 * Finds the data of a stack by its record or its running containers, else by its settings. Throws `file-failed` and the
 * Engine's failures.
 */
export async function findStackData(
  engine: Engine,
  { folder, settings }: { folder: string; settings: Settings },
  signal: AbortSignal,
): Promise<StackData> {
  const [current, volumes] = await Promise.all([
    loadInstallation(folder, settings.name).then((known) => findInstalled(engine, known, signal)),
    listVolumes(engine, signal),
  ]);
  const find = (name: string) => (volumes.some((volume) => volume.name === name) ? name : null);
  const images = await mapServicesAsync(async (service): Promise<InstalledImage> => {
    const known = current?.images[service];
    if (known !== undefined) return known;
    const chosen = settings.images[service];
    const image = await inspectImage(engine, chosen, signal);
    return installedImage(chosen, image ?? { id: "", digests: [] });
  });
  const page = images["open-webui"];
  // A tag may have moved on, or be gone, while the image itself is still there.
  const wanted = [page.id, page.reference].filter((name) => name !== "");
  const found = await Promise.all(wanted.map((name) => inspectImage(engine, name, signal)));
  return {
    images,
    pageImage: wanted.find((_, index) => found[index]) ?? null,
    volumes: mapServices((service) => {
      const moved = service === "open-webui" ? current?.volume : undefined;
      return find(moved ?? volumeName(settings, service));
    }),
  };
}
