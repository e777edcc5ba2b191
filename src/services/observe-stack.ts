import { serviceNames } from "../core/names.ts";
import type { Observation } from "../core/observation.ts";
import type { Stack } from "../core/stack.ts";
import type { Engine } from "../engine/engine.ts";
import { observeProject } from "../engine/observe.ts";
import { askService } from "./ask-service.ts";
import { createOllama } from "./ollama.ts";
import { createOpenWebui } from "./open-webui.ts";

// What a healthy service answers within milliseconds; a hanging one must not hold up the plan.
const answerTimeoutMs = 3000;

/** One snapshot of the stack: what the Engine has and, where the services run, what they say of themselves. */
export async function observeStack(engine: Engine, stack: Stack, signal: AbortSignal): Promise<Observation> {
  const observation = await observeProject(engine, stack, signal);
  const { ollama, "open-webui": page } = observation.containers;
  const asked = { signal, timeoutMs: answerTimeoutMs };
  const [models, firstAccount] = await Promise.all([
    askService(engine, ollama, asked, async (agent, bounds) => {
      const installed = await createOllama(agent).installed(bounds);
      return installed.map((model) => model.name);
    }),
    askService(engine, page, asked, async (agent, bounds) => {
      const client = createOpenWebui(agent);
      return (await client.ready(bounds)) ? client.awaitsFirstAccount(bounds) : null;
    }),
  ]);
  const ready = serviceNames.filter((service) => (service === "ollama" ? models : firstAccount) !== null);
  return { ...observation, models, ready, firstAccount };
}
