import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type GgufValue, writeGgufHeader } from "../data/gguf.ts";

/** A model of the registry by the size of its weights, or with more that it says of itself. */
export type PublishedModel =
  | number
  | {
      weightsBytes: number;
      /** Bytes of files that do not go into memory. */
      otherBytes?: number;
      /** What the first bytes of the weights say; without it they cannot be had. */
      header?: Record<string, GgufValue>;
      /** What its configuration says; without it, it cannot be had. */
      config?: Record<string, unknown>;
    };

/** A model registry on a loopback port: for what localgpt looks up before a download. */
export type ModelRegistry = {
  /** The name under which a model of this registry is asked for, `127.0.0.1:PORT/library/NAME`. */
  name: (model: string) => string;
  /** Publishes this manifest under the name, byte for byte, in place of what it had. */
  publish: (model: string, manifest: string) => void;
  /** Paths that were asked for. */
  requests: () => string[];
  close: () => Promise<void>;
};

type Published = { manifest: string; blobs: Map<string, Buffer> };

/**
 * Starts a registry with these models, by name without tag; it has no more bytes of them than what they say of
 * themselves, and 404 for any other.
 */
export async function startModelRegistry(models: Record<string, PublishedModel>): Promise<ModelRegistry> {
  const asked: string[] = [];
  const published = new Map(Object.entries(models).map(([name, model]) => [name, describe(name, model)]));
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? "";
    asked.push(path);
    const [, model = "", kind, reference = ""] = /^\/v2\/[^/]+\/([^/]+)\/(manifests|blobs)\/(.*)$/.exec(path) ?? [];
    const found = published.get(model);
    if (found === undefined) return refuse(response, "MANIFEST_UNKNOWN");
    if (kind === "manifests") {
      response.setHeader("content-type", "application/vnd.docker.distribution.manifest.v2+json");
      return response.end(found.manifest);
    }
    const blob = found.blobs.get(reference);
    if (blob === undefined) return refuse(response, "BLOB_UNKNOWN");
    const last = Number(/^bytes=0-(\d+)$/.exec(incoming.headers.range ?? "")?.[1] ?? Number.NaN);
    response.statusCode = Number.isNaN(last) ? 200 : 206;
    response.end(Number.isNaN(last) ? blob : blob.subarray(0, last + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: (model) => `127.0.0.1:${port}/library/${model}`,
    publish: (model, manifest) => void published.set(model, { manifest, blobs: new Map() }),
    requests: () => [...asked],
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function refuse(response: ServerResponse, code: string): void {
  response.statusCode = 404;
  response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replace("_", " ") }] }));
}

function describe(name: string, model: PublishedModel): Published {
  const {
    weightsBytes,
    otherBytes = 5000,
    header,
    config,
  } = typeof model === "number" ? { weightsBytes: model } : model;
  const blobs = new Map<string, Buffer>();
  const layer = (mediaType: string, size: number, content?: Buffer) => {
    const digest = `sha256:${createHash("sha256").update(`${name}/${mediaType}`).digest("hex")}`;
    if (content !== undefined) blobs.set(digest, content);
    return { mediaType, size, digest };
  };
  const weights = header && writeGgufHeader(header);
  const told = config && Buffer.from(JSON.stringify(config));
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: layer("application/vnd.docker.container.image.v1+json", told?.length ?? 480, told),
    layers: [
      layer("application/vnd.ollama.image.model", weightsBytes, weights),
      layer("application/vnd.ollama.image.license", otherBytes),
    ],
  };
  return { manifest: JSON.stringify(manifest), blobs };
}
