import type { Emit } from "../../core/facts/events.ts";
import type { Operation, OperationKind } from "../../core/facts/operations.ts";
import { abortError } from "../wire/faults.ts";

/**
 * What carries out one kind of operation; `signal` aborts with the whole plan, `leave` says that all stays as it was, so
 * that nobody is told of a change that was not made.
 */
export type Handler<K extends Operation["kind"]> = (
  operation: Extract<OperationKind, { kind: K }> & Pick<Operation, "id">,
  tools: { signal: AbortSignal; emit: Emit; leave: () => void },
) => Promise<void>;

/** One handler for each kind of operation. */
export type Handlers = { [K in Operation["kind"]]: Handler<K> };

/**
 * Carries out a plan: each operation starts as soon as all it waits for is done, side by side with the others. After the
 * first failure nothing new starts, what runs is aborted, and when all has come to rest that failure is thrown; an
 * aborted signal throws `interrupted`. A plan with a kind that has no handler is a defect and throws before anything starts.
 */
export async function applyOperations(
  operations: Operation[],
  handlers: Partial<Handlers>,
  { signal, emit }: { signal: AbortSignal; emit: Emit },
): Promise<void> {
  refuseImpossible(operations, handlers);
  if (signal.aborted) throw abortError(signal, "apply");
  const stopped = new AbortController();
  const stop = () => stopped.abort(abortError(signal, "apply"));
  signal.addEventListener("abort", stop, { once: true });
  const run = new Run(operations, handlers, stopped, emit);
  try {
    await run.finish();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

class Run {
  readonly #operations: Operation[];
  readonly #handlers: Partial<Handlers>;
  readonly #stopped: AbortController;
  readonly #emit: Emit;
  readonly #started = new Map<string, Promise<void>>();

  constructor(operations: Operation[], handlers: Partial<Handlers>, stopped: AbortController, emit: Emit) {
    this.#operations = operations;
    this.#handlers = handlers;
    this.#stopped = stopped;
    this.#emit = emit;
  }

  async finish(): Promise<void> {
    // In the plan's order every operation stands behind those that it waits for.
    for (const operation of this.#operations) {
      const work = this.#carryOut(operation);
      // Every failure is told by the signal; this only keeps Node from taking it for an unhandled one.
      work.catch(() => {});
      this.#started.set(operation.id, work);
    }
    await Promise.allSettled(this.#started.values());
    if (this.#stopped.signal.aborted) throw this.#stopped.signal.reason;
  }

  async #carryOut(operation: Operation): Promise<void> {
    await Promise.all(operation.after.map((id) => this.#started.get(id)));
    const { signal } = this.#stopped;
    signal.throwIfAborted();
    const startedMs = performance.now();
    const tookMs = () => Math.round(performance.now() - startedMs);
    let isLeft = false;
    const leave = () => {
      isLeft = true;
    };
    this.#emit({ type: "operation-started", operation });
    try {
      const handler = this.#handlers[operation.kind] as Handler<Operation["kind"]>;
      await handler(operation as Parameters<typeof handler>[0], { signal, emit: this.#emit, leave });
    } catch (error) {
      const type = signal.aborted ? "operation-cancelled" : "operation-failed";
      this.#stopped.abort(error);
      this.#emit({ type, operation, tookMs: tookMs() });
      throw error;
    }
    this.#emit({ type: isLeft ? "operation-cancelled" : "operation-done", operation, tookMs: tookMs() });
  }
}

function refuseImpossible(operations: Operation[], handlers: Partial<Handlers>): void {
  const before = new Set<string>();
  for (const { id, kind, after } of operations) {
    if (handlers[kind] === undefined) throw new Error(`no handler for ${kind}`);
    const missing = after.find((dependency) => !before.has(dependency));
    if (missing !== undefined) throw new Error(`${id} waits for ${missing}, which does not stand before it`);
    before.add(id);
  }
}
