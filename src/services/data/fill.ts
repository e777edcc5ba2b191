import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { World } from "../../core/run/world.ts";

/**
 * Where the data of the changed stack comes from: the volume or file as it is told, and what writes it into a new
 * volume.
 */
export type DataSource = { from: string; fill: Fill };

/**
 * Writes data into a new volume that no container uses yet, and says what must be counted in it; null for what it
 * may be.
 */
export type Fill = (
  volume: string,
  tools: Pick<World, "signal" | "emit"> & { image: string; operationId: string },
) => Promise<PageCounts | null>;
