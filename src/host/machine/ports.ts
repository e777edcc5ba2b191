import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { codeOf } from "../../core/facts/system-codes.ts";
import { isEveryAddress, isLoopback, loopbackAddress } from "../../core/values/binding.ts";

const answerTimeoutMs = 500;
const mostPortsTried = 100;

const bridgeNames = /^(?:docker|br-|veth|virbr)/;

/** The addresses at which others may reach this machine, IPv4 first; without those of Docker's own bridges. */
export function listOwnAddresses(): string[] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.filter(({ internal, scopeid }) => !internal && !scopeid && !bridgeNames.test(name)),
  );
  const sorted = ["IPv4", "IPv6"].flatMap((wanted) => found.filter(({ family }) => family === wanted));
  return sorted.map(({ address }) => address);
}

/** Whether something can be published on this address here; true for one that stands for all addresses. */
export function isOwnAddress(address: string): boolean {
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return isEveryAddress(address) || isLoopback(address) || own.some((one) => one.address === address);
}

/**
 * Whether a port of an address can be published: nothing answers there and nothing, on any address, prevents it from
 * being bound.
 */
export async function isPortFree(port: number, address: string = loopbackAddress): Promise<boolean> {
  // Connecting too: if the system lets one address be bound beside a wildcard, binding alone would not see the
  // other.
  if (await answers(port, isEveryAddress(address) ? loopbackAddress : address)) return false;
  const code = await bindFailure(port, address);
  // Ports below 1024 need privileges that Docker has and this process may not have.
  return code === null || (code === "EACCES" && port < 1024);
}

/** The first port after this one that is free on an address and none of `taken`; null if none is near. */
export async function nextFreePort(
  port: number,
  taken: ReadonlySet<number> = new Set(),
  address: string = loopbackAddress,
): Promise<number | null> {
  const last = Math.min(port + mostPortsTried, 65_535);
  for (let candidate = port + 1; candidate <= last; candidate += 1) {
    if (!taken.has(candidate) && (await isPortFree(candidate, address))) return candidate;
  }
  return null;
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: answerTimeoutMs });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

/** The system's code for why the port cannot be bound; null when it can. */
function bindFailure(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(codeOf(error) ?? "unknown"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
