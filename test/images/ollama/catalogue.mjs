// The registry that the stand-in pulls from: models whose bytes are made from a seed, so that digests and sizes are
// true, and names that stand for what goes wrong in a pull.
import { createCipheriv, createHash } from "node:crypto";
import { formatName, manifestUrl } from "./names.mjs";
import { digestOf } from "./store.mjs";
import { readSwitches } from "./switches.mjs";

const MB = 1_000_000;
const PIECE_BYTES = 1 << 20;
const ZEROS = Buffer.alloc(PIECE_BYTES);

const LLAMA = { family: "llama", blocks: 28, heads: 24, headsKv: 8, embedding: 3072, context: 131072 };
const MODELS = {
  "llama3.2:latest": { ...LLAMA, size: 24 * MB, parameters: "3.2B", quantization: "Q4_K_M" },
  "llama3.2:1b": {
    ...LLAMA,
    size: 8 * MB,
    parameters: "1.2B",
    quantization: "Q8_0",
    blocks: 16,
    heads: 32,
    embedding: 2048,
  },
  "qwen2.5:0.5b": {
    family: "qwen2",
    blocks: 24,
    heads: 14,
    headsKv: 2,
    embedding: 896,
    context: 32768,
    size: 2 * MB,
    parameters: "494.03M",
    quantization: "Q4_K_M",
  },
  "nomic-embed-text:latest": {
    family: "nomic-bert",
    blocks: 12,
    heads: 12,
    headsKv: 12,
    embedding: 768,
    context: 2048,
    size: 1 * MB,
    parameters: "137M",
    quantization: "F16",
    embeds: true,
  },
  "gemma3:4b": { ...LLAMA, size: 3 * MB, parameters: "4.3B", quantization: "Q4_K_M", abilities: ["vision"] },
  "qwen3:4b": {
    ...LLAMA,
    size: 3 * MB,
    parameters: "4.0B",
    quantization: "Q4_K_M",
    context: 8192,
    abilities: ["tools", "thinking"],
  },
  "tiny:latest": { ...LLAMA, size: 300_000, parameters: "1M", quantization: "F32" },
  "big:300m": { ...LLAMA, size: 300 * MB, parameters: "0.6B", quantization: "Q4_K_M" },
};
MODELS["llama3.2:3b"] = MODELS["llama3.2:latest"];
MODELS["nomic-embed-text:v1.5"] = MODELS["nomic-embed-text:latest"];

// Where a pull of that name stops (a share of its largest blob), what happens there, and in which attempts.
const BREAKS = {
  "error-midway": { at: 0.5, kind: "error", message: () => "max retries exceeded: unexpected EOF" },
  "no-space": { at: 0.6, kind: "error", message: (path) => `write ${path}-partial: no space left on device` },
  cut: { at: 0.35, step: 0.35, kind: "cut", attempts: 2 },
  "cut-late": { at: 0.99, kind: "cut", attempts: 6 },
  stall: { at: 0.3, kind: "stall", attempts: 1 },
  "stall-always": { at: 0.3, kind: "stall" },
  silent: { at: 0.3, kind: "silent", attempts: 1 },
  "silent-always": { at: 0.3, kind: "silent" },
  "bad-digest": { at: 1, kind: "damage", attempts: 1 },
};

const REFUSALS = {
  "needs-newer": () =>
    "412: \n\nThe model you are attempting to pull requires a newer version of Ollama.\n\n" +
    "Please download the latest version at:\n\n\thttps://ollama.com/download\n\n",
  unauthorized: () => "unauthorized: access denied",
  toomanyrequests: () => '429: {"errors":[{"code":"TOOMANYREQUESTS","message":"too many requests"}]}',
  "server-error": () => '500: {"errors":[{"code":"INTERNAL_ERROR","message":"internal error"}]}',
  "no-such-host": (name) => `Get "${manifestUrl(name)}": dial tcp: lookup ${name.host} on 127.0.0.11:53: no such host`,
  timeout: (name) => `Get "${manifestUrl(name)}": dial tcp: lookup ${name.host}: i/o timeout`,
  x509: (name) =>
    `Get "${manifestUrl(name)}": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
  proxy: (name) =>
    `Get "${manifestUrl(name)}": proxyconnect tcp: dial tcp 10.20.30.40:3128: connect: connection refused`,
};

/** What the registry says instead of a manifest, or undefined when it has one. */
export function findRefusal(name) {
  if (Object.hasOwn(REFUSALS, name.model)) return REFUSALS[name.model](name);
  return findSpec(name) ? undefined : "file does not exist";
}

/** How this model's pulls break off, or undefined. */
export function findBreak(name) {
  return Object.hasOwn(BREAKS, name.model) ? BREAKS[name.model] : undefined;
}

function findSpec(name) {
  const key = `${name.model}:${name.tag}`;
  if (Object.hasOwn(BREAKS, name.model)) return { ...MODELS["llama3.2:1b"], size: 4 * MB };
  return Object.hasOwn(MODELS, key) ? MODELS[key] : undefined;
}

const published = new Map();

/** The manifest of a model of the catalogue and, by digest, how to make the bytes of each of its blobs. */
export async function publish(name) {
  const { edition = 1 } = readSwitches();
  const key = `${formatName(name)} ${edition}`;
  if (!published.has(key)) published.set(key, await build(name, findSpec(name), edition));
  return published.get(key);
}

async function build(name, spec, edition) {
  // Another edition is other bytes of the same size.
  const seed = edition === 1 ? `${name.model}/${spec.size}` : `${name.model}/${spec.size}/${edition}`;
  const weights = { size: spec.size, read: (offset, length) => readWeights(seed, offset, length) };
  weights.digest = await digestWeights(weights);
  const texts = {
    template: "{{ if .System }}{{ .System }}\n{{ end }}{{ .Prompt }}",
    license: `License of the model ${name.model}, which stands in for a real one.\n`.repeat(80),
    params: JSON.stringify({ stop: ["<|end|>"] }),
  };
  const config = {
    model_format: "gguf",
    model_family: spec.family,
    model_families: [spec.family],
    model_type: spec.parameters,
    file_type: spec.quantization,
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers", diff_ids: [weights.digest, ...Object.values(texts).map((text) => digestOf(text))] },
    standin: { ...spec },
  };
  const blobs = new Map([[weights.digest, weights]]);
  const add = (mediaType, text) => {
    const content = Buffer.from(text);
    const digest = digestOf(content);
    blobs.set(digest, {
      digest,
      size: content.length,
      read: (offset, length) => content.subarray(offset, offset + length),
    });
    return { mediaType, digest, size: content.length };
  };
  const layers = [{ mediaType: "application/vnd.ollama.image.model", digest: weights.digest, size: weights.size }];
  for (const [kind, text] of Object.entries(texts)) layers.push(add(`application/vnd.ollama.image.${kind}`, text));
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: add("application/vnd.docker.container.image.v1+json", JSON.stringify(config)),
    layers,
  };
  return { manifest, blobs };
}

/** Bytes [offset, offset+length) of the weights: "GGUF", version 3, then noise that no compression shrinks. */
function readWeights(seed, offset, length) {
  const first = Math.floor(offset / PIECE_BYTES);
  const last = Math.floor((offset + length - 1) / PIECE_BYTES);
  const pieces = [];
  for (let index = first; index <= last; index++) pieces.push(makePiece(seed, index));
  const start = offset - first * PIECE_BYTES;
  return Buffer.concat(pieces).subarray(start, start + length);
}

function makePiece(seed, index) {
  const key = createHash("sha256").update(`${seed}#${index}`).digest();
  const piece = createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(ZEROS);
  if (index === 0) piece.write("GGUF\x03\0\0\0", 0, "latin1");
  return piece;
}

async function digestWeights(weights) {
  const hash = createHash("sha256");
  for (let offset = 0; offset < weights.size; offset += PIECE_BYTES) {
    hash.update(weights.read(offset, Math.min(PIECE_BYTES, weights.size - offset)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return `sha256:${hash.digest("hex")}`;
}
