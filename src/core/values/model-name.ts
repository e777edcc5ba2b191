import type { ModelName } from "../facts/names.ts";
import { invalidValue, type Origin } from "./parse-values.ts";

/** What a name in Ollama's grammar `[host/][namespace/]model[:tag]` consists of, with defaults filled in. */
export type ModelNameParts = { host: string; namespace: string; model: string; tag: string };

const defaults = { host: "registry.ollama.ai", namespace: "library", tag: "latest" };
const partPatterns: [keyof ModelNameParts, RegExp][] = [
  ["host", /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}$/],
  ["namespace", /^[A-Za-z0-9_][A-Za-z0-9_-]{0,79}$/],
  ["model", /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/],
  ["tag", /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/],
];

/** Reads a model's name by Ollama's own grammar (types/model/name.go), as Ollama lists it; throws `invalid-value`. */
export function readModelName(text: string, origin: Origin): ModelName {
  const name = findModelName(text);
  if (name === null) throw invalidValue(origin, text, "model-name");
  return name;
}

/** The model that a text names, as Ollama lists it; null if the text is not a name, such as a file's path. */
export function findModelName(text: string): ModelName | null {
  const written = text.trim();
  const parts = splitText(written);
  const isName = written.split("/").length <= 3 && partPatterns.every(([part, pattern]) => pattern.test(parts[part]));
  return isName ? joinParts(parts) : null;
}

/** The parts of a name, as its registry expects them. */
export function splitModelName(name: ModelName): ModelNameParts {
  return splitText(name);
}

/** The name of the same model with another tag, which Ollama must accept. */
export function withTag(name: ModelName, tag: string): ModelName {
  return joinParts({ ...splitText(name), tag });
}

/** A model's name as people write it, without the default tag: `llama3.2` for `llama3.2:latest`. */
export function shortModelName<Name extends string>(name: Name): Name {
  return name.replace(/:latest$/, "") as Name;
}

/** A model's name as Ollama lists it, always with its tag: `llama3.2:latest` for `llama3.2`. */
export function fullModelName(name: ModelName): ModelName {
  return joinParts(splitText(name));
}

/** Whether two names, with `:latest` or without, mean the same model (Ollama compares without case). */
export function isSameModel(first: ModelName, second: ModelName): boolean {
  // In this order, for the tag that stands for none is found in small letters alone.
  const [one, other] = [first, second].map((name) => shortModelName(name.toLowerCase()));
  return one === other;
}

/**
 * Whether a name is one of Ollama's own library, where nobody else can publish: it is written without host and
 * namespace.
 */
export function isLibraryModel(name: ModelName): boolean {
  return !name.includes("/");
}

function splitText(text: string): ModelNameParts {
  const parts = text.split("/");
  const last = parts.pop() ?? "";
  const colon = last.indexOf(":");
  return {
    host: parts.length === 2 ? (parts[0] ?? "") : defaults.host,
    namespace: parts.length > 0 ? (parts[parts.length - 1] ?? "") : defaults.namespace,
    model: colon === -1 ? last : last.slice(0, colon),
    tag: colon === -1 ? defaults.tag : last.slice(colon + 1),
  };
}

/** The shortest text that means the same model and has a tag. */
function joinParts({ host, namespace, model, tag }: ModelNameParts): ModelName {
  const isDefaultHost = host === defaults.host;
  const before = !isDefaultHost ? `${host}/${namespace}/` : namespace === defaults.namespace ? "" : `${namespace}/`;
  return `${before}${model}:${tag}` as ModelName;
}
