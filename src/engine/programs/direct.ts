import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import type { Duplex } from "node:stream";
import { codeOf } from "../../core/facts/system-codes.ts";
import { boundBy } from "../wire/bound-by.ts";
import { callEngine, orNull } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";

/** The kernel answers at once for a container on this machine, however busy its program is. */
const connectTimeoutMs = 500;

/**
 * Connects to a port of a container whose network is one of this very machine: known by its bridge, which is an
 * interface named after the network's id. Null if it is not, or cannot be reached in time; throws the
 * ECONNREFUSED of a port on which nothing listens, and the Engine's failures.
 */
export async function connectDirectly(
  engine: Engine,
  containerId: string,
  port: number,
  signal: AbortSignal,
): Promise<Duplex | null> {
  const address = await findAddress(engine, containerId, signal);
  if (address === null) return null;
  const socket = connect({ host: address, port, noDelay: true });
  const isOpen = await isConnected(socket, boundBy(signal, connectTimeoutMs));
  return isOpen ? socket : null;
}

async function findAddress(engine: Engine, containerId: string, signal: AbortSignal): Promise<string | null> {
  const here = networkInterfaces();
  const call = (abortSignal: AbortSignal) => engine.docker.getContainer(containerId).inspect({ abortSignal });
  const info = await orNull(callEngine(engine, { action: "inspect-container", signal }, call));
  const networks = Object.values(info?.NetworkSettings.Networks ?? {});
  const found = networks.find(({ NetworkID, IPAddress }) => IPAddress && here[`br-${NetworkID.slice(0, 12)}`]);
  return found?.IPAddress ?? null;
}

/** Whether the connection was established; a refusal is thrown. */
function isConnected(socket: Socket, bound: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const end = (outcome: () => void) => {
      bound.removeEventListener("abort", late);
      socket.removeListener("connect", opened);
      socket.removeListener("error", failed);
      outcome();
    };
    const opened = () => end(() => resolve(true));
    const late = () => {
      socket.destroy();
      end(() => resolve(false));
    };
    const failed = (error: Error) => end(() => (codeOf(error) === "ECONNREFUSED" ? reject(error) : resolve(false)));
    bound.addEventListener("abort", late, { once: true });
    socket.once("connect", opened);
    socket.once("error", failed);
  });
}
