import { serviceNames } from "../../core/facts/names.ts";
import type { Observation } from "../../core/stack/observation.ts";
import type { Stack } from "../../core/stack/stack.ts";
import { observeProject } from "../../engine/containers/observe.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { askService } from "../clients/ask-service.ts";
import { createOllama } from "../clients/ollama.ts";
import { createOpenWebui } from "../clients/open-webui.ts";

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
