import type { ServiceName } from "../services/services.ts";
import { isFreshVolumeName } from "../stack/installation.ts";
import { isMadeByLocalgpt, label } from "../stack/labels.ts";

/** A volume of the Engine as far as its name and labels tell. */
export type NamedVolume = { name: string; labels: Record<string, string> };

/**
 * A volume of another installation, by its name or labels; `isHandMade` if no other localgpt stack made it.
 */
export type ForeignVolume = { name: string; service: ServiceName; isHandMade: boolean };

/** Common names of these volumes, alone and as keys of Compose files. */
const usualName = /^(?:(ollama)|open[-_]?webui)(?:[-_]data)?$/;

/** The volumes that look like data of an Ollama or Open WebUI that is not this project's, by name. */
export function findForeignVolumes(volumes: readonly NamedVolume[], project: string): ForeignVolume[] {
  return volumes
    .filter(({ name, labels }) => labels[label.project] !== project && !name.startsWith(`${project}_`))
    .flatMap(({ name, labels }) => {
      // Compose puts the project and `_` before the key, and either may contain a `_`.
      const parts = name.split("_").map((_, index, all) => all.slice(index).join("_"));
      const match = [labels[label.volume] ?? "", ...parts].map((text) => usualName.exec(text)).find(Boolean);
      if (!match) return [];
      const service: ServiceName = match[1] === undefined ? "open-webui" : "ollama";
      return [{ name, service, isHandMade: !isMadeByLocalgpt(labels) }];
    })
    .sort((first, second) => (first.name < second.name ? -1 : 1));
}

/** The volumes that earlier changes of this project made for its page, the newest first. */
export function findChangeVolumes(volumes: readonly NamedVolume[], project: string): string[] {
  return volumes
    .map(({ name }) => name)
    .filter((name) => isFreshVolumeName(name, project))
    .sort()
    .reverse();
}
