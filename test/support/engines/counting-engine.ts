import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerHost } from "./docker.ts";

/**
 * A socket in front of the Engine under test that lets everything through and counts the requests of an answer's
 * length.
 */
export type CountingEngine = {
  host: string;
  /** Requests since the last call, as `GET /containers/json`. */
  taken: () => string[];
  close: () => Promise<void>;
};

/**
 * Starts it on a socket of its own; a connection that was handed over (an exec, an attach) carries no more requests.
 */
export async function startCountingEngine(): Promise<CountingEngine> {
  const folder = await mkdtemp(join(tmpdir(), "localgpt-count-"));
  const path = join(folder, "docker.sock");
  const open = new Set<Socket>();
  const requests: string[] = [];
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: dockerHost().replace("unix://", ""), allowHalfOpen: true });
    let isHandedOver = false;
    client.on("data", (chunk: Buffer) => {
      if (isHandedOver) return;
      const text = chunk.toString("latin1");
      for (const [, method, target = ""] of text.matchAll(/^([A-Z]+) (\/\S*) HTTP\/1\.1\r$/gm)) {
        requests.push(`${method} ${target.replace(/^\/v\d+\.\d+/, "").replace(/\?.*/, "")}`);
      }
      isHandedOver = /^upgrade: /im.test(text);
    });
    client.pipe(engine);
    engine.pipe(client);
    for (const socket of [client, engine]) {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
      socket.once("error", () => {
        client.destroy();
        engine.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    taken: () => requests.splice(0),
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
