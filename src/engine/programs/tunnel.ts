import { Agent, type AgentOptions, type ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { LocalgptError } from "../../core/errors/errors.ts";
import { readExitCode, startExec } from "../containers/exec.ts";
import { joinExec } from "../containers/exec-stream.ts";
import { endAfter } from "../wire/bound-by.ts";
import type { ByteStream } from "../wire/byte-stream.ts";
import { callEngine, isStatus } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { faultText, isNotRunning } from "../wire/faults.ts";
import { connectDirectly } from "./direct.ts";

const openTimeoutMs = 15_000;
/**
 * Open WebUI's server closes a connection that was unused for 5 s; ours must be gone before a request can meet that.
 */
const shortestKeepAliveMs = 3_000;
const refusedExitCode = 7;

/** Why a tunnel could not be opened: nothing listens on the port, the container does not run, or it has no bash. */
export type TunnelRefusal = "port" | "container" | "shell";

/** A tunnel that could not be opened; `code` is that of a refused TCP connection. */
export class TunnelRefusedError extends Error {
  readonly code = "ECONNREFUSED";
  readonly reason: TunnelRefusal;

  constructor(reason: TunnelRefusal, detail: string, options?: { cause?: unknown }) {
    super(detail === "" ? `refused: ${reason}` : detail, options);
    this.name = "TunnelRefusedError";
    this.reason = reason;
  }
}

/**
 * The program at the container's end: joins its streams to a port. Whichever side ends first ends both copies, and with
 * them the whole: the server sees a closed connection at once, the client reads to the last byte, no process stays.
 */
function joinScript(port: number): string {
  return [
    `exec 4<&0 3<>/dev/tcp/127.0.0.1/${port} || exit ${refusedExitCode}`,
    "exec 2>/dev/null",
    "cat <&3 & reader=$!",
    "cat <&4 >&3 & writer=$!",
    "wait -n",
    "kill $reader $writer",
  ].join("; ");
}

/**
 * Opens a byte stream to a port inside a running container, through the Engine alone. A refusal that shows only after
 * opening destroys the stream with a TunnelRefusedError; throws that or a LocalgptError if it shows at once.
 */
export async function openTunnel(
  engine: Engine,
  containerId: string,
  port: number,
  signal: AbortSignal,
): Promise<Duplex> {
  const { id, socket } = await openExec(engine, containerId, port, signal);
  let received = false;
  let ended = false;
  const complaints: Uint8Array[] = [];
  const stream = joinExec(socket, {
    hear: () => {
      received = true;
    },
    complain: (bytes) => complaints.push(bytes),
    release: () => {
      ended = true;
    },
  });
  // A refused port ends the program and may break a write under way: the program's message matters more.
  const end = async (error: Error | null) => {
    if (ended) return;
    ended = true;
    const refusal = received ? null : await readRefusal(engine, id, Buffer.concat(complaints).toString());
    if (refusal !== null) stream.destroy(refusal);
    else if (error !== null) stream.destroy(error);
    else stream.receiveEnd();
  };
  socket.on("error", end);
  socket.on("end", () => end(null));
  socket.on("close", () => end(null));
  return stream;
}

/**
 * An http.Agent whose connections lead to one port of a container, directly if this machine has its network
 * otherwise through a tunnel: kept alive between requests for `unusedTimeoutMs`, closed by `destroy()`; an unused one
 * does not keep the process alive.
 */
export function createTunnelAgent(
  engine: Engine,
  containerId: string,
  port: number,
  { unusedTimeoutMs = shortestKeepAliveMs }: { unusedTimeoutMs?: number } = {},
): Agent {
  return new TunnelAgent(engine, containerId, port, unusedTimeoutMs);
}

type Connected = (error: Error | null, stream: Duplex) => void;

class TunnelAgent extends Agent {
  readonly #open: (signal: AbortSignal) => Promise<Duplex>;
  readonly #closed = new AbortController();
  readonly #unused = new WeakMap<Duplex, NodeJS.Timeout>();
  readonly #unusedTimeoutMs: number;

  constructor(engine: Engine, containerId: string, port: number, unusedTimeoutMs: number) {
    // Without a name Node would check whether `localhost` is an address, with a pattern that takes milliseconds to
    // compile.
    super({ keepAlive: true, servername: "" } as AgentOptions);
    this.#unusedTimeoutMs = unusedTimeoutMs;
    this.#open = async (signal) =>
      (await connectDirectly(engine, containerId, port, signal)) ?? openTunnel(engine, containerId, port, signal);
  }

  override createConnection(_options: unknown, connected?: Connected): undefined {
    this.#open(this.#closed.signal).then(
      (stream) => connected?.(null, stream),
      (error: Error) => (connected as ((error: Error) => void) | undefined)?.(error),
    );
  }

  override keepSocketAlive(stream: Duplex): boolean {
    (stream as ByteStream | Socket).unref();
    this.#unused.set(stream, setTimeout(() => stream.destroy(), this.#unusedTimeoutMs).unref());
    return true;
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    clearTimeout(this.#unused.get(stream));
    super.reuseSocket(stream, request);
  }

  override destroy(): void {
    this.#closed.abort();
    super.destroy();
  }
}

async function openExec(engine: Engine, containerId: string, port: number, signal: AbortSignal) {
  const bounds = { action: "open-tunnel", signal, timeoutMs: openTimeoutMs };
  const command = ["bash", "-c", joinScript(port)];
  try {
    return await callEngine(engine, bounds, (bounded) => startExec(engine, containerId, command, bounded));
  } catch (error) {
    const refused = error instanceof LocalgptError && (isStatus(error, 404) || isNotRunning(error.cause));
    throw refused ? new TunnelRefusedError("container", faultText(error.cause), { cause: error }) : error;
  }
}

async function readRefusal(engine: Engine, execId: string, complaint: string): Promise<TunnelRefusedError | null> {
  const signal = endAfter(openTimeoutMs);
  const exitCode = await readExitCode(engine, execId, signal).catch(() => null);
  if (exitCode === refusedExitCode) return new TunnelRefusedError("port", complaint.trim());
  if (exitCode === 126 || exitCode === 127) return new TunnelRefusedError("shell", complaint.trim());
  return null;
}
