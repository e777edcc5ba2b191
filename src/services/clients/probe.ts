import type { Agent } from "node:http";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { ServiceName } from "../../core/services/services.ts";
import type { RequestBounds } from "./ollama.ts";
import { serviceClients } from "./service-clients.ts";

/**
 * Whether a service is ready, or why not: `starting` while nothing listens yet or it says that it is still starting,
 * `silent` if it accepts the question and does not answer, `failing` if it answers with an error.
 */
export type Probed = { is: "ready" | "starting" | "silent" } | { is: "failing"; status: number; detail: string };

/** Asks a service whether it is ready; throws `interrupted` and the Engine's failures, never the service's. */
export async function probeService(agent: Agent, service: ServiceName, bounds: RequestBounds): Promise<Probed> {
  try {
    return { is: (await serviceClients[service].isReady(agent, bounds)) ? "ready" : "starting" };
  } catch (error) {
    if (bounds.signal.aborted || isError(error, "interrupted")) throw error;
    if (isError(error, "service-answered")) {
      const { status, detail } = error.facts;
      return { is: "failing", status, detail };
    }
    if (isError(error, "service-unreachable") && error.facts.waitedMs !== null) return { is: "silent" };
    if (error instanceof LocalgptError) return { is: "starting" };
    throw error;
  }
}
