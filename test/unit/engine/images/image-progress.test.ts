import { expect, test } from "vitest";
import { createImageProgress, readImageEvent } from "../../../../src/engine/images/image-progress.ts";

test("sums the layers of an image up, from first word to last", () => {
  const progress = createImageProgress("image:1");
  const take = (id: string, status: string, current?: number, total?: number) =>
    progress.take(readImageEvent({ id, status, progressDetail: { current, total: total ?? 0 } }), 0);

  expect(take("1", "Pulling from image")).toBe(false);
  expect(progress.transfer()).toMatchObject({ phase: "starting", totalBytes: null, completedBytes: 0 });
  take("a", "Pulling fs layer");
  take("b", "Waiting");
  take("c", "Already exists");
  expect(progress.transfer()).toMatchObject({ phase: "downloading", totalBytes: null });
  expect(take("a", "Downloading", 10, 100)).toBe(true);
  expect(take("a", "Downloading", 10, 100)).toBe(false);
  take("b", "Downloading", 5, 50);
  expect(progress.transfer()).toMatchObject({ phase: "downloading", completedBytes: 15, totalBytes: 150 });
  take("a", "Download complete");
  expect(progress.transfer()).toMatchObject({ completedBytes: 105 });
  take("b", "Verifying Checksum");
  expect(progress.transfer()).toMatchObject({ phase: "extracting", completedBytes: 150, totalBytes: 150 });
  expect(progress.awaitsBytes()).toBe(false);
  take("a", "Extracting", 1);
  take("a", "Pull complete");
  expect(progress.transfer()).toMatchObject({ completedBytes: 150, totalBytes: 150, bytesPerSecond: null });
});

test("layers that turn out to be there already are not waited for", () => {
  const progress = createImageProgress("image:1");
  for (const id of ["a", "b"]) progress.take(readImageEvent({ id, status: "Pulling fs layer" }), 0);
  expect(progress.awaitsBytes()).toBe(true);
  for (const id of ["a", "b"]) expect(progress.take(readImageEvent({ id, status: "Already exists" }), 0)).toBe(true);
  expect(progress.transfer()).toMatchObject({ phase: "extracting", completedBytes: 0, totalBytes: null });
  expect(progress.awaitsBytes()).toBe(false);
});

test("the Engine's own countdown to a retry is no progress", () => {
  const progress = createImageProgress("image:1");
  progress.take(readImageEvent({ id: "a", status: "Downloading", progressDetail: { current: 10, total: 100 } }), 0);
  expect(progress.take(readImageEvent({ id: "a", status: "Retrying in 5 seconds" }), 1000)).toBe(false);
  expect(progress.awaitsBytes()).toBe(true);
});

test("tells the speed once there is something to tell it from", () => {
  const progress = createImageProgress("image:1");
  for (let second = 0; second <= 3; second += 1) {
    const progressDetail = { current: second * 1000, total: 100_000 };
    progress.take(readImageEvent({ id: "a", status: "Downloading", progressDetail }), second * 1000);
  }
  expect(progress.transfer().bytesPerSecond).toBe(1000);
});

// Found by test/fuzz.
test("what is no line of a download moves nothing and has no figures", () => {
  const progress = createImageProgress("image:1");
  for (const line of [null, 5, [], { id: 7, status: "Downloading" }, { id: "a", status: null }]) {
    expect(progress.take(readImageEvent(line), 0)).toBe(false);
  }
  progress.take(readImageEvent({ id: "a", status: "Downloading", progressDetail: { current: "9", total: -1 } }), 0);
  expect(progress.transfer()).toMatchObject({ completedBytes: 0, totalBytes: null });
  expect(readImageEvent({ error: "a", errorDetail: { message: "b" } }).error).toBe("b");
  expect(readImageEvent({ error: "a" }).error).toBe("a");
});
