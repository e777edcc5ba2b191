import { Agent } from "node:http";
import Dockerode from "dockerode";
import { dockerHost } from "./docker.ts";

/**
 * The Engine under test by its API, for what tests ask again and again: a process of the `docker` CLI for each question
 * took a quarter of the processor's time. No connection outlives its question, since Engines are stopped and started.
 */
export function engineApi(): Dockerode {
  const socketPath = dockerHost().replace("unix://", "");
  const options = { socketPath, agent: new Agent({ keepAlive: false }) };
  return new Dockerode(options);
}

/** Which resources are meant: those with a label of Compose's project, those whose name has this in it. */
export type Filter = { label: string[] } | { name: string[] };

/** What an Engine has of one kind, by name. */
export type Resources = Record<"containers" | "networks" | "volumes", string[]>;

/** The containers (with their state as `docker ps` shows it), networks and volumes that a filter lets through. */
export async function listResources(filters: Filter): Promise<Resources & { states: Record<string, string> }> {
  const api = engineApi();
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    api.listContainers({ all: true, filters }),
    api.listNetworks({ filters }),
    api.listVolumes({ filters }),
  ]);
  const states = Object.fromEntries(containers.map(({ Names, State }) => [(Names[0] ?? "").slice(1), State]));
  return {
    containers: Object.keys(states).sort(),
    states,
    networks: networks.map(({ Name }) => Name).sort(),
    volumes: (volumes ?? []).map(({ Name }) => Name).sort(),
  };
}
