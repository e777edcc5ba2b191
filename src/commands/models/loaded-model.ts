import type { LoadedModel } from "../../services/clients/ollama-answers.ts";

/**
 * A model in memory as it is shown: its bytes, the share of them on a GPU, and the time it stays (null for ever).
 */
export function describeLoaded({ sizeBytes, gpuBytes, expiresAt }: LoadedModel, nowMs: number) {
  const untilMs = expiresAt === null ? null : Date.parse(expiresAt) - nowMs;
  return {
    sizeBytes,
    gpuShare: sizeBytes > 0 ? gpuBytes / sizeBytes : 0,
    // A model that stays for ever has a date centuries ahead.
    untilMs: untilMs === null || !(untilMs > 0 && untilMs < 30 * 86_400_000) ? null : untilMs,
  };
}
