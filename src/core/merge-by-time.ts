/** Anything with the moment it was written, as an ISO text in UTC of constant precision (they sort as texts do). */
export type Timed = { time: string };

type Source<T> = {
  items: AsyncIterator<T>;
  head: T | null;
  next: Promise<void> | null;
  /** When its next item was asked for: one that has been silent since long holds nobody up. */
  askedMs: number;
  done: boolean;
};

/**
 * Interleaves streams that are each in order by time. A stream that is silent longer than `patienceMs` holds the others up
 * no further, so that live streams flow; with an infinite patience, for streams that end, the order is exact. Returning
 * early returns all the streams.
 */
export async function* mergeByTime<T extends Timed>(
  streams: readonly AsyncIterable<T>[],
  patienceMs: number,
): AsyncGenerator<T, void, undefined> {
  const sources = streams.map((stream): Source<T> => {
    return { items: stream[Symbol.asyncIterator](), head: null, next: null, askedMs: 0, done: false };
  });
  try {
    for (;;) {
      await fillHeads(sources, patienceMs);
      const first = sources.reduce<Source<T> | null>((best, source) => earlier(best, source), null);
      if (first?.head) {
        const { head } = first;
        first.head = null;
        yield head;
      } else if (sources.every((source) => source.done)) return;
    }
  } finally {
    // One that waits for its next item cannot be returned: its signal ends it.
    await Promise.all(sources.map((source) => (source.next === null ? source.items.return?.() : undefined)));
  }
}

function earlier<T extends Timed>(best: Source<T> | null, source: Source<T>): Source<T> | null {
  if (source.head === null) return best;
  return best?.head == null || source.head.time < best.head.time ? source : best;
}

/** Waits until every stream that is open and not long silent has an item. */
async function fillHeads<T extends Timed>(sources: readonly Source<T>[], patienceMs: number): Promise<void> {
  for (;;) {
    const missing = sources.filter((source) => source.head === null && !source.done);
    if (missing.length === 0) return;
    const items = missing.map((source) => advance(source));
    if (sources.every((source) => source.head === null)) await Promise.race(items);
    else {
      const leftMs = Math.max(...missing.map((source) => source.askedMs)) + patienceMs - Date.now();
      if (leftMs <= 0) return;
      await raceTimer(items, leftMs);
    }
  }
}

async function raceTimer(promises: Promise<void>[], ms: number): Promise<void> {
  if (ms === Number.POSITIVE_INFINITY) return Promise.race(promises);
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([...promises, over]);
  } finally {
    clearTimeout(timer);
  }
}

function advance<T extends Timed>(source: Source<T>): Promise<void> {
  if (source.next !== null) return source.next;
  source.askedMs = Date.now();
  source.next = source.items.next().then(
    (result) => {
      source.next = null;
      if (result.done) source.done = true;
      else source.head = result.value;
    },
    (error: unknown) => {
      source.next = null;
      source.done = true;
      throw error;
    },
  );
  return source.next;
}
