/** What an image takes: `downloadBytes` over the network, `diskBytes` once unpacked. */
export type ImageSize = { downloadBytes: number; diskBytes: number };

/**
 * Sizes of the images that this release was tested with, rounded up: 3.8 GB for Ollama and 1.8 GB for Open WebUI (amd64)
 * as their registries give them. What they take once unpacked is not told there: twice the download is assumed, which is
 * why only the download can make a check fail.
 */
const downloads: Record<string, number> = {
  "ollama/ollama:0.35.1": 3.8e9,
  "ghcr.io/open-webui/open-webui:v0.11.4": 1.8e9,
};

/** What an image is known to take; null for one that this release does not know. */
export function findImageSize(image: string): ImageSize | null {
  const downloadBytes = downloads[image];
  return downloadBytes === undefined ? null : { downloadBytes, diskBytes: 2 * downloadBytes };
}
