import { expect, test } from "vitest";
import { parseSinceMs } from "../../../../src/core/values/parse-since.ts";

const origin = { name: "--since" };
const now = new Date(2026, 10, 22, 12, 0, 0).getTime();

test.each([
  ["10m", now - 600_000],
  ["1h30m", now - 5_400_000],
  ["8:05", new Date(2026, 10, 22, 8, 5).getTime()],
  ["23:59:59", new Date(2026, 10, 22, 23, 59, 59).getTime()],
  ["2026-11-20", new Date(2026, 10, 20).getTime()],
  ["2026-11-20T10:30", new Date(2026, 10, 20, 10, 30).getTime()],
  ["2026-11-20 10:30:15", new Date(2026, 10, 20, 10, 30, 15).getTime()],
  ["2026-11-20T10:30:15Z", Date.UTC(2026, 10, 20, 10, 30, 15)],
  ["2026-11-20T10:30:15+02:00", Date.UTC(2026, 10, 20, 8, 30, 15)],
])("%s", (text, expectedMs) => {
  expect(parseSinceMs(text, now, origin)).toBe(expectedMs);
});

test.each([
  "",
  "yesterday",
  "10",
  "25:00",
  "2026-13-40",
  "-5m",
  "2026-11-20Tfoo",
  "2026-02-30",
  "2026-04-31 10:00",
  "2026-11-20(x)",
])("%j is refused as a time", (text) => {
  expect(() => parseSinceMs(text, now, origin)).toThrow(
    expect.objectContaining({ code: "invalid-value", facts: { name: "--since", value: text, expected: "time" } }),
  );
});
