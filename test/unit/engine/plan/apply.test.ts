import { expect, test } from "vitest";
import { LocalgptError } from "../../../../src/core/facts/errors.ts";
import type { Event } from "../../../../src/core/facts/events.ts";
import type { Operation } from "../../../../src/core/facts/operations.ts";
import { applyOperations, type Handlers } from "../../../../src/engine/plan/apply.ts";

const failure = new LocalgptError("stack-not-found", { project: "x" });

test("an operation starts when all it waits for is done, the others side by side", async () => {
  const { run, settled, release, told } = start([pull("a"), pull("b"), pull("c", "a", "b"), pull("d", "a")]);
  await settled();
  expect(told()).toEqual(["started a", "started b"]);
  await release("a");
  expect(told()).toEqual(["started a", "started b", "done a", "started d"]);
  await release("d");
  await release("b");
  expect(told().slice(4)).toEqual(["done d", "done b", "started c"]);
  await release("c");
  await run;
  expect(told().at(-1)).toBe("done c");
});

test("after a failure nothing new starts, what runs is aborted, and the first failure is thrown", async () => {
  const { run, release, told, fail } = start([pull("a"), pull("b"), pull("c", "b"), pull("d", "a")]);
  const ended = expect(run).rejects.toBe(failure);
  await fail("a");
  await release("b");
  await ended;
  expect(told()).toEqual(["started a", "started b", "failed a", "cancelled b"]);
});

test("an aborted signal throws interrupted once all has come to rest", async () => {
  const controller = new AbortController();
  const { run, settled, told } = start([pull("a"), pull("b", "a")], controller.signal);
  const ended = expect(run).rejects.toMatchObject({ code: "interrupted" });
  await settled();
  controller.abort();
  await ended;
  expect(told()).toEqual(["started a", "cancelled a"]);
});

test("a signal that is aborted already starts nothing", async () => {
  const { run, told } = start([pull("a")], AbortSignal.abort());
  await expect(run).rejects.toMatchObject({ code: "interrupted" });
  expect(told()).toEqual([]);
});

test("a plan that cannot be carried out throws before anything starts", async () => {
  await expect(start([pull("a", "z")]).run).rejects.toThrow("a waits for z");
  const removal = { ...pull("a"), kind: "remove-network", network: "n" } as Operation;
  await expect(start([removal]).run).rejects.toThrow("no handler for remove-network");
});

/** Runs a plan whose operations wait until the test lets them end. */
function start(operations: Operation[], signal: AbortSignal = new AbortController().signal) {
  const told: string[] = [];
  const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  const handlers: Partial<Handlers> = {
    "pull-image": ({ id }, tools) =>
      new Promise((resolve, reject) => {
        ends.set(id, { resolve, reject });
        tools.signal.addEventListener("abort", () => reject(tools.signal.reason));
      }),
  };
  const emit = (event: Event) => {
    if ("operation" in event) told.push(`${event.type.replace("operation-", "")} ${event.operation.id}`);
  };
  const run = applyOperations(operations, handlers, { signal, emit });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    run,
    settled,
    told: () => told,
    release: async (id: string) => {
      await settled();
      ends.get(id)?.resolve();
      await settled();
    },
    fail: async (id: string) => {
      await settled();
      ends.get(id)?.reject(failure);
      await settled();
    },
  };
}

function pull(id: string, ...after: string[]): Operation {
  return { kind: "pull-image", image: id, id, after, cause: { id: "missing" } };
}
