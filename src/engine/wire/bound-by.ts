/**
 * A signal that aborts with another one, or after so many milliseconds with the reason of `AbortSignal.timeout`. Node 20
 * gives a timeout that only `AbortSignal.any` knows of to its garbage collector, and then it never comes.
 */
export function boundBy(signal: AbortSignal, ms: number): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  // Whatever is listened to is kept.
  timeout.addEventListener("abort", () => {}, { once: true });
  return AbortSignal.any([signal, timeout]);
}
