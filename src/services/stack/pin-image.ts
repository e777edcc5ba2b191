import { mapServicesAsync } from "../../core/services/services.ts";
import type { InstalledImage, InstalledState } from "../../core/stack/installation.ts";
import { repositoryOf } from "../../core/values/image-reference.ts";
import { inspectImage } from "../../engine/containers/observe.ts";
import type { Engine } from "../../engine/wire/engine.ts";

/** A state with names for exactly the same images, even if a tag means another image by now. */
export async function pinImages(engine: Engine, state: InstalledState, signal: AbortSignal): Promise<InstalledState> {
  const images = await mapServicesAsync((service) => pinImage(engine, state.images[service], signal));
  return { ...state, images };
}

async function pinImage(engine: Engine, image: InstalledImage, signal: AbortSignal): Promise<InstalledImage> {
  const { reference, id, digest } = image;
  const found = await inspectImage(engine, reference, signal);
  // A missing image is pulled by its name again: a version's tag does not move.
  if (found === null || id === "" || found.id === id) return image;
  if (digest !== null) return { ...image, reference: `${repositoryOf(reference)}@${digest}` };
  const isHere = (await inspectImage(engine, id, signal)) !== null;
  return isHere ? { ...image, reference: id } : image;
}
