import type { Emit } from "../../core/facts/events.ts";
import { createTransferRate } from "../../core/models/transfer-rate.ts";

const everyMs = 250;

/** Tells how far the copying or, with that phase, the checking of data is, each time that more bytes have passed, but not too often. */
export function reportBytes(
  operationId: string,
  name: string,
  totalBytes: number,
  emit: Emit,
  phase: "copying" | "verifying" = "copying",
): (bytes: number) => void {
  const rate = createTransferRate();
  let completedBytes = 0;
  let toldMs = performance.now();
  return (bytes) => {
    completedBytes += bytes;
    const now = performance.now();
    if (now - toldMs < everyMs) return;
    toldMs = now;
    const bytesPerSecond = rate.measure(completedBytes, now);
    const transfer = { kind: "data", name, phase, completedBytes, totalBytes, bytesPerSecond } as const;
    emit({ type: "transfer", operationId, transfer });
  };
}
