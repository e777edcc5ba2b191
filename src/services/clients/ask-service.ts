import type { Agent } from "node:http";
import { services } from "../../core/services/services.ts";
import type { ObservedContainer } from "../../core/stack/observation.ts";
import { createTunnelAgent } from "../../engine/programs/tunnel.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { RequestBounds } from "./ollama.ts";

/**
 * What the service in a container answers to a question, whose every request is given `timeoutMs`; null where it does not
 * run, fails or does not answer in time. Throws only when the signal itself aborts.
 */
export async function askService<T>(
  engine: Engine,
  container: ObservedContainer | undefined,
  bounds: RequestBounds,
  question: (agent: Agent, bounds: RequestBounds) => Promise<T>,
): Promise<T | null> {
  if (container?.state !== "running") return null;
  const agent = createTunnelAgent(engine, container.id, services[container.service].port);
  try {
    return await question(agent, bounds);
  } catch (error) {
    if (bounds.signal.aborted) throw error;
    return null;
  } finally {
    agent.destroy();
  }
}
