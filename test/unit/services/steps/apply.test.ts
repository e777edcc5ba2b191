import { expect, test } from "vitest";
import { LocalgptError } from "../../../../src/core/errors/errors.ts";
import { type Handlers, resultsOf } from "../../../../src/core/plan/handler.ts";
import type { Event } from "../../../../src/core/run/events.ts";
import type { Operation } from "../../../../src/core/run/operations.ts";
import { applyOperations } from "../../../../src/services/steps/apply.ts";

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

test("each operation's result is had by its id and by its kind, also by those that wait for it", async () => {
  const seen: unknown[] = [];
  const removal = { cause: { id: "requested" } as const, kind: "remove-volume" as const };
  const operations: Operation[] = [
    { ...removal, volume: "a", id: "1", after: [] },
    { ...removal, volume: "b", id: "2", after: ["1"] },
    { kind: "remove-files", folder: "/f", names: [], id: "3", cause: { id: "requested" }, after: ["1", "2"] },
  ];
  const told: string[] = [];
  const emit = (event: Event) => told.push(event.type);
  const outcomes = await applyOperations(
    operations,
    {
      "remove-volume": async ({ volume: name }) => ({ name, wasLeft: name === "b", users: [] }),
      "remove-files": async (_, tools) => {
        seen.push(...resultsOf(tools.outcomes, "remove-volume").map(({ name }) => name));
      },
    },
    { signal: new AbortController().signal, emit },
  );
  expect(seen).toEqual(["a", "b"]);
  expect(outcomes.get("2")).toEqual({ kind: "remove-volume", result: { name: "b", wasLeft: true, users: [] } });
  expect(resultsOf(outcomes, "fill-volume")).toEqual([]);
  // The removal of something that was left as it was is not reported.
  expect(told.filter((type) => type !== "operation-started")).toEqual([
    "operation-done",
    "operation-cancelled",
    "operation-done",
  ]);
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
