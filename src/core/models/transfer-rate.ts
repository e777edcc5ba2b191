type Sample = { atMs: number; bytes: number };

/**
 * Measures the speed of a transfer over its last seconds, so that a pause or a burst shows soon but does not make it
 * jump.
 */
export type TransferRate = {
  /** Takes the bytes completed by now and gives bytes per second, null until enough time has passed to tell. */
  measure: (completedBytes: number, atMs: number) => number | null;
};

/** A new measurement; what was complete at its first sample (a resumed download) does not count as speed. */
export function createTransferRate(windowMs = 5000): TransferRate {
  const samples: Sample[] = [];
  const measure = (bytes: number, atMs: number): number | null => {
    const last = samples.at(-1);
    // A download that starts over has less than before: the earlier samples no longer count.
    if (last !== undefined && bytes < last.bytes) samples.length = 0;
    samples.push({ atMs, bytes });
    while (samples.length > 2 && atMs - (samples[1]?.atMs ?? atMs) >= windowMs) samples.shift();
    const first = samples[0];
    if (first === undefined || atMs - first.atMs < 250) return null;
    return Math.round(((bytes - first.bytes) * 1000) / (atMs - first.atMs));
  };
  return { measure };
}
