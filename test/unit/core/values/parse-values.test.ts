import { describe, expect, test } from "vitest";
import { LocalgptError } from "../../../../src/core/errors/errors.ts";
import {
  parseContext,
  parseCpus,
  parseDurationMs,
  parseImageReference,
  parsePort,
  parseProjectName,
  parseSizeBytes,
} from "../../../../src/core/values/parse-values.ts";

const origin = { name: "--x" };

function codeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof LocalgptError ? `${error.code} ${(error.facts as { expected: string }).expected}` : error;
  }
}

describe("parseSizeBytes", () => {
  test.each([
    ["6g", 6 * 1024 ** 3],
    ["6GB", 6 * 1024 ** 3],
    ["1.5gib", 1.5 * 1024 ** 3],
    ["512m", 512 * 1024 ** 2],
    ["8388608", 8388608],
    [" 512 mb ", 512 * 1024 ** 2],
  ])("%s", (text, bytes) => expect(parseSizeBytes(text, origin)).toBe(bytes));

  test.each(["", "g", "-1g", "1,5g", "5m", "0", "6 gigas", "1e9", "NaN", "99999999999t", "6g 2m"])(
    "refuses %j",
    (text) => {
      expect(codeOf(() => parseSizeBytes(text, origin))).toBe("invalid-value size");
    },
  );
});

describe("parseDurationMs", () => {
  test.each([
    ["90s", 90_000],
    ["10m", 600_000],
    ["1h30m", 5_400_000],
    ["500ms", 500],
    ["1.5h", 5_400_000],
    ["1d", 86_400_000],
  ])("%s", (text, ms) => expect(parseDurationMs(text, origin)).toBe(ms));

  test.each(["", "10", "m", "-1s", "1 h", "0s", "31d", "1y", "s1"])("refuses %j", (text) => {
    expect(codeOf(() => parseDurationMs(text, origin))).toBe("invalid-value duration");
  });
});

describe("the other values", () => {
  test.each<[(text: string, origin: { name: string }) => unknown, string[], string[], string]>([
    [parsePort, ["1", "3000", "65535"], ["0", "65536", "3000.5", "-1", "http", "", "0x50", "3 000"], "port"],
    [parseCpus, ["0.5", "2", "1.25"], ["0", "0.001", "-1", "two", "", "1,5", "99999"], "cpus"],
    [parseContext, ["256", "4096", "131072"], ["255", "0", "4k", "2000000", ""], "context"],
    [
      parseProjectName,
      ["localgpt", "aula_2-b", "0x"],
      ["", "Aula", "-a", "año", "a b", "a/b", "a".repeat(64)],
      "project-name",
    ],
    [
      parseImageReference,
      [
        "ollama/ollama:0.35.1",
        "ghcr.io/open-webui/open-webui:v0.11.4",
        "127.0.0.1:5000/a:1",
        "localhost/a",
        "a@sha256:".concat("0".repeat(64)),
      ],
      [
        "",
        "Ollama/Ollama",
        "a b",
        "a:",
        ":1",
        "http://a/b",
        "a/b:tag:tag",
        "a@sha256:12",
        "-a",
        "a//b",
        "../a",
        "a.b_c/d",
        "-a.b/c",
        "a-.b:1/c",
        "0".repeat(64),
        `a/${"b".repeat(250)}`,
      ],
      "image-reference",
    ],
  ])("%o", (parse, good, bad, expected) => {
    for (const text of good) expect(String(codeOf(() => parse(text, origin))), text).not.toContain("invalid");
    for (const text of bad)
      expect(
        codeOf(() => parse(text, origin)),
        text,
      ).toBe(`invalid-value ${expected}`);
  });
});
