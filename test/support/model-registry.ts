import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A model registry on a loopback port: for sizes that localgpt looks up before a download. */
export type ModelRegistry = {
  /** The name under which a model of this registry is asked for, `127.0.0.1:PORT/library/NAME`. */
  name: (model: string) => string;
  /** Publishes this manifest under the name, byte for byte, in place of what it had. */
  publish: (model: string, manifest: string) => void;
  /** Paths that were asked for. */
  requests: () => string[];
  close: () => Promise<void>;
};

/** Starts a registry whose models have weights of so many bytes, by name without tag; it has no bytes of them, and 404 for any other. */
export async function startModelRegistry(models: Record<string, number>): Promise<ModelRegistry> {
  const asked: string[] = [];
  const published = new Map<string, string>();
  const server = createServer((incoming, response) => {
    asked.push(incoming.url ?? "");
    const model = /^\/v2\/[^/]+\/([^/]+)\/manifests\//.exec(incoming.url ?? "")?.[1] ?? "";
    const sizeBytes = models[model];
    const manifest = published.get(model) ?? (sizeBytes === undefined ? null : describeModel(model, sizeBytes));
    response.setHeader("content-type", "application/vnd.docker.distribution.manifest.v2+json");
    if (manifest === null) {
      response.statusCode = 404;
      response.end(JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] }));
    } else {
      response.end(manifest);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: (model) => `127.0.0.1:${port}/library/${model}`,
    publish: (model, manifest) => void published.set(model, manifest),
    requests: () => [...asked],
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function describeModel(model: string, sizeBytes: number): string {
  const layer = (mediaType: string, size: number) => ({
    mediaType,
    size,
    digest: `sha256:${createHash("sha256").update(`${model}/${mediaType}`).digest("hex")}`,
  });
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: layer("application/vnd.docker.container.image.v1+json", 480),
    layers: [
      layer("application/vnd.ollama.image.model", sizeBytes),
      layer("application/vnd.ollama.image.license", 5000),
    ],
  });
}
