import type { NamedVolume } from "./foreign-volumes.ts";
import { label } from "./labels.ts";
import { isServiceName } from "./names.ts";

/**
 * Whether a volume is one of a project's services as localgpt makes and calls it, or is `recorded` as such: another Compose project may
 * well have the same name and then the same label on its volumes.
 */
export function isOwnVolume({ name, labels }: NamedVolume, project: string, recorded: readonly string[]): boolean {
  const key = labels[label.volume] ?? "";
  if (labels[label.project] !== project || !isServiceName(key)) return false;
  const stem = `${project}_${key}`;
  const isFresh = key === "open-webui" && name.startsWith(stem) && /^-\d{8}-\d{6}$/.test(name.slice(stem.length));
  return name === stem || isFresh || recorded.includes(name);
}
