import { formatSize } from "../settings/setting-fields.ts";
import type { ComposeService } from "./stack.ts";

/**
 * The differences of two definitions of a service as `path: old → new` in Compose's words, `-` for a missing value.
 */
export function describeChanges(before: ComposeService, after: ComposeService): string[] {
  const old = flatten(before);
  const next = flatten(after);
  const paths = [...new Set([...old.keys(), ...next.keys()])].sort();
  return paths
    .filter((path) => old.get(path) !== next.get(path))
    .map((path) => `${path}: ${old.get(path) ?? "-"} → ${next.get(path) ?? "-"}`);
}

function flatten(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === "" ? key : `${path}.${key}`, into);
  } else if (value !== undefined) into.set(path, path === "mem_limit" ? formatSize(Number(value)) : String(value));
  return into;
}
