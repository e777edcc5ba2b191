import { connect, createServer } from "node:net";
import { codeOf } from "./files.ts";

const loopback = "127.0.0.1";
const answerTimeoutMs = 500;
const mostPortsTried = 100;

/** Whether a port of 127.0.0.1 can be published: nobody answers there and nobody, on any address, keeps it from being bound. */
export async function isPortFree(port: number): Promise<boolean> {
  // Connecting too: where the system lets one address be bound beside a wildcard, binding alone would not see the other.
  if (await answers(port)) return false;
  const code = await bindFailure(port);
  // Ports below 1024 need rights that Docker has and this process may not have.
  return code === null || (code === "EACCES" && port < 1024);
}

/** The first free port after this one that is none of `taken`; null when there is none near. */
export async function nextFreePort(port: number, taken: ReadonlySet<number> = new Set()): Promise<number | null> {
  const last = Math.min(port + mostPortsTried, 65_535);
  for (let candidate = port + 1; candidate <= last; candidate += 1) {
    if (!taken.has(candidate) && (await isPortFree(candidate))) return candidate;
  }
  return null;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: loopback, timeout: answerTimeoutMs });
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
function bindFailure(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(codeOf(error) ?? "unknown"));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
