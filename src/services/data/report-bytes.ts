import { createTransferRate } from "../../core/models/transfer-rate.ts";
import type { Emit } from "../../core/run/events.ts";

const everyMs = 250;

/**
 * Reports the progress of copying data, or of whatever the phase names, each time that more bytes have passed, but not
 * too often.
 */
export function reportBytes(
  operationId: string,
  name: string,
  totalBytes: number,
  emit: Emit,
  phase: "copying" | "verifying" | "downloading" = "copying",
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

/** Passes pieces on and reports the bytes of each. */
export async function* countBytes(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onBytes(piece.byteLength);
    yield piece;
  }
}
