import type { CheckFacts, FindingOf } from "../facts/checks.ts";
import { findChangeVolumes, findForeignVolumes, type NamedVolume } from "../plan/foreign-volumes.ts";
import { isOwnVolume } from "../plan/own-volumes.ts";
import { serviceNames } from "../services/services.ts";
import type { Installation } from "../stack/installation.ts";
import type { Observation } from "../stack/observation.ts";
import { type Stack, volumeName } from "../stack/stack.ts";

/** Judges a port: it is a failure if something else holds it, or if the address belongs to another machine. */
export function judgePort(facts: CheckFacts["port"]): FindingOf<"port"> {
  return { id: "port", status: facts.state === "taken" || facts.state === "not-here" ? "failure" : "ok", facts };
}

/** A failure if others reach a page on which they can create an account, unless the person explicitly allowed that. */
export function judgeExposure(facts: CheckFacts["exposure"]): FindingOf<"exposure"> {
  const status = facts.signUp === "closed" ? "note" : facts.wanted ? "warning" : "failure";
  return { id: "exposure", status, facts };
}

/**
 * What to say about volumes that another installation of Ollama or Open WebUI left on this Engine: a warning if a
 * hand-made one exists and our page has no data yet, else a note.
 */
export function judgeVolumes(
  found: readonly NamedVolume[],
  { project, isEmpty }: { project: string; isEmpty: boolean },
): FindingOf<"other-volumes">[] {
  const foreign = findForeignVolumes(found, project);
  const handMade = foreign.filter(({ isHandMade }) => isHandMade);
  if (foreign.length === 0) return [];
  const isWarning = isEmpty && handMade.length > 0;
  const told = isWarning ? handMade : foreign;
  const volumes = told.map(({ name }) => name);
  // A stack has one page, and its data cannot come from two volumes.
  const adoptable = told.filter(({ service }) => service === "open-webui").length > 1 ? [] : volumes;
  return [{ id: "other-volumes", status: isWarning ? "warning" : "note", facts: { volumes, adoptable } }];
}

/**
 * What to say about volumes of a stack that something else created: a warning before the first container uses them, a
 * note afterwards.
 */
export function judgeForeignVolumes(
  { stack, installation }: { stack: Pick<Stack, "name" | "volumes">; installation: Installation },
  { volumes: observed, containers }: Pick<Observation, "volumes" | "containers">,
): FindingOf<"foreign-volumes">[] {
  const { current } = installation;
  const recorded = current === null ? [] : [current.volume];
  const foreign = serviceNames.filter((service) => {
    const name = volumeName(stack, service);
    const volume = observed[name];
    return volume && !isOwnVolume({ name, labels: volume.labels }, stack.name, recorded);
  });
  if (foreign.length === 0) return [];
  const isFirst = foreign.some((service) => containers[service] === undefined);
  const volumes = foreign.map((service) => volumeName(stack, service));
  return [{ id: "foreign-volumes", status: isFirst ? "warning" : "note", facts: { volumes } }];
}

/**
 * A failure if a page would be started without its data: the project has data that is not recorded, or the recorded
 * volume is gone.
 */
export function judgeLostData(
  found: readonly NamedVolume[],
  { stack, installation }: { stack: Pick<Stack, "name" | "volumes">; installation: Installation },
  { volumes: observed }: Pick<Observation, "volumes">,
): FindingOf<"lost-data">[] {
  const { project, current, pending } = installation;
  const volume = volumeName(stack, "open-webui");
  const isThere = Boolean(observed[volume]);
  const gone = current === null || isThere ? null : current.volume;
  // The last rendered file may still name the volume.
  const isNamed = isThere && volume !== volumeName({ name: project }, "open-webui");
  const volumes = current !== null || pending !== null || isNamed ? [] : findChangeVolumes(found, project);
  const isLost = gone !== null || volumes.length > 0;
  return isLost ? [{ id: "lost-data", status: "failure", facts: { volumes, gone } }] : [];
}

/**
 * A warning for each container that has lost its service's name on the network, as Compose leaves them after it
 * repaired a network: the page no longer finds Ollama then.
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
