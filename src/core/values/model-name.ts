import { invalidValue, type Origin } from "./parse-values.ts";

/** A model name in Ollama's grammar `[host/][namespace/]model[:tag]`, its defaults filled in. */
export type ModelName = { host: string; namespace: string; model: string; tag: string };

const defaults = { host: "registry.ollama.ai", namespace: "library", tag: "latest" };
const partPattern = {
  host: /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}$/,
  namespace: /^[A-Za-z0-9_][A-Za-z0-9_-]{0,79}$/,
  model: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/,
  tag: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/,
};

/** Reads a model name by Ollama's own grammar (types/model/name.go); throws `invalid-value`. */
export function parseModelName(text: string, origin: Origin): ModelName {
  const parts = text.trim().split("/");
  const last = parts.pop() ?? "";
  const colon = last.indexOf(":");
  const name: ModelName = {
    host: parts.length === 2 ? (parts[0] ?? "") : defaults.host,
    namespace: parts.length > 0 ? (parts[parts.length - 1] ?? "") : defaults.namespace,
    model: colon === -1 ? last : last.slice(0, colon),
    tag: colon === -1 ? defaults.tag : last.slice(colon + 1),
  };
  const valid =
    parts.length <= 2 &&
    partPattern.host.test(name.host) &&
    partPattern.namespace.test(name.namespace) &&
    partPattern.model.test(name.model) &&
    partPattern.tag.test(name.tag);
  if (!valid) throw invalidValue(origin, text, "model-name");
  return name;
}

/** The shortest text that means the same model, as Ollama lists it: `llama3.2:latest`. */
export function formatModelName(name: ModelName): string {
  const model = `${name.model}:${name.tag}`;
  if (name.host !== defaults.host) return `${name.host}/${name.namespace}/${model}`;
  return name.namespace === defaults.namespace ? model : `${name.namespace}/${model}`;
}

/** Whether a text is a model's name at all; Ollama also keeps the paths of files where a name could stand. */
export function isModelName(text: string): boolean {
  try {
    parseModelName(text, { name: "model" });
    return true;
  } catch {
    return false;
  }
}

/** Whether a name is one of Ollama's own library, where nobody else can publish: it is written without host and namespace. */
export function isLibraryName({ host, namespace }: ModelName): boolean {
  return host === defaults.host && namespace === defaults.namespace;
}

/** Whether two names, written short or long, mean the same model (Ollama compares without case). */
export function isSameModel(first: string, second: string): boolean {
  const origin = { name: "model" };
  const [a, b] = [first, second].map((text) => formatModelName(parseModelName(text, origin)).toLowerCase());
  return a === b;
}
