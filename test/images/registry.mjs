// Pushes images to a registry (plain http) through its own API. Unlike an Engine's builder this sets every layer and
// architecture as wanted, and gives the same image on each machine whatever its Engine is.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
const MANIFEST_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
const CONFIG = "application/vnd.docker.container.image.v1+json";
const LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

/**
 * Pushes what is not there yet and says the manifest's digest: `image` is `{ repository, tag, layers, config,
 * architecture }`.
 */
export async function pushImage(registry, image) {
  const config = Buffer.from(JSON.stringify(describeImage(image)));
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, size: config.length, digest: digestOf(config) },
    layers: image.layers.map(({ size, digest }) => ({ mediaType: LAYER, size, digest })),
  };
  const content = Buffer.from(JSON.stringify(manifest));
  if (await hasManifest(registry, image, digestOf(content))) return digestOf(content);
  for (const layer of image.layers)
    await pushBlob(registry, image.repository, layer.digest, () => readFileSync(layer.path));
  await pushBlob(registry, image.repository, digestOf(config), () => config);
  return putManifest(registry, image, MANIFEST, content);
}

/** Pushes a list of platforms whose only entry is an image that is in the repository already, for that architecture. */
export async function pushPlatformList(registry, { repository, tag, digest, architecture }) {
  const manifests = [
    {
      mediaType: MANIFEST,
      digest,
      size: await manifestSize(registry, repository, digest),
      platform: { architecture, os: "linux" },
    },
  ];
  const content = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST_LIST, manifests }));
  return putManifest(registry, { repository, tag }, MANIFEST_LIST, content);
}

function describeImage({ layers, config, architecture }) {
  const created = "2026-01-01T00:00:00Z";
  return {
    architecture,
    os: "linux",
    created,
    config,
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.diffId) },
    history: layers.map((layer) => ({ created, created_by: `layer ${layer.name}` })),
  };
}

async function pushBlob(registry, repository, digest, read) {
  const head = await call(registry, `${repository}/blobs/${digest}`, { method: "HEAD" }, [200, 404]);
  if (head.status === 200) return;
  const started = await call(registry, `${repository}/blobs/uploads/`, { method: "POST" }, [202]);
  const place = new URL(started.headers.get("location"), `http://${registry}`);
  place.searchParams.set("digest", digest);
  const headers = { "content-type": "application/octet-stream" };
  const answer = await fetch(place, { method: "PUT", headers, body: read() });
  if (answer.status !== 201) throw new Error(`${place}: ${answer.status} ${await answer.text()}`);
}

async function hasManifest(registry, { repository, tag }, digest) {
  const answer = await call(
    registry,
    `${repository}/manifests/${tag}`,
    { method: "HEAD", headers: { accept: MANIFEST } },
    [200, 404],
  );
  return answer.headers.get("docker-content-digest") === digest;
}

async function manifestSize(registry, repository, digest) {
  const answer = await call(registry, `${repository}/manifests/${digest}`, { headers: { accept: MANIFEST } }, [200]);
  return (await answer.arrayBuffer()).byteLength;
}

async function putManifest(registry, { repository, tag }, mediaType, content) {
  await call(
    registry,
    `${repository}/manifests/${tag}`,
    { method: "PUT", headers: { "content-type": mediaType }, body: content },
    [201],
  );
  return digestOf(content);
}

async function call(registry, path, options, expected) {
  const answer = await fetch(`http://${registry}/v2/${path}`, options);
  if (!expected.includes(answer.status))
    throw new Error(`${options.method ?? "GET"} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

function digestOf(content) {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
