import { mapServicesAsync, services, whereAllKnown } from "../../core/services/services.ts";
import {
  type Installation,
  type InstalledImage,
  type InstalledState,
  installedImage,
} from "../../core/stack/installation.ts";
import { pickContainer } from "../../core/stack/pick-container.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { inspectImage, listProjectContainers } from "../../engine/containers/observe.ts";
import type { Engine } from "../../engine/wire/engine.ts";

/**
 * What is installed: as recorded, else according to the containers (of a stack that `docker compose` started); null if
 * neither says.
 */
export async function findInstalled(
  engine: Engine,
  { project, current }: Installation,
  signal: AbortSignal,
): Promise<InstalledState | null> {
  if (current !== null) return current;
  const containers = await listProjectContainers(engine, project, signal);
  const images = whereAllKnown(
    await mapServicesAsync(async (service): Promise<InstalledImage | null> => {
      const container = pickContainer(containers, service);
      if (container === null) return null;
      const digests = (await inspectImage(engine, container.imageId, signal))?.digests ?? [];
      return installedImage(container.image, { id: container.imageId, digests });
    }),
  );
  if (images === null) return null;
  // Without a record, the mount of the page's container decides.
  const mounted = pickContainer(containers, "open-webui")?.volumes[services["open-webui"].dataFolder];
  const volume = mounted ?? volumeName({ name: project }, "open-webui");
  return { images, volume, since: new Date().toISOString() };
}
