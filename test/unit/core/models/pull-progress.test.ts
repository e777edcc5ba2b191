import { expect, test } from "vitest";
import { createPullProgress } from "../../../../src/core/models/pull-progress.ts";

const layer = (digest: string, totalBytes: number, completedBytes: number) => ({
  status: `pulling ${digest}`,
  digest,
  totalBytes,
  completedBytes,
});
const step = (status: string) => ({ status, digest: null, totalBytes: null, completedBytes: 0 });

test("the layers of a download are one transfer", () => {
  const progress = createPullProgress("llama3.2", null);
  expect(progress.transfer()).toMatchObject({ phase: "starting", completedBytes: 0, totalBytes: null });
  progress.take(step("pulling manifest"), 0);
  expect(progress.transfer().phase).toBe("starting");
  progress.take(layer("a", 1000, 0), 100);
  progress.take(layer("a", 1000, 1000), 600);
  progress.take(layer("b", 50, 25), 700);
  expect(progress.transfer()).toEqual({
    kind: "model",
    name: "llama3.2",
    phase: "downloading",
    completedBytes: 1025,
    totalBytes: 1050,
    bytesPerSecond: 1708,
  });
  progress.take(step("verifying sha256 digest"), 800);
  expect(progress.transfer()).toMatchObject({ phase: "verifying", completedBytes: 1050, bytesPerSecond: null });
  expect(progress.awaitsBytes()).toBe(false);
});

test("a total that was reported beforehand holds until the download tells its own", () => {
  const progress = createPullProgress("llama3.2", 2_000_000_000);
  expect(progress.transfer().totalBytes).toBe(2_000_000_000);
  progress.take(layer("a", 1000, 10), 0);
  expect(progress.transfer().totalBytes).toBe(1000);
});

test("a line that repeats what is known moved nothing", () => {
  const progress = createPullProgress("llama3.2", null);
  expect(progress.take(step("pulling manifest"), 0)).toBe(false);
  expect(progress.take(layer("a", 1000, 10), 0)).toBe(true);
  expect(progress.take(layer("a", 1000, 10), 60)).toBe(false);
  expect(progress.take(layer("a", 1000, 11), 120)).toBe(true);
  expect(progress.take(step("verifying sha256 digest"), 180)).toBe(true);
  expect(progress.take(step("writing manifest"), 240)).toBe(false);
});

test("another attempt that says nothing yet of what is there does not go back to nothing; one that says less does", () => {
  const progress = createPullProgress("llama3.2", null);
  progress.take(layer("a", 1000, 600), 0);
  expect(progress.take(layer("a", 1000, 0), 100)).toBe(false);
  expect(progress.transfer().completedBytes).toBe(600);
  expect(progress.take(layer("a", 1000, 50), 200)).toBe(true);
  expect(progress.transfer().completedBytes).toBe(50);
});

test("the files that an attempt found complete are reported, those that it downloaded are not", () => {
  const progress = createPullProgress("llama3.2", null);
  progress.take(layer("a", 1000, 1000), 0);
  progress.take(layer("b", 50, 25), 100);
  progress.take(layer("b", 50, 50), 200);
  expect(progress.found()).toEqual(["a"]);
  progress.begin();
  progress.take(layer("a", 1000, 1000), 300);
  progress.take(layer("b", 50, 50), 400);
  expect(progress.found()).toEqual(["a", "b"]);
});
