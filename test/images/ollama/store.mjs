// The models on disk, laid out as Ollama does: manifests/{host}/{namespace}/{model}/{tag} and blobs/sha256-<hex>.
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { formatName } from "./names.mjs";

const STALE_MS = 3_600_000;
const ROOT = process.env.OLLAMA_MODELS ?? join(homedir(), ".ollama", "models");
const MANIFESTS = join(ROOT, "manifests");
const BLOBS = join(ROOT, "blobs");

export function createFolders() {
  mkdirSync(BLOBS, { recursive: true });
  mkdirSync(MANIFESTS, { recursive: true });
}

export function blobPath(digest) {
  return join(BLOBS, digest.replace(":", "-"));
}

export function hasBlob(digest) {
  return existsSync(blobPath(digest));
}

/** Whether the file of a layer has the bytes that it should; what they are, Ollama does not look at either. */
export function isWhole({ digest, size }) {
  return hasBlob(digest) && statSync(blobPath(digest)).size >= size;
}

/** Writes `content` as a blob unless it is there, and says its digest and size. */
export function writeBlob(content) {
  const digest = digestOf(content);
  if (!hasBlob(digest)) writeFileSync(blobPath(digest), content);
  return { digest, size: content.length };
}

/** sha256 of a file's content, read piece by piece. */
export async function digestOfFile(path) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}

export function digestOf(content) {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** The model of that name, or undefined: its manifest, digest (bare hex), size in bytes and time of change. */
export function readModel(name) {
  const path = manifestPath(name);
  let text;
  try {
    text = readFileSync(path);
  } catch {
    return undefined;
  }
  const manifest = parseManifest(text.toString("utf8"));
  const size = allLayers(manifest).reduce((sum, layer) => sum + layer.size, 0);
  return { name, manifest, digest: digestOf(text).slice(7), size, modifiedAt: statSync(path).mtime };
}

/** A manifest's JSON; throws with the words of Go's decoder. */
function parseManifest(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`invalid character '${text[0]}' looking for beginning of value`);
  }
}

export function writeModel(name, manifest) {
  const path = manifestPath(name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof manifest === "string" ? manifest : JSON.stringify(manifest));
}

/** All models, the most recently changed first; a manifest that cannot be read is left out, as Ollama does. */
export function listModels() {
  const models = [];
  for (const host of entries(MANIFESTS))
    for (const namespace of entries(join(MANIFESTS, host)))
      for (const model of entries(join(MANIFESTS, host, namespace)))
        for (const tag of entries(join(MANIFESTS, host, namespace, model))) {
          const found = tryRead({ host, namespace, model, tag });
          if (found) models.push(found);
        }
  const seconds = (model) => Math.floor(model.modifiedAt.getTime() / 1000);
  return models.sort((a, b) => seconds(b) - seconds(a) || formatName(a.name).localeCompare(formatName(b.name)));
}

/** Removes the manifest and those of its blobs that no other model uses. */
export function removeModel(model) {
  rmSync(manifestPath(model.name));
  removeEmptyFolders(dirname(manifestPath(model.name)));
  removeUnused(allLayers(model.manifest).map((layer) => layer.digest));
}

/** Of `digests`, removes the blobs that no model uses and says how many that were. */
export function removeUnused(digests) {
  const used = usedDigests();
  const unused = digests.filter((digest) => !used.has(digest) && hasBlob(digest));
  for (const digest of unused) rmSync(blobPath(digest), { force: true });
  return unused.length;
}

/** What Ollama does at start: blobs and partial blobs that nothing uses go when they are over an hour old. */
export function pruneBlobs() {
  const used = usedDigests();
  const files = entries(BLOBS);
  const stale = files.filter(
    (file) => !used.has(file.replace("-", ":")) && Date.now() - statSync(join(BLOBS, file)).mtimeMs > STALE_MS,
  );
  for (const file of stale) rmSync(join(BLOBS, file), { force: true });
  return { total: files.length, removed: stale.length };
}

export function allLayers(manifest) {
  return manifest.config?.digest ? [...manifest.layers, manifest.config] : manifest.layers;
}

export function readConfig(model) {
  return JSON.parse(readFileSync(blobPath(model.manifest.config.digest), "utf8"));
}

/**
 * The text of the model's first layer of that kind (`template`, `system`, `license`, `params`), "" when it has none.
 */
export function readLayer(model, kind) {
  const layer = model.manifest.layers.find((one) => one.mediaType.endsWith(`.image.${kind}`));
  return layer ? readFileSync(blobPath(layer.digest), "utf8") : "";
}

function usedDigests() {
  return new Set(listModels().flatMap((model) => allLayers(model.manifest).map((layer) => layer.digest)));
}

function tryRead(name) {
  try {
    return readModel(name);
  } catch {
    return undefined;
  }
}

function manifestPath(name) {
  return join(MANIFESTS, name.host, name.namespace, name.model, name.tag);
}

function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removeEmptyFolders(folder) {
  if (folder === MANIFESTS || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmptyFolders(dirname(folder));
}
