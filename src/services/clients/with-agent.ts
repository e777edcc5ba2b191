import type { Agent } from "node:http";
import { type ServiceName, services } from "../../core/services/services.ts";
import { createTunnelAgent } from "../../engine/programs/tunnel.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { createOllama, type Ollama } from "./ollama.ts";

type AgentOptions = Parameters<typeof createTunnelAgent>[3];

/**
 * Runs `work` with an agent that reaches a service in its container (id or name); its connections are closed however
 * that ends.
 */
export async function withAgent<T>(
  engine: Engine,
  { service, container }: { service: ServiceName; container: string },
  work: (agent: Agent) => Promise<T>,
  options?: AgentOptions,
): Promise<T> {
  const agent = createTunnelAgent(engine, container, services[service].port, options);
  try {
    return await work(agent);
  } finally {
    agent.destroy();
  }
}

/** Runs `work` with a client of the Ollama in a container, as `withAgent` does. */
export async function withOllama<T>(
  engine: Engine,
  container: string,
  work: (ollama: Ollama) => Promise<T>,
  options?: AgentOptions,
): Promise<T> {
  return withAgent(engine, { service: "ollama", container }, (agent) => work(createOllama(agent)), options);
}
