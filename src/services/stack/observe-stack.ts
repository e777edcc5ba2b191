import { mapServicesAsync, serviceNames } from "../../core/services/services.ts";
import type { Observation } from "../../core/stack/observation.ts";
import type { Stack } from "../../core/stack/stack.ts";
import { observeProject } from "../../engine/containers/observe.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { askService } from "../clients/ask-service.ts";
import { serviceClients } from "../clients/service-clients.ts";

// A healthy service answers this within milliseconds; a hanging one must not hold up the plan.
const answerTimeoutMs = 3000;

/** One snapshot of the stack: what the Engine has and, if the services run, what they report. */
export async function observeStack(engine: Engine, stack: Stack, signal: AbortSignal): Promise<Observation> {
  const observation = await observeProject(engine, stack, signal);
  const bounds = { signal, timeoutMs: answerTimeoutMs };
  const said = await mapServicesAsync((service) =>
    askService(engine, observation.containers[service], bounds, serviceClients[service].observe),
  );
  const ready = serviceNames.filter((service) => said[service] !== null);
  return { ...observation, models: null, firstAccount: null, ...Object.assign({}, ...Object.values(said)), ready };
}
