import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";

/** Something on a Unix socket that answers as a healthy Docker Engine never would. */
export type StubEngine = { socket: string; host: string; close: () => Promise<void> };

/** What the stub says it is; `answer` is asked first and returns whether it took the request. */
export type StubManner = {
  apiVersion?: string;
  minApiVersion?: string;
  osType?: string;
  /** Accepts connections and never answers. */
  hang?: boolean;
  answer?: (...exchange: Parameters<RequestListener>) => boolean;
  /** Takes a connection that a request wants to use for something else than HTTP. */
  upgrade?: (request: IncomingMessage, client: Duplex, head: Buffer) => void;
};

/** Starts a stub that answers `/_ping`, `/version` and `/info` as told, and every other call with 500. */
export async function startStubEngine(manner: StubManner = {}): Promise<StubEngine> {
  const folder = await mkdtemp(join(tmpdir(), "localgpt-stub-"));
  const socket = join(folder, "docker.sock");
  const { apiVersion = "1.47", minApiVersion = "1.24", osType = "linux" } = manner;
  const server = createServer((request, response) => {
    if (manner.hang || manner.answer?.(request, response)) return;
    const path = (request.url ?? "").replace(/^\/v\d+\.\d+/, "").replace(/\?.*$/, "");
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json", "api-version": apiVersion, ostype: osType });
      response.end(JSON.stringify(body));
    };
    if (path === "/_ping") {
      response.writeHead(200, { "content-type": "text/plain", "api-version": apiVersion, ostype: osType });
      response.end(request.method === "HEAD" ? undefined : "OK");
    } else if (path === "/version") {
      const version = {
        Version: "0.0.1",
        ApiVersion: apiVersion,
        MinAPIVersion: minApiVersion,
        Os: osType,
        Arch: "amd64",
      };
      send(200, version);
    } else if (path === "/info") {
      send(200, { ServerVersion: "0.0.1", NCPU: 2, MemTotal: 8e9, OSType: osType, OperatingSystem: osType });
    } else {
      send(500, { message: `the stub cannot ${request.method} ${path}` });
    }
  });
  const upgraded = new Set<Duplex>();
  const { upgrade } = manner;
  if (upgrade !== undefined) {
    server.on("upgrade", (request, client, head) => {
      upgraded.add(client);
      client.once("close", () => upgraded.delete(client));
      upgrade(request, client, head);
    });
  }
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    host: `unix://${socket}`,
    close: async () => {
      server.closeAllConnections();
      for (const client of upgraded) client.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
