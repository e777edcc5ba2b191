/** A signal that aborts after so many milliseconds with the reason of `AbortSignal.timeout`. */
export function endAfter(ms: number): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  // Node 20 gives a timeout that only `AbortSignal.any` knows of to its garbage collector, and then it never fires:
  // a signal with a listener is kept.
  timeout.addEventListener("abort", () => {}, { once: true });
  return timeout;
}

/** A signal that aborts with another one, or after so many milliseconds as `endAfter` does. */
export function boundBy(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, endAfter(ms)]);
}

/**
 * A signal that aborts with another one, or when its time has passed, which begins again with each `restart`.
 */
export type StallWatch = {
  signal: AbortSignal;
  /** Gives it so many milliseconds from now on; null pauses the time while nothing can arrive. */
  restart: (ms: number | null) => void;
  hasStalled: () => boolean;
  /** Frees the timer and the listener. */
  stop: () => void;
};

/** Watches over something that is given up when it stalls; nothing is timed before the first `restart`. */
export function watchStall(outer: AbortSignal): StallWatch {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let hasStalled = false;
  const abort = () => controller.abort(outer.reason);
  outer.addEventListener("abort", abort, { once: true });
  if (outer.aborted) abort();
  return {
    signal: controller.signal,
    restart: (ms) => {
      clearTimeout(timer);
      if (ms === null || controller.signal.aborted) return;
      timer = setTimeout(() => {
        hasStalled = true;
        controller.abort(new Error("stalled"));
      }, ms);
    },
    hasStalled: () => hasStalled,
    stop: () => {
      clearTimeout(timer);
      outer.removeEventListener("abort", abort);
    },
  };
}
