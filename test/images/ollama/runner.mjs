// The models in memory: loaded by the first request that needs them, unloaded when their time is over or another needs
// the room.
import { pause, StatusError } from "./http.mjs";
import { formatName, parseName } from "./names.mjs";
import { isWhole, readConfig, readModel } from "./store.mjs";
import { readSwitches } from "./switches.mjs";

const DEFAULT_CONTEXT = 4096;
const DAMAGED =
  "llama-server process has terminated: exit status 1: error loading model: tensor 'output_norm.weight' data is not within " +
  "the file bounds, model is corrupted or incomplete";
const NEVER_MS = 100 * 365 * 24 * 3_600_000;
const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const loaded = new Map();

/** The installed model that a request means; 404 like Ollama's if it does not exist. */
export function requireModel(text) {
  if (!text) throw new StatusError(400, "model is required");
  const name = parseName(text);
  const model = name && readModel(name);
  if (!model) throw new StatusError(404, `model '${text}' not found`);
  return model;
}

/** The tokens that a request lets a model see. */
export function contextOf(options) {
  return Number(options?.num_ctx ?? (Number(process.env.OLLAMA_CONTEXT_LENGTH) || DEFAULT_CONTEXT));
}

/** Loads the model unless it is in memory, and says how long that took in ms; `keepAlive` 0 unloads it at once. */
export async function loadModel(model, { options, keepAlive }) {
  const { loadMs = 100, loadError } = readSwitches();
  if (loadError) throw new StatusError(500, loadError);
  if (!isWhole(model.manifest.layers[0])) throw new StatusError(500, DAMAGED);
  const key = formatName(model.name);
  const context = contextOf(options);
  const known = loaded.get(key);
  const started = performance.now();
  if (!known || known.context !== context) {
    makeRoom(key);
    await pause(Number(loadMs));
  }
  const aliveMs = parseKeepAlive(keepAlive ?? process.env.OLLAMA_KEEP_ALIVE ?? "5m");
  clearTimeout(known?.timer);
  const entry = { model, context, expiresAt: new Date(Date.now() + aliveMs), timer: undefined };
  if (aliveMs < 2 ** 31) entry.timer = setTimeout(() => unload(key), aliveMs).unref();
  loaded.set(key, entry);
  return performance.now() - started;
}

export function unloadModel(model) {
  unload(formatName(model.name));
}

/** GET /api/ps: `size` is weights plus the KV cache of the context. */
export function listLoaded() {
  return [...loaded].map(([key, { model, context, expiresAt }]) => {
    const size = model.manifest.layers[0].size + kvBytes(model, context);
    return {
      name: key,
      model: key,
      size,
      digest: model.digest,
      details: detailsOf(model),
      expires_at: expiresAt.toISOString(),
      size_vram: Math.floor(size * Number(readSwitches().vram ?? 0)),
      context_length: context,
    };
  });
}

/** The `details` of a model as /api/tags and /api/ps give them. */
export function detailsOf(model) {
  const config = readConfig(model);
  return {
    parent_model: model.manifest.layers[0].from ?? "",
    format: config.model_format,
    family: config.model_family,
    families: config.model_families,
    parameter_size: config.model_type,
    quantization_level: config.file_type,
  };
}

function kvBytes(model, context) {
  const { blocks = 0, heads = 1, headsKv = 0, embedding = 0 } = readConfig(model).standin ?? {};
  return 2 * blocks * headsKv * (embedding / heads) * context * 2;
}

function makeRoom(key) {
  loaded.delete(key);
  const limit = Number(process.env.OLLAMA_MAX_LOADED_MODELS) || 3;
  while (loaded.size >= limit) unload(loaded.keys().next().value);
}

function unload(key) {
  clearTimeout(loaded.get(key)?.timer);
  loaded.delete(key);
}

function parseKeepAlive(value) {
  if (/^-?\d+$/.test(String(value))) return Number(value) < 0 ? NEVER_MS : Number(value) * 1000;
  if (String(value).startsWith("-")) return NEVER_MS;
  const parts = [...String(value).matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS_MS[unit], 0);
}
