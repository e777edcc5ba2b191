import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { ServiceName } from "../../core/services/services.ts";

/** One service of an update: the images before and after, and whether the person chose it rather than this release. */
type ImageChange = { service: ServiceName; from: string; to: string; isChosen: boolean };

/** What `update` says. */
export type UpdateWords = {
  /** Everything is as this release and the settings want it. */
  nothing: (images: string[]) => string;
  plan: (steps: number) => string;
  /** One line for each image that was changed, or would be. */
  image: (change: ImageChange) => string;
  /** One line for an image that stays because the person chose it. */
  kept: (image: string) => string;
  done: string;
  counts: (counts: PageCounts) => string;
  /** Where the previous data is, and how to go back. */
  before: (volume: string) => string;
};
