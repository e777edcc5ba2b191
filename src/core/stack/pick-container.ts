import { LocalgptError } from "../errors/errors.ts";
import type { ServiceName } from "../services/services.ts";
import type { ObservedContainer } from "./observation.ts";

/**
 * Of several containers of one service, as an interrupted replacement leaves them, the one that runs; null for none at
 * all.
 */
export function pickContainer(
  containers: readonly ObservedContainer[],
  service: ServiceName,
): ObservedContainer | null {
  const ours = containers.filter((container) => container.service === service);
  return ours.find(({ state }) => state === "running") ?? ours[0] ?? null;
}

/** The error for services of which one has no container; it names that one where the stack has any container at all. */
export function notFound(
  project: string,
  containers: readonly ObservedContainer[],
  services: readonly ServiceName[],
): LocalgptError<"stack-not-found"> {
  const service = services.find((name) => pickContainer(containers, name) === null);
  const isAbsent = containers.length === 0 || service === undefined;
  return new LocalgptError("stack-not-found", isAbsent ? { project } : { project, service });
}
