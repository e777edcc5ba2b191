// Model names: [host/][namespace/]model[:tag].
const DEFAULTS = { host: "registry.ollama.ai", namespace: "library", tag: "latest" };
const PART = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/;
const HOST = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}$/;

/** The parts of `text` with the defaults filled in; undefined when it is not a valid name. */
export function parseName(text) {
  if (typeof text !== "string") return undefined;
  let rest = text.replace(/^https?:\/\//, "");
  let tag = DEFAULTS.tag;
  const colon = rest.lastIndexOf(":");
  if (colon > rest.lastIndexOf("/")) {
    tag = rest.slice(colon + 1);
    rest = rest.slice(0, colon);
  }
  const parts = rest.split("/");
  if (parts.length > 3) return undefined;
  const model = parts.pop();
  const namespace = parts.pop() ?? DEFAULTS.namespace;
  const host = parts.pop() ?? DEFAULTS.host;
  return PART.test(model) && PART.test(namespace) && PART.test(tag) && HOST.test(host)
    ? { host, namespace, model, tag }
    : undefined;
}

/** The shortest form that means `name`, always with its tag. */
export function formatName(name) {
  const place = name.host !== DEFAULTS.host ? `${name.host}/${name.namespace}/` : "";
  const space = place === "" && name.namespace !== DEFAULTS.namespace ? `${name.namespace}/` : "";
  return `${place}${space}${name.model}:${name.tag}`;
}

/** The address at which a registry has the manifest of `name`. */
export function manifestUrl(name) {
  return `https://${name.host}/v2/${name.namespace}/${name.model}/manifests/${name.tag}`;
}
