import fc from "fast-check";
import { describe, expect } from "vitest";
import { LocalgptError } from "../../src/core/errors/errors.ts";
import { formatSize } from "../../src/core/settings/setting-fields.ts";
import { registryHost, repositoryOf, versionOf } from "../../src/core/values/image-reference.ts";
import { findModelName, shortModelName, splitModelName } from "../../src/core/values/model-name.ts";
import { parseSinceMs } from "../../src/core/values/parse-since.ts";
import {
  parseCpus,
  parseDurationMs,
  parseImageReference,
  parseSizeBytes,
  parseWholeNumber,
} from "../../src/core/values/parse-values.ts";
import { registryAddress } from "../../src/engine/find/credentials.ts";
import { anyText, imageNames, modelNames, scrambled } from "../support/data/arbitraries.ts";
import { readDockerReference, readOllamaName } from "../support/data/grammars.ts";
import { property } from "../support/data/property.ts";

const origin = { name: "value" };

/** What is read of a text, or null where it is refused with `invalid-value`, which names the text. */
function attempt<T>(text: string, parse: (text: string, from: typeof origin) => T): T | null {
  try {
    return parse(text, origin);
  } catch (error) {
    if (!(error instanceof LocalgptError)) throw error;
    expect(error.code).toBe("invalid-value");
    expect(error.facts).toMatchObject({ name: "value", value: text });
    return null;
  }
}

const numbers = scrambled("0123456789.,-+eE ", ["1024", "0.5", "99999999999999999999", "١", "\u00a0"]);
const quantities = scrambled("0123456789.kmgtbidhsKMGTB ", ["1.5", "gib", "ms", "30d", "1h30m", "constructor"]);

describe("a size", () => {
  property("of any text is whole bytes of at least 6 MiB, or refused", [fc.oneof(anyText, quantities)], (text) => {
    const bytes = attempt(text, parseSizeBytes);
    if (bytes === null) return;
    expect(Number.isSafeInteger(bytes) && bytes >= 6 * 1024 ** 2).toBe(true);
    expect(parseSizeBytes(formatSize(bytes), origin)).toBe(bytes);
  });

  const unit = fc.constantFrom(["b", 1], ["k", 1024], ["MiB", 1024 ** 2], ["Gb", 1024 ** 3], ["t", 1024 ** 4]);
  property("is its number times its unit", [fc.integer({ min: 1, max: 2 ** 33 }), unit], (count, [word, factor]) => {
    const bytes = count * Number(factor);
    const isSize = Number.isSafeInteger(bytes) && bytes >= 6 * 1024 ** 2;
    expect(attempt(`${count}${word}`, parseSizeBytes)).toBe(isSize ? bytes : null);
    expect(attempt(` ${count} ${word} `, parseSizeBytes)).toBe(isSize ? bytes : null);
  });
});

describe("a duration", () => {
  property("of any text is 1 ms to 30 days, or refused", [fc.oneof(anyText, quantities)], (text) => {
    const ms = attempt(text, parseDurationMs);
    if (ms !== null) expect(Number.isSafeInteger(ms) && ms >= 1 && ms <= 30 * 86_400_000).toBe(true);
  });

  const parts = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 999 }),
      fc.constantFrom(["ms", 1], ["s", 1e3], ["m", 6e4], ["h", 3.6e6], ["d", 8.64e7]),
    ),
    { minLength: 1, maxLength: 5 },
  );
  property("is the sum of its parts", [parts], (parts) => {
    const ms = parts.reduce((sum, [count, [, factor]]) => sum + count * Number(factor), 0);
    const text = parts.map(([count, [word]]) => `${count}${word}`).join("");
    expect(attempt(text, parseDurationMs)).toBe(ms >= 1 && ms <= 30 * 86_400_000 ? ms : null);
  });
});

describe("a number", () => {
  property(
    "of lines (`--tail`) of any text is whole and within its bounds, or refused",
    [fc.oneof(anyText, numbers)],
    (text) => {
      const bounds = { least: 0, most: 10_000_000, expected: "count" } as const;
      const value = attempt(text, (written, from) => parseWholeNumber(written, bounds, from));
      if (value === null) return;
      expect(Number.isSafeInteger(value) && value >= 0 && value <= 10_000_000).toBe(true);
      expect(text.trim().replace(/^0+(?=\d)/, "")).toBe(String(value));
    },
  );

  property("of CPUs of any text is a hundredth or more, or refused", [fc.oneof(anyText, numbers)], (text) => {
    const value = attempt(text, parseCpus);
    if (value === null) return;
    expect(value >= 0.01 && value < 10_000 && Number(value.toFixed(2)) === value).toBe(true);
  });
});

describe("a moment (`--since`)", () => {
  const nowMs = Date.UTC(2026, 10, 24, 12);
  const moments = scrambled("0123456789:-TZ+. dhms", [
    "2026-11-24",
    "T10:00:00",
    "Z",
    "14:30",
    "2026-02-30",
    "(x)",
    "10m",
    "+02:00",
  ]);
  property("of any text is a moment or refused", [fc.oneof(anyText, moments)], (text) => {
    const ms = attempt(text, (written, from) => parseSinceMs(written, nowMs, from));
    if (ms !== null) expect(new Date(ms).getTime()).toBe(ms);
  });

  const anyDate = fc.date({
    min: new Date("1970-01-02T00:00:00Z"),
    max: new Date("2100-01-01T00:00:00Z"),
    noInvalidDate: true,
  });
  property("is the one that an ISO text names", [anyDate], (date) => {
    const text = date.toISOString();
    expect(parseSinceMs(text, nowMs, origin)).toBe(date.getTime());
    expect(parseSinceMs(text.replace("T", " "), nowMs, origin)).toBe(date.getTime());
    expect(parseSinceMs(text.replace(/\.\d+Z$/, "+00:00"), nowMs, origin)).toBe(
      Math.floor(date.getTime() / 1000) * 1000,
    );
  });

  property(
    "on a day that the calendar does not have is refused",
    [fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }), fc.constantFrom(2024, 2025, 2026)],
    (month, day, year) => {
      const text = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
      const exists = day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
      for (const written of [text, `${text} 10:00`, `${text}T10:00:00Z`]) {
        expect(attempt(written, (moment, from) => parseSinceMs(moment, nowMs, from)) !== null, written).toBe(exists);
      }
    },
  );
});

describe("a model's name", () => {
  const names = fc.oneof(
    modelNames,
    anyText,
    scrambled(
      "abAB01_-.:/",
      ["library", "latest", "a".repeat(79), "h:1", "/", "//", ":", "ñ", " ", "::", "_", "-a"],
      12,
    ),
    fc
      .tuple(fc.integer({ min: 78, max: 82 }), fc.constantFrom("", "n/", "h/n/", "m:"))
      .map(([length, before]) => before + "a".repeat(length)),
    fc.integer({ min: 348, max: 352 }).map((length) => `${"h".repeat(length)}/n/m`),
  );
  property(
    "is read as Ollama reads it",
    [names],
    (text) => {
      const name = findModelName(text);
      expect(name === null ? null : splitModelName(name)).toEqual(readOllamaName(text.trim()));
    },
    { share: 3 },
  );

  property("means the same as written in short", [names], (text) => {
    const name = findModelName(text);
    fc.pre(name !== null);
    expect(findModelName(name)).toBe(name);
    expect(findModelName(shortModelName(name))).toBe(name);
  });
});

describe("an image's reference", () => {
  const hex = "0123456789abcdef".repeat(4);
  const references = fc.oneof(
    imageNames,
    anyText,
    scrambled(
      "ab01AB._-:/@",
      [
        "localhost",
        "a.b/",
        ":5000/",
        "__",
        "--",
        "latest",
        `@sha256:${hex}`,
        hex,
        "x".repeat(127),
        "p/".repeat(60),
        "-a.b/",
        "a-.b:1/",
      ],
      10,
    ),
  );
  property(
    "that is taken is one that Docker takes, and the reverse but for rare forms",
    [references],
    (text) => {
      const docker = readDockerReference(text);
      expect(attempt(text, parseImageReference)).toBe(docker === null || docker.isRare ? null : text);
    },
    { share: 3 },
  );

  property("falls into registry, repository and tag as Docker has it", [imageNames], (text) => {
    const docker = readDockerReference(text);
    if (docker === null) throw new Error(`${text} is no reference`);
    expect(registryHost(text)).toBe(docker.host ?? "registry-1.docker.io");
    expect(registryAddress(text)).toBe(docker.host ?? "https://index.docker.io/v1/");
    expect(repositoryOf(text)).toBe(docker.name);
    const version = /^v?(\d+)\.(\d+)\.(\d+)(?:-.+)?$/.exec(docker.tag ?? "");
    expect(versionOf(text)).toEqual(version === null ? null : version.slice(1, 4).map(Number));
  });
});
