import { rm } from "node:fs/promises";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Stage } from "../program/fault.ts";
import type { Run } from "../program/workspace.ts";
import { dockerHost } from "./docker.ts";
import { type StubEngine, startStubEngine } from "./stub-engine.ts";

/**
 * A request that the proxy answers itself, where `isLast` as one that is being stopped, which takes no new connections.
 */
export type Answer = { status: number; contentType?: string; body: string; isLast?: boolean };

/**
 * What the proxy does to a request: answers it itself, holds it up for a time before it reaches the Engine, lets half
 * of the Engine's answer through and breaks off, or never answers it.
 */
export type Treatment = Answer | { delayMs: number } | "half" | "never";

/** By method and the part of the path after the API version, without query; null for what goes through as it is. */
export type Treat = (method: string, path: string) => Treatment | null | Promise<Treatment | null>;

/**
 * Starts a socket in front of the Engine under test, which lets everything through but what `treat` has something for.
 */
export async function startEngineProxy(treat: Treat): Promise<StubEngine> {
  const socketPath = dockerHost().replace("unix://", "");
  const find = async ({ url = "", method = "GET" }: IncomingMessage) => {
    const treatment = await treat(method, url.replace(/^\/v\d+\.\d+/, "").replace(/\?.*$/, ""));
    if (typeof treatment === "object" && treatment !== null && "delayMs" in treatment) {
      await new Promise((resolve) => setTimeout(resolve, treatment.delayMs));
      return null;
    }
    return treatment;
  };
  const proxy = await startStubEngine({
    answer: (incoming, response) => {
      void find(incoming).then(async (treatment) => {
        if (treatment === "never") return;
        if (treatment === null) forward(socketPath, incoming, response);
        else if (treatment === "half") forward(socketPath, incoming, response, (reply) => breakOff(reply, response));
        else {
          if (treatment.isLast) await rm(proxy.socket, { force: true });
          response.writeHead(treatment.status, { "content-type": treatment.contentType ?? "application/json" });
          response.end(treatment.body);
        }
      });
      return true;
    },
    upgrade: (incoming, client, head) => {
      void find(incoming).then((treatment) => treatment === null && handOver(socketPath, incoming, client, head));
    },
  });
  return proxy;
}

/** Runs localgpt with such a socket in place of the Engine, which is closed when the run has ended. */
export async function runBehindProxy(run: Stage["run"], args: string[], treat: Treat): Promise<Run> {
  const proxy = await startEngineProxy(treat);
  try {
    return await run(args, { environment: { DOCKER_HOST: proxy.host } });
  } finally {
    await proxy.close();
  }
}

/** Sends a request on to the Engine and hands its answer to `relay`; who hangs up is hung up on at the Engine too. */
export function forward(
  socketPath: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  relay: (reply: IncomingMessage) => void = (reply) => passOn(reply, response),
): void {
  const { url: path, method, headers } = incoming;
  const forwarded = request({ socketPath, path, method, headers, agent: false }, relay);
  forwarded.once("error", () => response.destroy());
  response.once("close", () => forwarded.destroy());
  incoming.pipe(forwarded);
}

/** Passes the Engine's answer on to the client. */
export function passOn(reply: IncomingMessage, response: ServerResponse): void {
  response.writeHead(reply.statusCode ?? 502, reply.headers);
  reply.pipe(response);
}

function breakOff(reply: IncomingMessage, response: ServerResponse): void {
  response.writeHead(reply.statusCode ?? 502, reply.headers);
  reply.once("data", (chunk: Buffer) => {
    response.write(chunk.subarray(0, chunk.length / 2), () => response.destroy());
  });
}

/** Hands a connection over that is to carry something else than HTTP after this request: an exec, an attach. */
export function handOver(path: string, incoming: IncomingMessage, client: Duplex, head: Buffer): void {
  const { method, url, rawHeaders } = incoming;
  const engine: Socket = connect({ path, allowHalfOpen: true });
  const headers = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  engine.write([`${method} ${url} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
  engine.write(head);
  client.pipe(engine);
  engine.pipe(client);
  for (const [end, other] of [
    [client, engine],
    [engine, client],
  ] as const) {
    end.once("error", () => end.destroy());
    end.once("close", () => other.destroy());
  }
}
