import { expect, test } from "vitest";
import { LocalgptError } from "../../../../src/core/errors/errors.ts";
import type { Event } from "../../../../src/core/run/events.ts";
import { step } from "../../../../src/services/steps/step.ts";

const what = { kind: "load-model", model: "m", id: "load" } as const;
const failure = new LocalgptError("stack-not-found", { project: "x" });

test("a step tells that it began and ended, and gives what its work gave", async () => {
  const { events, emit, signal } = listen();
  expect(await step(what, async ({ model }) => model.length, { signal, emit })).toBe(1);
  const operation = { ...what, cause: { id: "requested" }, after: [] };
  expect(events).toEqual([
    { type: "operation-started", operation },
    { type: "operation-done", operation, tookMs: expect.any(Number) },
  ]);
});

test("a step that left all as it was is not told as done", async () => {
  const { types, emit, signal } = listen();
  await step(
    what,
    async () => [],
    { signal, emit },
    (added) => added.length === 0,
  );
  expect(types()).toEqual(["operation-started", "operation-cancelled"]);
});

test("a failure of the work is thrown and told, whatever the step would have given", async () => {
  const { types, emit, signal } = listen();
  await expect(step(what, () => Promise.reject(failure), { signal, emit })).rejects.toBe(failure);
  expect(types()).toEqual(["operation-started", "operation-failed"]);
});

test("an interrupted step throws interrupted, however its work ends; after an interruption it does not begin", async () => {
  const { types, emit, controller } = listen();
  const { signal } = controller;
  const running = step(
    what,
    (_, tools) =>
      new Promise((_resolve, reject) => tools.signal.addEventListener("abort", () => reject(new Error("socket")))),
    { signal, emit },
  );
  controller.abort();
  await expect(running).rejects.toMatchObject({ code: "interrupted" });
  expect(types()).toEqual(["operation-started", "operation-cancelled"]);
  await expect(step(what, async () => {}, { signal, emit })).rejects.toMatchObject({ code: "interrupted" });
  expect(types()).toHaveLength(2);
});

function listen() {
  const events: Event[] = [];
  const controller = new AbortController();
  const emit = (event: Event) => void events.push(event);
  return { events, types: () => events.map(({ type }) => type), emit, controller, signal: controller.signal };
}
