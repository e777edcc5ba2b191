import { expect, test } from "vitest";
import { mergeByTime } from "../../../../src/services/http/merge-by-time.ts";

type Item = { time: string };

async function* list(...times: string[]) {
  for (const time of times) yield { time };
}

/** Batches of `size` items of a list that is there at once. */
async function* batches(size: number, ...times: string[]) {
  for (let at = 0; at < times.length; at += size) yield times.slice(at, at + size).map((time) => ({ time }));
}

async function collect(items: AsyncIterable<Item>): Promise<string[]> {
  const times: string[] = [];
  for await (const { time } of items) times.push(time);
  return times;
}

/** Merges streams that give their items one by one. */
async function* merge(streams: AsyncIterable<Item>[], patienceMs: number): AsyncGenerator<Item> {
  const single = async function* (stream: AsyncIterable<Item>) {
    for await (const item of stream) yield [item];
  };
  for await (const items of mergeByTime(streams.map(single), patienceMs)) yield* items;
}

test("finished streams are merged exactly", async () => {
  const merged = await collect(merge([list("1", "4", "5", "9"), list("2", "3", "7"), list()], 1000));
  expect(merged).toEqual(["1", "2", "3", "4", "5", "7", "9"]);
});

test("what comes together goes on together, in order", async () => {
  const merged: string[][] = [];
  const streams = [batches(2, "1", "4", "5", "9"), batches(5, "2", "3", "7", "8"), batches(1)];
  for await (const items of mergeByTime(streams, 1000)) merged.push(items.map(({ time }) => time));
  expect(merged.flat()).toEqual(["1", "2", "3", "4", "5", "7", "8", "9"]);
  expect(merged.length).toBeLessThan(5);
});

test("a silent stream does not hold up the others for longer than the patience", async () => {
  let speak = (): void => {};
  const silent = (async function* () {
    await new Promise<void>((resolve) => {
      speak = resolve;
    });
    yield { time: "5" };
  })();
  const merged = merge([silent, list("1", "2")], 1);
  expect((await merged.next()).value).toEqual({ time: "1" });
  expect((await merged.next()).value).toEqual({ time: "2" });
  speak();
  expect(await collect(merged)).toEqual(["5"]);
});

test("with an infinite patience a slow stream keeps its place", async () => {
  let speak = (): void => {};
  const slow = (async function* () {
    await new Promise<void>((resolve) => {
      speak = resolve;
    });
    yield { time: "1" };
  })();
  const merged = collect(merge([slow, list("2", "3")], Number.POSITIVE_INFINITY));
  setImmediate(() => speak());
  expect(await merged).toEqual(["1", "2", "3"]);
});

test("an error of one stream is an error of all", async () => {
  const broken = (async function* () {
    yield { time: "1" };
    throw new Error("broken");
  })();
  await expect(collect(merge([broken, list("0", "2")], 1000))).rejects.toThrow("broken");
});

test("whoever stops reading ends the streams", async () => {
  const ended: string[] = [];
  const endless = (name: string) =>
    (async function* () {
      try {
        for (let count = 0; ; count += 1) yield { time: String(count).padStart(5, "0") };
      } finally {
        ended.push(name);
      }
    })();
  for await (const { time } of merge([endless("a"), endless("b")], 1000)) {
    if (time === "00002") break;
  }
  expect(ended.sort()).toEqual(["a", "b"]);
});

test("a long silent stream costs a busy one its patience once, not for every item", async () => {
  const silent = (async function* () {
    await new Promise(() => {});
    yield { time: "" };
  })();
  const many = Array.from({ length: 200 }, (_, index) => String(index).padStart(3, "0"));
  const merged = merge([silent, list(...many)], 100);
  const startedMs = Date.now();
  for (const time of many) expect((await merged.next()).value).toEqual({ time });
  expect(Date.now() - startedMs).toBeLessThan(1000);
});
