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

/** The longest wait for the Engine just to name the holder of a port. */
const containersTimeoutMs = 5000;

/** Where ports are checked: this machine's own ports only if the Engine publishes on them. */
export type PortPlace = Machine & {
  isHere: boolean;
  /** The address on which the port is published. */
  address: string;
};

type Machine = Pick<World, "platform" | "environment" | "signal">;

/**
 * Whether the ports that this Engine publishes are ports of this machine: it is reached through a socket or a loopback
 * address.
 */
export function publishesHere({ endpoint }: Pick<Engine, "endpoint">): boolean {
  if (endpoint.kind === "socket") return true;
  return endpoint.kind === "tcp" && (endpoint.host === "localhost" || isLoopback(endpoint.host));
}

/** The addresses at which others reach the page of these settings; null if they do not, or if it is unknown. */
export function findNetworkAddress(
  engine: Engine,
  { address, port }: Pick<Settings, "address" | "port">,
): string | null {
  if (isLoopback(address)) return null;
  if (!isEveryAddress(address)) return localAddress({ address, port });
  const own = publishesHere(engine) ? listOwnAddresses()[0] : undefined;
  return own === undefined ? null : localAddress({ address: own, port });
}

/** The state of the ports that these settings publish: the page's, and Ollama's if it has one. */
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
 * The state of a port: free, held by a container of this project, taken (with the holder and the next free one), or on
 * an address that this machine does not have; a port for Ollama that equals `pagePort` is taken. The Engine's
 * containers are checked before the processes: on Linux a process of Docker holds a container's port.
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
 * The error of a container that could not be started because of its port, adding what the Engine's refusal leaves out:
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

/** Who holds a port that is taken, a container or a process, and the next free one. */
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
