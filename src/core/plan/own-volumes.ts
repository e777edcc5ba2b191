import { isServiceName } from "../services/services.ts";
import { isFreshVolumeName } from "../stack/installation.ts";
import { label } from "../stack/labels.ts";
import { volumeName } from "../stack/stack.ts";
import type { NamedVolume } from "./foreign-volumes.ts";

/**
 * Whether a volume belongs to a service of this project, made and named by localgpt or `recorded`: another Compose
 * project may have the same name, and then the same label on its volumes.
 */
export function isOwnVolume({ name, labels }: NamedVolume, project: string, recorded: readonly string[]): boolean {
  const key = labels[label.volume] ?? "";
  if (labels[label.project] !== project || !isServiceName(key)) return false;
  const isFresh = key === "open-webui" && isFreshVolumeName(name, project);
  return name === volumeName({ name: project }, key) || isFresh || recorded.includes(name);
}
