import type { ExitMeaning } from "../../core/stack/container-exit-codes.ts";

/** How a container ended, as a clause that follows the service's name or is in brackets. */
export type ExitWords = Record<ExitMeaning, (facts: { exitCode: number; memoryLimitBytes: number | null }) => string>;
