import type { Agent } from "node:http";
import { serviceNames, servicePorts } from "../core/names.ts";
import type { Observation, ObservedContainer } from "../core/observation.ts";
import type { Stack } from "../core/stack.ts";
import type { Engine } from "../engine/engine.ts";
import { observeProject } from "../engine/observe.ts";
import { createTunnelAgent } from "../engine/tunnel.ts";
import { createOllama, type RequestBounds } from "./ollama.ts";
import { createOpenWebui } from "./open-webui.ts";

// What a healthy service answers within milliseconds; a hanging one must not hold up the plan.
const answerTimeoutMs = 3000;

/** One snapshot of the stack: what the Engine has and, where the services run, what they say of themselves. */
export async function observeStack(engine: Engine, stack: Stack, signal: AbortSignal): Promise<Observation> {
  const observation = await observeProject(engine, stack, signal);
  const { ollama, "open-webui": page } = observation.containers;
  const [models, firstAccount] = await Promise.all([
    ask(engine, ollama, signal, async (agent, bounds) => {
      const installed = await createOllama(agent).installed(bounds);
      return installed.map((model) => model.name);
    }),
    ask(engine, page, signal, async (agent, bounds) => {
      const client = createOpenWebui(agent);
      return (await client.ready(bounds)) ? client.awaitsFirstAccount(bounds) : null;
    }),
  ]);
  const ready = serviceNames.filter((service) => (service === "ollama" ? models : firstAccount) !== null);
  return { ...observation, models, ready, firstAccount };
}

/** What a service answers to a question; null where it does not run or does not answer it in time. */
async function ask<T>(
  engine: Engine,
  container: ObservedContainer | undefined,
  signal: AbortSignal,
  question: (agent: Agent, bounds: RequestBounds) => Promise<T>,
): Promise<T | null> {
  if (container?.state !== "running") return null;
  const agent = createTunnelAgent(engine, container.id, servicePorts[container.service]);
  try {
    return await question(agent, { signal, timeoutMs: answerTimeoutMs });
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  } finally {
    agent.destroy();
  }
}
