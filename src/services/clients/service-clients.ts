import type { ServiceName } from "../../core/services/services.ts";
import { createOllama } from "./ollama.ts";
import { createOpenWebui } from "./open-webui.ts";
import type { ServiceClient } from "./service-client.ts";

// One request after the other: opening a second connection takes longer than all the answers.
const ollama: ServiceClient = {
  isReady: async (agent, bounds) => {
    await createOllama(agent).version(bounds);
    return true;
  },
  observe: async (agent, bounds) => {
    const installed = await createOllama(agent).installed(bounds);
    return { models: installed.map(({ name }) => name) };
  },
  report: async (agent, bounds) => {
    const client = createOllama(agent);
    const version = await client.version(bounds);
    return { version, models: { installed: await client.installed(bounds), loaded: await client.loaded(bounds) } };
  },
};

const openWebui: ServiceClient = {
  isReady: (agent, bounds) => createOpenWebui(agent).ready(bounds),
  observe: async (agent, bounds) => {
    const client = createOpenWebui(agent);
    return (await client.ready(bounds)) ? { firstAccount: await client.awaitsFirstAccount(bounds) } : null;
  },
  report: async (agent, bounds) => {
    const client = createOpenWebui(agent);
    if (!(await client.ready(bounds))) return null;
    const version = await client.version(bounds);
    return { version, awaitsFirstAccount: await client.awaitsFirstAccount(bounds) };
  },
};

/** How to talk to each service of the stack. */
export const serviceClients: Record<ServiceName, ServiceClient> = { ollama, "open-webui": openWebui };
