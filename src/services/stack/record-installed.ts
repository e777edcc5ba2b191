import type { Emit } from "../../core/run/events.ts";
import { mapServices, serviceNames, whereAllKnown } from "../../core/services/services.ts";
import { type InstalledState, installedImage } from "../../core/stack/installation.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { pageModelOf } from "../../core/stack/page-default.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { saveInstallation } from "../../host/stores/installation-store.ts";
import type { PreparedStack } from "./prepare-stack.ts";

/**
 * Records the images and the volume that a stack is ready with, and the model that was passed to its page, if the
 * record differs; reports a record that could not be read.
 */
export async function recordInstalled(
  { folder, emit }: { folder: string; emit: Emit },
  { installation, ...prepared }: PreparedStack,
  observation: Observation,
): Promise<void> {
  const state = installedState(prepared, observation);
  const { current } = installation;
  if (state === null) return;
  const pageModel = pageModelOf(prepared.stack);
  const isKnown = current !== null && isSame(current, state);
  if (isKnown && installation.pageModel === pageModel) return;
  const unread = await saveInstallation(folder, { ...installation, current: isKnown ? current : state, pageModel });
  if (unread !== null) emit({ type: "notice", notice: { id: "installation-unread", path: unread } });
}

/** What a stack is made of according to the Engine; null if an image is missing. */
export function installedState(
  { settings, stack }: Pick<PreparedStack, "settings" | "stack">,
  { images }: Pick<Observation, "images">,
): InstalledState | null {
  const found = whereAllKnown(
    mapServices((service) => {
      const image = images[stack.services[service].image];
      return image ? installedImage(settings.images[service], image) : null;
    }),
  );
  if (found === null) return null;
  return { images: found, volume: volumeName(stack, "open-webui"), since: new Date().toISOString() };
}

function isSame(one: InstalledState, other: InstalledState): boolean {
  const key = ({ images, volume }: InstalledState) =>
    JSON.stringify([serviceNames.map((service) => images[service]), volume]);
  return key(one) === key(other);
}
