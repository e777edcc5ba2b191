import type { Operation } from "../run/operations.ts";
import type { ServiceName } from "../services/services.ts";
import type { Observation, ObservedContainer } from "../stack/observation.ts";
import type { Stack } from "../stack/stack.ts";

/** The images that a stack needs and that are not there yet, each once. */
export function planImages(stack: Stack, { images }: Pick<Observation, "images">): Operation[] {
  const references = [...new Set(Object.values(stack.services).map(({ image }) => image))];
  return references
    .filter((image) => !images[image])
    .map((image) => ({ kind: "pull-image", image, id: `pull:${image}`, cause: { id: "missing" }, after: [] }));
}

/**
 * What brings data into a new volume: the page's containers are stopped, so that nobody writes what would be left
 * behind, the volume is made and filled.
 */
export function planFill(
  containers: readonly ObservedContainer[],
  { volume, from }: { volume: string; from: string },
): Operation[] {
  const service: ServiceName = "open-webui";
  const cause = { id: "requested" } as const;
  const stops = containers
    .filter((container) => container.service === service && isAlive(container))
    .map(({ id }): Operation => {
      return {
        kind: "stop-container",
        service,
        container: id,
        id: `stop:${service}:${id.slice(0, 12)}`,
        cause,
        after: [],
      };
    });
  const after = [...stops.map(({ id }) => id), "volume"];
  return [
    ...stops,
    { kind: "create-volume", volume, id: "volume", cause: { id: "missing" }, after: [] },
    { kind: "fill-volume", volume, from, id: "fill", cause, after },
  ];
}

/** The proof that a stack with other data works, to be had once all that is planned before it is done. */
export function planProof(operations: readonly Operation[], volume: string): Operation[] {
  const after = operations.map(({ id }) => id);
  return [...operations, { kind: "verify-data", volume, id: "verify", cause: { id: "requested" }, after }];
}

function isAlive({ state }: ObservedContainer): boolean {
  return state === "running" || state === "restarting" || state === "paused";
}
