import type { CheckFacts, FindingOf } from "./checks.ts";
import { serviceNames } from "./names.ts";
import type { Observation } from "./observation.ts";
import { volumeName } from "./stack.ts";

/** Judges a port: one that somebody else holds is a failure. */
export function judgePort(facts: CheckFacts["port"]): FindingOf<"port"> {
  return { id: "port", status: facts.state === "taken" ? "failure" : "ok", facts };
}

/** A note on volumes that another installation of Ollama or Open WebUI left on this Engine; none where there are none. */
export function judgeVolumes(names: readonly string[], project: string): FindingOf<"other-volumes">[] {
  const ours = new Set(serviceNames.map((service) => volumeName({ name: project }, service)));
  const volumes = names.filter((name) => /(?:^|_)(?:ollama|open-webui)$/.test(name) && !ours.has(name)).sort();
  return volumes.length === 0 ? [] : [{ id: "other-volumes", status: "note", facts: { volumes } }];
}

/**
 * A warning for each container that has lost its service's name on the network, as Compose leaves them after it repaired a
 * network: the page no longer finds Ollama then.
 */
export function judgeAliases({ containers, network }: Observation): FindingOf<"network-aliases">[] {
  if (network === null) return [];
  return serviceNames.flatMap((service) => {
    const container = containers[service];
    const aliases = container?.networks[network.id];
    if (container?.state !== "running" || aliases === undefined || aliases.includes(service)) return [];
    return [{ id: "network-aliases", status: "warning", facts: { service } }];
  });
}
