// Two grammars of other programs, read here once more and by other means than localgpt's own, so that each checks the
// other.

import type { ModelNameParts } from "../../../src/core/values/model-name.ts";

const isOneOf = (characters: string) => (character: string) => characters.includes(character);
const digits = "0123456789";
const lower = "abcdefghijklmnopqrstuvwxyz";
const letters = lower + lower.toUpperCase();

/** Whether a text is of 1 to `most` of these characters and begins with one of the first of them. */
function isPart(text: string, most: number, first: string, others: string): boolean {
  const characters = [...text];
  if (characters.length < 1 || characters.length > most) return false;
  return characters.every((character, at) => isOneOf(at === 0 ? first : first + others)(character));
}

/**
 * A model's name by the rules in Ollama's types/model/name.go: taken apart from its end, a colon behind the last slash
 * begins the tag, the last two slashes end namespace and host; an empty part is none. Null for a name that is not
 * valid. Ollama drops a scheme before the host, localgpt refuses it.
 */
export function readOllamaName(text: string): ModelNameParts | null {
  let rest: string | null = text;
  const takeLast = (separator: string): string | null => {
    const at = rest?.lastIndexOf(separator) ?? -1;
    if (rest === null || at < 0) return null;
    const part = rest.slice(at + 1);
    rest = rest.slice(0, at);
    return part;
  };
  const takeRest = (): string => {
    const part = rest ?? "";
    rest = null;
    return part;
  };
  const tag = text.lastIndexOf(":") > text.lastIndexOf("/") ? (takeLast(":") ?? "") : "latest";
  const model = takeLast("/") ?? takeRest();
  const namespace = rest === null ? "library" : (takeLast("/") ?? takeRest());
  const host = rest === null ? "registry.ollama.ai" : takeRest();
  const first = `${letters}${digits}_`;
  const isValid =
    isPart(host, 350, first, "-.:") &&
    isPart(namespace, 80, first, "-") &&
    isPart(model, 80, first, "-.") &&
    isPart(tag, 80, first, "-.");
  return isValid ? { host, namespace, model, tag } : null;
}

/** An image's reference as Docker reads it; a rare one is in a form that Docker takes and localgpt does not. */
export type DockerReference = { host: string | null; name: string; tag: string | null; isRare: boolean };

/**
 * An image's reference by the grammar in distribution/reference (`[domain/]path[:tag][@digest]`), where what stands
 * before the first slash is a domain if it has a dot, a colon or a capital letter, or is `localhost`. Null for none.
 */
export function readDockerReference(text: string): DockerReference | null {
  const [beforeDigest = "", digest = null, ...more] = text.split("@");
  if (more.length > 0) return null;
  const slash = beforeDigest.indexOf("/");
  const first = slash < 0 ? "" : beforeDigest.slice(0, slash);
  const hasDomain = first === "localhost" || /[.:A-Z]/.test(first);
  const rest = hasDomain ? beforeDigest.slice(slash + 1) : beforeDigest;
  const colon = rest.indexOf(":");
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? null : rest.slice(colon + 1);
  const host = !hasDomain || first === "docker.io" || first === "index.docker.io" ? null : first;
  // Docker itself puts `library/` before a name without a slash, and allows 255 characters for the whole.
  const full = host === null && !path.includes("/") ? `library/${path}` : path;
  if (hasDomain && !isDomain(first)) return null;
  if (!path.split("/").every(isPathPart) || full.length > 255) return null;
  if (tag !== null && !isPart(tag, 128, `${letters}${digits}_`, ".-")) return null;
  if (digest !== null && !isDigest(digest)) return null;
  if (isHex(text, 64, 64)) return null;
  const isRare =
    first.startsWith("[") ||
    (hasDomain && !/[.:]/.test(first) && first !== "localhost") ||
    /:\d{6,}$/.test(first) ||
    path.length > 247 ||
    (digest !== null && !(digest.startsWith("sha256:") && isHex(digest.slice(7), 64, 64)));
  return { host, name: hasDomain ? `${first}/${path}` : path, tag, isRare };
}

function isDomain(text: string): boolean {
  const bracket = text.startsWith("[") ? text.indexOf("]") : -1;
  const at = bracket < 0 ? text.indexOf(":") : text.indexOf(":", bracket);
  const [host, port] = at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
  if (port !== null && (port === "" || ![...port].every(isOneOf(digits)))) return false;
  if (bracket >= 0) {
    const address = host.slice(1, -1);
    return host.endsWith("]") && address !== "" && [...address].every(isOneOf(`${digits}abcdefABCDEF:`));
  }
  const middle = `${letters}${digits}-`;
  return host
    .split(".")
    .every((part) => part !== "" && [...part].every(isOneOf(middle)) && !part.startsWith("-") && !part.endsWith("-"));
}

/** Lower-case letters and digits, between them single dots, one or two underscores, or any number of dashes. */
function isPathPart(text: string): boolean {
  let separator = "";
  let begun = false;
  for (const character of text) {
    if (isOneOf(lower + digits)(character)) {
      if (![".", "_", "__", ""].includes(separator) && /[^-]/.test(separator)) return false;
      separator = "";
      begun = true;
    } else {
      if (!begun || !isOneOf("._-")(character)) return false;
      separator += character;
    }
  }
  return begun && separator === "";
}

function isHex(text: string, least: number, most: number): boolean {
  return text.length >= least && text.length <= most && [...text].every(isOneOf(`${digits}abcdef`));
}

/** One of the digests that Go's package knows, whose algorithms have a fixed length. */
function isDigest(text: string): boolean {
  const lengths: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };
  const [algorithm = "", hex = "", ...more] = text.split(":");
  const length = Object.hasOwn(lengths, algorithm) ? (lengths[algorithm] ?? 0) : 0;
  return more.length === 0 && length > 0 && isHex(hex, length, length);
}
