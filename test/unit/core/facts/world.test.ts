import { expect, test } from "vitest";
import { withSignal } from "../../../../src/core/run/world.ts";

test("a world with another signal is the same besides, and opens nothing that nobody asked for", () => {
  let opened = 0;
  const before = new AbortController().signal;
  const world = {
    folder: "/f",
    signal: before,
    get stdin(): string {
      opened += 1;
      throw new Error("this opens the terminal");
    },
  };
  const { signal } = new AbortController();
  const derived = withSignal(withSignal(world, AbortSignal.abort()), signal);
  expect(derived.signal).toBe(signal);
  expect(derived.folder).toBe("/f");
  expect(world.signal).toBe(before);
  expect(opened).toBe(0);
  expect(() => derived.stdin).toThrow("this opens the terminal");
});
