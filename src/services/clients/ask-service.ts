import type { Agent } from "node:http";
import type { ObservedContainer } from "../../core/stack/observation.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { RequestBounds } from "./ollama.ts";
import { withAgent } from "./with-agent.ts";

/**
 * The answer of the service in a container to a question, each request limited to `timeoutMs`; null if it does not run,
 * fails or does not answer in time. Throws only when the signal itself aborts.
 */
export async function askService<T>(
  engine: Engine,
  container: ObservedContainer | undefined,
  bounds: RequestBounds,
  question: (agent: Agent, bounds: RequestBounds) => Promise<T>,
): Promise<T | null> {
  if (container?.state !== "running") return null;
  const { id, service } = container;
  try {
    return await withAgent(engine, { service, container: id }, (agent) => question(agent, bounds));
  } catch (error) {
    if (bounds.signal.aborted) throw error;
    return null;
  }
}
