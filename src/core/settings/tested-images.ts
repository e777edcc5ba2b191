import type { ServiceName } from "../facts/names.ts";

/**
 * The images that this release of localgpt was tested with, and what downloading each takes at most, as their registries tell
 * for amd64. A new release changes them here; `localgpt update` brings an installed stack to them.
 */
export const testedImages: Record<ServiceName, { reference: string; downloadBytes: number }> = {
  ollama: { reference: "ollama/ollama:0.35.1", downloadBytes: 3.8e9 },
  "open-webui": { reference: "ghcr.io/open-webui/open-webui:v0.11.4", downloadBytes: 1.8e9 },
};
