import type { ServiceName } from "./names.ts";
import type { ObservedContainer } from "./observation.ts";

/** Of several containers of one service, as an interrupted replacement leaves them, the one that runs; null for none at all. */
export function pickContainer(
  containers: readonly ObservedContainer[],
  service: ServiceName,
): ObservedContainer | null {
  const ours = containers.filter((container) => container.service === service);
  return ours.find(({ state }) => state === "running") ?? ours[0] ?? null;
}
