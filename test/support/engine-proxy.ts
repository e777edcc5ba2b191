import { request } from "node:http";
import { dockerHost } from "./lab.ts";
import { type StubEngine, startStubEngine } from "./stub-engine.ts";

/** A request that the proxy answers itself, by method and the part of the path after the API version. */
export type Answer = { status: number; contentType?: string; body: string };

/** Starts a socket in front of the Engine under test; what `answer` returns null for goes to the Engine (no hijacked streams). */
export async function startEngineProxy(answer: (method: string, path: string) => Answer | null): Promise<StubEngine> {
  const socketPath = dockerHost().replace("unix://", "");
  return startStubEngine({
    answer: (incoming, response) => {
      const path = (incoming.url ?? "").replace(/^\/v\d+\.\d+/, "");
      const own = answer(incoming.method ?? "GET", path);
      if (own !== null) {
        response.writeHead(own.status, { "content-type": own.contentType ?? "application/json" });
        response.end(own.body);
        return true;
      }
      const { url: target, method, headers } = incoming;
      const forwarded = request({ socketPath, path: target, method, headers, agent: false }, (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
      });
      forwarded.once("error", () => response.destroy());
      incoming.pipe(forwarded);
      return true;
    },
  });
}
