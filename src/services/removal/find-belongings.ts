import type { Belongings } from "../../core/plan/belongings.ts";
import { serviceNames } from "../../core/services/services.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { Installation } from "../../core/stack/installation.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { listProjectContainers } from "../../engine/containers/observe.ts";
import type { DiskUsage } from "../../engine/machine/volumes.ts";
import { observeBelongings } from "../../engine/plan/belongings.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { listFolderContents } from "../../host/files/kept-files.ts";
import { loadInstallation } from "../../host/stores/installation-store.ts";

/** The stack to look at: its folder, its settings, and the disk's contents if known. */
type Request = { folder: string; settings: Settings; usage: DiskUsage | null; signal: AbortSignal };

/**
 * Everything that belongs to a project: by its label and, for images, those named in the settings, those that ran last
 * or before the last change, and those that its containers were made from.
 */
export async function findBelongings(
  engine: Engine,
  { folder, settings, usage, signal }: Request,
): Promise<Belongings> {
  const project = settings.name;
  const [installation, containers, files] = await Promise.all([
    loadInstallation(folder, project),
    listProjectContainers(engine, project, signal),
    listFolderContents(folder),
  ]);
  const states = installedStates(installation);
  const installed = states.flatMap(({ images }) => Object.values(images));
  const found = await observeBelongings(
    engine,
    {
      project,
      volumes: serviceNames.map((service) => volumeName(settings, service)),
      recorded: states.map(({ volume }) => volume),
      images: [
        ...Object.values(settings.images),
        ...installed.map(({ reference }) => reference),
        ...containers.map(({ image }) => image),
      ],
      imageIds: [...installed.map(({ id }) => id), ...containers.map(({ imageId }) => imageId)],
    },
    signal,
  );
  const volumes = found.volumes.map((volume) => ({ ...volume, sizeBytes: usage?.volumes[volume.name] ?? null }));
  return { project, folder, ...found, volumes, files };
}

function installedStates({ current, previous, pending }: Installation) {
  const before = pending?.phase === "switched" ? pending.before : null;
  return [current, previous, before].filter((state) => state !== null);
}
