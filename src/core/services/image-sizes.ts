import { services } from "./services.ts";

/** What an image takes: `downloadBytes` over the network, `diskBytes` once unpacked. */
export type ImageSize = { downloadBytes: number; diskBytes: number };

/**
 * The known size of an image; null for one that this release was not tested with. Registries do not report the unpacked
 * size: twice the download is assumed, so only the download can make a check fail.
 */
export function findImageSize(image: string): ImageSize | null {
  const known = Object.values(services).find((service) => service.image.reference === image)?.image;
  return known === undefined ? null : { downloadBytes: known.downloadBytes, diskBytes: 2 * known.downloadBytes };
}
