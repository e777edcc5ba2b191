import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { boundBy } from "../../../../src/engine/wire/bound-by.ts";

const endOf = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(signal.reason), { once: true }));

test("the time comes, also when garbage is collected before it", async () => {
  const ended = endOf(boundBy(new AbortController().signal, 100));
  setFlagsFromString("--expose_gc");
  const collect = runInNewContext("gc") as () => void;
  // What is reached only by weak references goes once the turn in which it was made is over.
  await new Promise(setImmediate);
  collect();
  expect(await ended).toMatchObject({ name: "TimeoutError" });
});

test("the other signal counts too", async () => {
  const controller = new AbortController();
  const ended = endOf(boundBy(controller.signal, 60_000));
  controller.abort("stop");
  expect(await ended).toBe("stop");
});
