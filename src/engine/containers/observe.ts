import type Dockerode from "dockerode";
import { LocalgptError } from "../../core/errors/errors.ts";
import { type ServiceName, serviceNames } from "../../core/services/services.ts";
import { label } from "../../core/stack/labels.ts";
import type { EngineObservation, ObservedContainer } from "../../core/stack/observation.ts";
import { containerName, networkKey, networkName, type Stack, volumeName } from "../../core/stack/stack.ts";
import { callEngine, orNull } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { getJson } from "../wire/requests.ts";
import { inspectContainer, readProject } from "./containers.ts";

type Images = EngineObservation["images"];

/** What a project has on the Engine, by its labels alone; `network` and `volumes` are names. */
export type ProjectNames = { containers: ObservedContainer[]; network: string | null; volumes: string[] };

/**
 * One snapshot of what the Engine has for this stack, in two rounds of parallel calls. Throws `name-taken` where a
 * container or network of a wanted name belongs to somebody else; a volume of the wanted name is used as it is.
 */
export async function observeProject(engine: Engine, stack: Stack, signal: AbortSignal): Promise<EngineObservation> {
  const references = [...new Set(Object.values(stack.services).map(({ image }) => image))];
  const [containers, images, network, volumes] = await Promise.all([
    observeContainers(engine, stack, signal),
    Promise.all(references.map(async (image) => [image, await inspectImage(engine, image, signal)] as const)),
    inspectNetwork(engine, stack, signal),
    listVolumesNamed(engine, stack, signal),
  ]);
  const known = containers.map((container) => withNetworkId(container, network));
  return { ...assignContainers(known, stack), images: Object.fromEntries(images), network, volumes };
}

/** The project's containers of both services, made by localgpt or by Compose, in no particular order. */
export async function listProjectContainers(
  engine: Engine,
  project: string,
  signal: AbortSignal,
): Promise<ObservedContainer[]> {
  const found = await listContainers(engine, { label: [`${label.project}=${project}`] }, signal);
  const inspected = await Promise.all(found.map(({ Id }) => inspectContainer(engine, Id, signal)));
  return inspected.filter((container) => container !== null);
}

/** The id of the container in which a service of the project runs, by a single call; null if none does. */
export async function findRunning(
  engine: Engine,
  project: string,
  service: ServiceName,
  signal: AbortSignal,
): Promise<string | null> {
  const labels = [`${label.project}=${project}`, `${label.service}=${service}`];
  const found = await listContainers(engine, { label: labels, status: ["running"] }, signal);
  return found.find(({ Labels }) => Labels?.[label.oneoff] !== "True")?.Id ?? null;
}

/** What a project has on the Engine, for commands that need no rendered stack. */
export async function observeProjectNames(engine: Engine, project: string, signal: AbortSignal): Promise<ProjectNames> {
  const filters = { label: [`${label.project}=${project}`] };
  const [containers, networks, volumes] = await Promise.all([
    listProjectContainers(engine, project, signal),
    listNetworks(engine, filters, signal),
    callEngine(engine, { action: "list-volumes", signal }, (abortSignal) =>
      engine.docker.listVolumes({ filters: JSON.stringify(filters), abortSignal }),
    ),
  ]);
  const network = networks.find(({ Name }) => Name === networkName({ name: project }));
  const names = (volumes.Volumes ?? []).map(({ Name }) => Name).sort();
  return { containers, network: network?.Name ?? null, volumes: names };
}

/** The image that a reference means on this Engine, null if it does not exist. */
export async function inspectImage(engine: Engine, reference: string, signal: AbortSignal): Promise<Images[string]> {
  const info = await readImage(engine, reference, signal);
  if (info === null) return null;
  return { id: info.Id, sizeBytes: info.Size, architecture: info.Architecture, digests: info.RepoDigests ?? [] };
}

/** Everything the Engine says about an image, null if it does not exist. */
export async function readImage(
  engine: Engine,
  reference: string,
  signal: AbortSignal,
): Promise<Dockerode.ImageInspectInfo | null> {
  const call = (bounded: AbortSignal) => getJson(engine.docker, { path: `/images/${reference}/json`, signal: bounded });
  return (await orNull(
    callEngine(engine, { action: "inspect-image", signal }, call),
  )) as Dockerode.ImageInspectInfo | null;
}

/**
 * The stack's own network, null if it does not exist; throws `name-taken` if one of its name belongs to somebody else.
 */
export async function inspectNetwork(
  engine: Engine,
  stack: Stack,
  signal: AbortSignal,
): Promise<EngineObservation["network"]> {
  return findNetwork(await listNetworks(engine, { name: [networkName(stack)] }, signal), stack);
}

async function observeContainers(engine: Engine, stack: Stack, signal: AbortSignal): Promise<ObservedContainer[]> {
  const names = serviceNames.map((service) => containerName(stack, service));
  // Each by its name: listing by name makes the Engine compile a pattern for every container it has.
  const [ours, ...projects] = await Promise.all([
    listProjectContainers(engine, stack.name, signal),
    ...names.map((name) => readProject(engine, name, signal)),
  ]);
  for (const [index, project] of projects.entries()) {
    if (project === undefined || project === stack.name) continue;
    throw new LocalgptError("name-taken", { kind: "container", name: names[index] ?? "" });
  }
  return ours;
}

async function listContainers(engine: Engine, filters: Record<string, string[]>, signal: AbortSignal) {
  return callEngine(engine, { action: "list-containers", signal }, (abortSignal) =>
    engine.docker.listContainers({ all: true, filters: JSON.stringify(filters), abortSignal }),
  );
}

async function listNetworks(engine: Engine, filters: Record<string, string[]>, signal: AbortSignal) {
  return callEngine(engine, { action: "list-networks", signal }, (abortSignal) =>
    engine.docker.listNetworks({ filters: JSON.stringify(filters), abortSignal }),
  );
}

async function listVolumesNamed(
  engine: Engine,
  stack: Stack,
  signal: AbortSignal,
): Promise<EngineObservation["volumes"]> {
  const names = serviceNames.map((service) => volumeName(stack, service));
  const found = await callEngine(engine, { action: "list-volumes", signal }, (abortSignal) =>
    engine.docker.listVolumes({ filters: JSON.stringify({ name: names }), abortSignal }),
  );
  return Object.fromEntries(
    names.map((name) => {
      const volume = (found.Volumes ?? []).find(({ Name }) => Name === name);
      return [name, volume === undefined ? null : { labels: volume.Labels ?? {} }];
    }),
  );
}

/** The Engine's filter also matches parts of names; Engines before 25 can even have two networks of one name. */
function findNetwork(networks: Dockerode.NetworkInspectInfo[], stack: Stack): EngineObservation["network"] {
  const name = networkName(stack);
  const named = networks.filter((network) => network.Name === name);
  // Compose refuses a network without its own key, so one that lacks it is not the stack's either.
  const ours = named.find(
    ({ Labels }) => Labels?.[label.project] === stack.name && Labels[label.network] === networkKey,
  );
  if (ours !== undefined) return { id: ours.Id, name };
  if (named.length > 0) throw new LocalgptError("name-taken", { kind: "network", name });
  return null;
}

function withNetworkId(container: ObservedContainer, network: EngineObservation["network"]): ObservedContainer {
  const aliases = network === null ? undefined : container.networks[network.name];
  if (network === null || aliases === undefined) return container;
  const { [network.name]: _named, ...others } = container.networks;
  return { ...container, networks: { ...others, [network.id]: aliases } };
}

/**
 * Of several containers of one service the one with the right name counts, then a running one; the others are surplus.
 */
function assignContainers(found: ObservedContainer[], stack: Stack): Pick<EngineObservation, "containers" | "surplus"> {
  const containers: EngineObservation["containers"] = {};
  const surplus: ObservedContainer[] = [];
  const rank = ({ name, service, state }: ObservedContainer) =>
    (name === containerName(stack, service) ? 2 : 0) + (state === "running" ? 1 : 0);
  for (const container of [...found].sort((first, second) => rank(second) - rank(first))) {
    if (containers[container.service] === undefined) containers[container.service] = container;
    else surplus.push(container);
  }
  return { containers, surplus };
}
