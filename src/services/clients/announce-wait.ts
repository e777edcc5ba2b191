import type { Emit, Wait } from "../../core/run/events.ts";

/** Shorter waits are not reported. */
const unnoticedMs = 200;

/** Passes an answer on, and reports the wait for its first piece and the end of that wait, however it ends. */
export async function* announceWait<T>(
  pieces: AsyncIterable<T>,
  wait: Wait,
  emit: Emit,
): AsyncGenerator<T, void, undefined> {
  const begunMs = performance.now();
  let isTold = false;
  const timer = setTimeout(() => {
    isTold = true;
    emit({ type: "wait-started", wait });
  }, unnoticedMs);
  const finish = (): void => {
    clearTimeout(timer);
    if (isTold) emit({ type: "wait-over", wait, tookMs: Math.round(performance.now() - begunMs) });
    isTold = false;
  };
  try {
    for await (const piece of pieces) {
      finish();
      yield piece;
    }
  } finally {
    finish();
  }
}
