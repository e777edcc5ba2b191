import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { World } from "../../core/run/world.ts";

/**
 * The source of the changed stack's data: the volume or file as it is shown, and what writes it into a new volume.
 */
export type DataSource = { from: string; fill: Fill };

/**
 * Writes data into a new volume that no container uses yet, and returns what must be counted in it; null if anything is
 * acceptable.
 */
export type Fill = (
  volume: string,
  tools: Pick<World, "signal" | "emit"> & { image: string; operationId: string },
) => Promise<PageCounts | null>;
