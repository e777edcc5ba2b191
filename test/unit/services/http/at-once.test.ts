import { expect, test } from "vitest";
import { mapAtOnce } from "../../../../src/services/http/at-once.ts";

test("results keep the order of the items, and no more than so many are under way", async () => {
  let underWay = 0;
  let most = 0;
  const releases: (() => void)[] = [];
  const mapped = mapAtOnce([1, 2, 3, 4, 5], 2, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise<void>((resolve) => releases.push(resolve));
    underWay -= 1;
    return item * 10;
  });
  for (let released = 0; released < 5; released += 1) {
    await expect.poll(() => releases.length).toBeGreaterThan(0);
    // The last one that began ends first.
    releases.pop()?.();
  }
  expect(await mapped).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
});

test("the first failure is the failure of all, and nothing is nothing", async () => {
  const failed = mapAtOnce([1, 2], 2, async (item) => Promise.reject(new Error(`item ${item}`)));
  await expect(failed).rejects.toThrow("item 1");
  expect(await mapAtOnce([], 4, async () => 1)).toEqual([]);
});
