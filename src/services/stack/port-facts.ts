import { LocalgptError } from "../../core/errors/errors.ts";
import type { CheckFacts } from "../../core/facts/checks.ts";
import type { PortOwner, PortSetting } from "../../core/facts/vocabulary.ts";
import type { World } from "../../core/run/world.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { isEveryAddress, isLoopback, loopbackAddress } from "../../core/values/binding.ts";
import { localAddress } from "../../core/values/page-address.ts";
import { listPublishedPorts, type PublishedPort } from "../../engine/containers/containers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { findPortOwner } from "../../host/machine/port-owner.ts";
import { isOwnAddress, isPortFree, listOwnAddresses, nextFreePort } from "../../host/machine/ports.ts";
import { findFact } from "../http/find-fact.ts";

/** The Engine is waited for no longer than this, only to name who holds a port. */
const containersTimeoutMs = 5000;

/** Where ports are looked at: this machine's own are asked only where the Engine publishes on them. */
export type PortPlace = Machine & {
  isHere: boolean;
  /** The address that the port is published on. */
  address: string;
};

type Machine = Pick<World, "platform" | "environment" | "signal">;

/**
 * Whether the ports that this Engine publishes are ports of this machine: it is reached by a socket or by a loopback
 * address.
 */
export function publishesHere({ endpoint }: Pick<Engine, "endpoint">): boolean {
  if (endpoint.kind === "socket") return true;
  return endpoint.kind === "tcp" && (endpoint.host === "localhost" || isLoopback(endpoint.host));
}

/** Where others reach the page that these settings publish; null where they do not, or where nothing here tells. */
export function findNetworkAddress(
  engine: Engine,
  { address, port }: Pick<Settings, "address" | "port">,
): string | null {
  if (isLoopback(address)) return null;
  if (!isEveryAddress(address)) return localAddress({ address, port });
  const own = publishesHere(engine) ? listOwnAddresses()[0] : undefined;
  return own === undefined ? null : localAddress({ address: own, port });
}

/** How the ports stand that these settings publish: the page's, and Ollama's where it has one. */
export async function findAllPortFacts(
  { name: project, address, port: pagePort, ollamaPort }: Pick<Settings, "name" | "address" | "port" | "ollamaPort">,
  published: readonly PublishedPort[],
  place: Omit<PortPlace, "address">,
): Promise<CheckFacts["port"][]> {
  const find = (port: number, setting: PortSetting, on: string) =>
    findPortFacts({ port, setting, project, pagePort }, published, { ...place, address: on });
  return Promise.all([
    find(pagePort, "port", address),
    ...(ollamaPort === null ? [] : [find(ollamaPort, "ollama.port", loopbackAddress)]),
  ]);
}

/**
 * How a port stands: free, held by a container of this project, taken and by whom, with the next free one, or on an
 * address that this machine has not; a port for Ollama that is `pagePort` is taken. The Engine's containers are asked
 * before the processes: on Linux a container's port is held by a process of Docker's.
 */
async function findPortFacts(
  { port, setting, project, pagePort }: { port: number; setting: PortSetting; project: string; pagePort: number },
  published: readonly PublishedPort[],
  place: PortPlace,
): Promise<CheckFacts["port"]> {
  if (setting === "ollama.port" && port === pagePort) {
    const nextFree = await findNextFree(port, published, place);
    return { port, setting, state: "taken", owner: { kind: "page" }, nextFree };
  }
  const { isHere, address } = place;
  if (isHere && !isOwnAddress(address)) {
    return { port, setting, state: "not-here", owner: null, nextFree: null, address, ownAddresses: listOwnAddresses() };
  }
  const holder = published.find((candidate) => candidate.port === port);
  if (holder?.project === project) return { port, setting, state: "ours", owner: null, nextFree: null };
  const free = holder === undefined && (!isHere || (await isPortFree(port, address)));
  if (free) return { port, setting, state: "free", owner: null, nextFree: null };
  return { port, setting, state: "taken", ...(await findHolder(port, published, place)), address };
}

/**
 * The error of a container that could not be started because of its port, with what the Engine's refusal does not say:
 * the setting, who holds the port and the next free one. Throws `interrupted`.
 */
export async function explainTakenPort(
  engine: Engine,
  error: LocalgptError<"port-taken">,
  settings: Pick<Settings, "address" | "port" | "ollamaPort">,
  { platform, environment, signal }: Machine,
): Promise<LocalgptError<"port-taken">> {
  const port = error.facts.port || settings.port;
  const setting = port === settings.ollamaPort && port !== settings.port ? "ollama.port" : "port";
  const published = await findFact(signal, containersTimeoutMs, (bounded) => listPublishedPorts(engine, bounded));
  const address = setting === "port" ? settings.address : loopbackAddress;
  const place = { platform, environment, signal, isHere: publishesHere(engine), address };
  const holder = await findHolder(port, published ?? [], place);
  return new LocalgptError("port-taken", { port, setting, ...holder, address }, { cause: error.cause });
}

/** Who holds a port that is taken, a container or a process, and the next one that is free. */
async function findHolder(
  port: number,
  published: readonly PublishedPort[],
  place: PortPlace,
): Promise<{ owner: PortOwner; nextFree: number | null }> {
  const holder = published.find((candidate) => candidate.port === port);
  const [owner, nextFree] = await Promise.all([nameOwner(port, holder, place), findNextFree(port, published, place)]);
  return { owner, nextFree };
}

async function findNextFree(
  port: number,
  published: readonly PublishedPort[],
  { isHere, address }: PortPlace,
): Promise<number | null> {
  const taken = new Set(published.map((candidate) => candidate.port));
  return isHere ? nextFreePort(port, taken, address) : nextNotTaken(port, taken);
}

async function nameOwner(port: number, holder: PublishedPort | undefined, place: PortPlace): Promise<PortOwner> {
  if (holder !== undefined) return { kind: "container", name: holder.container, project: holder.project };
  return place.isHere ? findPortOwner(port, place) : { kind: "unknown" };
}

function nextNotTaken(port: number, taken: ReadonlySet<number>): number | null {
  for (let candidate = port + 1; candidate <= 65_535; candidate += 1) if (!taken.has(candidate)) return candidate;
  return null;
}
