import type { Operation } from "../run/operations.ts";
import type { ServiceName } from "../services/services.ts";
import type { Observation, ObservedContainer } from "../stack/observation.ts";
import type { Stack } from "../stack/stack.ts";

/** The images that a stack needs and that are missing, each once. */
export function planImages(stack: Stack, { images }: Pick<Observation, "images">): Operation[] {
  const references = [...new Set(Object.values(stack.services).map(({ image }) => image))];
  return references
    .filter((image) => !images[image])
    .map((image) => ({ kind: "pull-image", image, id: `pull:${image}`, cause: { id: "missing" }, after: [] }));
}

/**
 * The operations that bring data into a new volume: they stop the page's containers, so that nothing is written that
 * would be left behind, make the volume and fill it.
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

/** The operations that prove that a stack with other data works, after everything that is planned before them. */
export function planProof(operations: readonly Operation[], volume: string): Operation[] {
  const after = operations.map(({ id }) => id);
  return [...operations, { kind: "verify-data", volume, id: "verify", cause: { id: "requested" }, after }];
}

function isAlive({ state }: ObservedContainer): boolean {
  return state === "running" || state === "restarting" || state === "paused";
}
