import type { Handler, Handlers, Outcome, Outcomes } from "../../core/plan/handler.ts";
import type { Operation } from "../../core/run/operations.ts";
import type { World } from "../../core/run/world.ts";
import { type Course, tellWork, withStop } from "./work.ts";

/**
 * Carries out a plan: each operation starts as soon as all that it waits for is done, side by side with the others;
 * returns the outcome of each. After the first failure nothing new starts, running operations are aborted, and when all
 * have stopped that failure is thrown; an aborted signal throws `interrupted`. A plan with a kind that has no handler
 * is a defect and throws before anything starts.
 */
export async function applyOperations(
  operations: Operation[],
  handlers: Partial<Handlers>,
  { signal, emit }: Pick<World, "signal" | "emit">,
): Promise<Outcomes> {
  refuseImpossible(operations, handlers);
  return withStop(signal, (stopped) => new Run(handlers, { stopped, emit }).finish(operations));
}

class Run {
  readonly #handlers: Partial<Handlers>;
  readonly #course: Course;
  readonly #started = new Map<string, Promise<void>>();
  readonly #outcomes = new Map<string, Outcome>();

  constructor(handlers: Partial<Handlers>, course: Course) {
    this.#handlers = handlers;
    this.#course = course;
  }

  async finish(operations: Operation[]): Promise<Outcomes> {
    // In the plan's order every operation comes after those that it waits for.
    for (const operation of operations) {
      const work = this.#carryOut(operation);
      // The signal reports every failure; this only keeps Node from treating it as unhandled.
      work.catch(() => {});
      this.#started.set(operation.id, work);
    }
    await Promise.allSettled(this.#started.values());
    const { signal } = this.#course.stopped;
    if (signal.aborted) throw signal.reason;
    return this.#outcomes;
  }

  async #carryOut(operation: Operation): Promise<void> {
    await Promise.all(operation.after.map((id) => this.#started.get(id)));
    const { stopped, emit } = this.#course;
    const { signal } = stopped;
    signal.throwIfAborted();
    const { id, kind } = operation;
    const handler = this.#handlers[kind] as Handler<Operation["kind"]>;
    const work = () => handler(operation as Parameters<typeof handler>[0], { signal, emit, outcomes: this.#outcomes });
    const result = await tellWork(operation, this.#course, work, wasLeft);
    this.#outcomes.set(id, { kind, result } as Outcome);
  }
}

function wasLeft(result: Outcome["result"]): boolean {
  return typeof result === "object" && result !== null && "wasLeft" in result && result.wasLeft;
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
