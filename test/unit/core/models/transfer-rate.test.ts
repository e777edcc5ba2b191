import { expect, test } from "vitest";
import { createTransferRate } from "../../../../src/core/models/transfer-rate.ts";

/** Feeds `bytesAt` every 100 ms of [fromMs, toMs] and gives the last figure. */
function feed(
  rate: ReturnType<typeof createTransferRate>,
  fromMs: number,
  toMs: number,
  bytesAt: (ms: number) => number,
) {
  let speed: number | null = null;
  for (let ms = fromMs; ms <= toMs; ms += 100) speed = rate.measure(bytesAt(ms), ms);
  return speed;
}

test("a steady download has its speed, whatever was there before it", () => {
  expect(feed(createTransferRate(), 0, 10_000, (ms) => 5_000_000 + ms * 2000)).toBe(2_000_000);
});

test("nothing is reported before there is something to tell from", () => {
  const rate = createTransferRate();
  expect(rate.measure(0, 0)).toBeNull();
  expect(rate.measure(1000, 200)).toBeNull();
  expect(rate.measure(2000, 400)).toBe(5000);
});

test("a download that stands still is reported as standing still after the window", () => {
  const rate = createTransferRate();
  feed(rate, 0, 3000, (ms) => ms * 1000);
  expect(feed(rate, 3100, 9000, () => 3_000_000)).toBe(0);
});

test("a download that starts over is measured anew", () => {
  const rate = createTransferRate();
  feed(rate, 0, 3000, (ms) => ms * 1000);
  expect(feed(rate, 3100, 4100, (ms) => (ms - 3100) * 500)).toBe(500_000);
});
