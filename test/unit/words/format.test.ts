import { expect, test } from "vitest";
import { createFormat } from "../../../src/words/format.ts";

const en = createFormat("en");
const es = createFormat("es");

test.each([
  [0, "0 B", "0 B"],
  [999, "999 B", "999 B"],
  [1000, "1 kB", "1 kB"],
  [999_499, "999 kB", "999 kB"],
  [999_999, "1 MB", "1 MB"],
  [815_319_791, "815 MB", "815 MB"],
  [999_960_000, "1.0 GB", "1,0 GB"],
  [2_019_393_189, "2.0 GB", "2,0 GB"],
  [1.5e12, "1.5 TB", "1,5 TB"],
  [3e15, "3000.0 TB", "3000,0 TB"],
])("%d bytes on disk", (bytes, english, spanish) => {
  expect(en.bytes(bytes)).toBe(english);
  expect(es.bytes(bytes)).toBe(spanish);
});

test("memory counts in powers of 1024 and says so", () => {
  expect(en.memory(6 * 1024 ** 3)).toBe("6.0 GiB");
  expect(es.memory(8_319_504_384)).toBe("7,7 GiB");
  expect(en.memory(512 * 1024 ** 2)).toBe("512 MiB");
});

test("speed", () => {
  expect(en.speed(12_345_678)).toBe("12.3 MB/s");
  expect(es.speed(12_345_678)).toBe("12,3 MB/s");
  expect(en.speed(850_000)).toBe("850 kB/s");
  expect(en.speed(1.2e9)).toBe("1.2 GB/s");
  expect(en.speed(999_600)).toBe("1.0 MB/s");
});

test.each([
  [0, "0 s"],
  [449, "0.4 s"],
  [9_949, "9.9 s"],
  [9_960, "10 s"],
  [59_600, "1 min"],
  [61_000, "1 min 1 s"],
  [3_599_600, "1 h"],
  [3_600_000 + 5 * 60_000 + 30_000, "1 h 5 min"],
  [3_605_000, "1 h"],
  [90_000_000, "1 d 1 h"],
])("a duration of %d ms", (ms, text) => {
  expect(en.duration(ms)).toBe(text);
  expect(es.duration(ms)).toBe(text.replace(".", ","));
});

test("how long ago", () => {
  expect(en.ago(400)).toBe("just now");
  expect(es.ago(400)).toBe("ahora mismo");
  expect(en.ago(60_000)).toBe("1 minute ago");
  expect(es.ago(60_000)).toBe("hace 1 minuto");
  expect(es.ago(2 * 86_400_000)).toBe("hace 2 días");
  expect(en.ago(-2000)).toBe("in 2 seconds");
  expect(es.ago(-2 * 86_400_000)).toBe("dentro de 2 días");
});

test("numbers, shares and lists", () => {
  expect(en.number(4096)).toBe("4096");
  expect(es.number(1.5)).toBe("1,5");
  expect(en.percent(0.456)).toBe("46%");
  expect(es.percent(0.456)).toBe("46 %");
  expect(en.list([])).toBe("");
  expect(en.list(["a"])).toBe("a");
  expect(en.list(["a", "b", "c"])).toBe("a, b and c");
  expect(es.list(["a", "b"])).toBe("a y b");
  expect(es.list(["Ollama", "Internet"])).toBe("Ollama e Internet");
  expect(es.list(["agua", "hielo"])).toBe("agua y hielo");
});
