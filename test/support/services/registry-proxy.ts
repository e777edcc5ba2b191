import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { registry } from "../engines/docker.ts";

/** What the proxy does to a download; each test sets what it needs and may change it while Engines talk to it. */
export type ProxyFaults = {
  /** Bytes per second of each blob. */
  bytesPerSecond?: number;
  /** Bytes per second of all blobs together, as a line to the internet has. */
  lineBytesPerSecond?: number;
  /** After so many bytes of blobs in all, nothing more comes until the faults change; connections stay open. */
  stallAfterBytes?: number;
  /** Every blob that is asked for breaks off after so many bytes. */
  cutAfterBytes?: number;
  /** Every manifest is answered with this status and the registry's error code in the body. */
  refuse?: { status: number; code: string; message: string };
  /** Bytes of blobs arrive damaged. */
  damage?: boolean;
  /** Every connection is closed without an answer. */
  closed?: boolean;
};

/** A registry in front of the test registry that can be slow, stall, break off and refuse. */
export type RegistryProxy = {
  /** The same image by way of the proxy. */
  through: (reference: string) => string;
  set: (faults: ProxyFaults) => void;
  /** Bytes of blobs that went through since the start. */
  blobBytes: () => number;
  /** Paths that were asked for since the start. */
  requests: () => string[];
  close: () => Promise<void>;
};

const stepMs = 20;

/** Starts a proxy in front of the test registry on a loopback port of its own. */
export async function startRegistryProxy(faults: ProxyFaults = {}): Promise<RegistryProxy> {
  const source = registry();
  const [host, port] = source.split(":");
  let current = faults;
  let passedBytes = 0;
  let lineFreeAtMs = 0;
  const asked: string[] = [];

  /** Waits for its turn on the line; short waits add up before they are waited for, since timers are not finer. */
  const queue = async (bytes: number, bytesPerSecond: number): Promise<void> => {
    const nowMs = performance.now();
    lineFreeAtMs = Math.max(lineFreeAtMs, nowMs) + (bytes / bytesPerSecond) * 1000;
    if (lineFreeAtMs - nowMs > stepMs) await pause(lineFreeAtMs - nowMs);
  };

  const serve = (incoming: IncomingMessage, response: ServerResponse) => {
    const path = incoming.url ?? "/";
    asked.push(`${incoming.method} ${path}`);
    if (current.closed) return void incoming.socket.destroy();
    if (current.refuse !== undefined && path.includes("/manifests/")) {
      const { status, code, message } = current.refuse;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ errors: [{ code, message }] }));
      return;
    }
    const forwarded = request(
      { host, port, path, method: incoming.method, headers: incoming.headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        const isBlob = path.includes("/blobs/") && incoming.method === "GET";
        if (isBlob) void passBlob(answer, response);
        else answer.pipe(response);
      },
    );
    forwarded.once("error", () => response.destroy());
    incoming.pipe(forwarded);
  };

  // Piece by piece, so that a fault set in the middle of a blob takes hold at once.
  const passBlob = async (answer: IncomingMessage, response: ServerResponse) => {
    let ofThis = 0;
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        for (let offset = 0; offset < chunk.length; ) {
          if (response.destroyed) return;
          const { bytesPerSecond, lineBytesPerSecond, stallAfterBytes, cutAfterBytes, damage } = current;
          if (stallAfterBytes !== undefined && passedBytes >= stallAfterBytes) {
            await pause();
            continue;
          }
          const most = bytesPerSecond === undefined ? chunk.length : Math.ceil((bytesPerSecond * stepMs) / 1000);
          const piece = Buffer.from(chunk.subarray(offset, offset + most));
          if (damage) piece[0] = (piece[0] ?? 0) ^ 0xff;
          offset += piece.length;
          ofThis += piece.length;
          passedBytes += piece.length;
          response.write(piece);
          if (cutAfterBytes !== undefined && ofThis >= cutAfterBytes) return void response.destroy();
          if (bytesPerSecond !== undefined) await pause();
          if (lineBytesPerSecond !== undefined) await queue(piece.length, lineBytesPerSecond);
        }
      }
      response.end();
    } catch {
      response.destroy();
    }
  };

  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    through: (reference) => reference.replace(source, `127.0.0.1:${address.port}`),
    set: (next) => {
      current = next;
    },
    blobBytes: () => passedBytes,
    requests: () => [...asked],
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function pause(ms = stepMs): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
