import { LocalgptError } from "../errors/errors.ts";
import type { ServiceName } from "../services/services.ts";
import type { ObservedContainer } from "./observation.ts";

/**
 * The running one of several containers of a service, as an interrupted replacement leaves them; null for an empty
 * list.
 */
export function pickContainer(
  containers: readonly ObservedContainer[],
  service: ServiceName,
): ObservedContainer | null {
  const ours = containers.filter((container) => container.service === service);
  return ours.find(({ state }) => state === "running") ?? ours[0] ?? null;
}

/** The error if a service has no container; it names the service if the stack has any container at all. */
export function notFound(
  project: string,
  containers: readonly ObservedContainer[],
  services: readonly ServiceName[],
): LocalgptError<"stack-not-found"> {
  const service = services.find((name) => pickContainer(containers, name) === null);
  const isAbsent = containers.length === 0 || service === undefined;
  return new LocalgptError("stack-not-found", isAbsent ? { project } : { project, service });
}
