import fc from "fast-check";
import { gpuChoices, gpuKinds, languages, type ModelName } from "../../../src/core/facts/names.ts";
import { mapServices } from "../../../src/core/services/services.ts";
import type { Settings } from "../../../src/core/settings/settings.ts";
import type { RenderFacts } from "../../../src/core/stack/compose-file.ts";
import { readModelName, shortModelName } from "../../../src/core/values/model-name.ts";

const units = (characters: string): fc.Arbitrary<string> => fc.constantFrom(...characters);

/** A text of characters and longer pieces, cut together at random. */
export function textOf(pieces: readonly string[], maxLength = 40): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...pieces), { maxLength }).map((parts) => parts.join(""));
}

/** Any text at all: of one script, of all, of halves of characters, and of what means something to a terminal. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes)),
  fc.array(fc.integer({ min: 0, max: 0xa0 }), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes)),
  fc.lorem({ maxCount: 8, mode: "words" }),
);

const escapes = [
  "\u001b[31m",
  "\u001b[2J",
  "\u001b[1A",
  "\u001b]0;title\u0007",
  "\u001b]8;;http://a.b\u001b\\link\u001b]8;;\u001b\\",
  "\u001bP1$q\u001b\\",
  "\u001bc",
  "\u001b(0",
  "\u001b",
  "\u009b31m",
  "\u009d0;t\u009c",
  "\u0090",
  "\u0007",
  "\u0008",
  "\r",
  "\n",
  "\t",
  "\u007f",
  "\u202e",
  "\u2066",
  "\u200f",
  "\u061c",
  "[31m",
  "]",
  "\\",
  "m",
];

/** Text that would act on a terminal, between pieces that would not. */
export const escapeText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...escapes), fc.string({ maxLength: 4 }), anyText), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(""));

/** Where bytes or a text of some length are cut into pieces, none of them or all of them one long. */
export const cuts: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });

/** A thing cut into pieces of these lengths, repeated until its end. */
export function cutUp<T extends { length: number; slice: (from: number, to: number) => T }>(
  whole: T,
  lengths: readonly number[],
): T[] {
  const pieces: T[] = [];
  for (let at = 0, turn = 0; at < whole.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.push(whole.slice(at, at + length));
    at += length;
  }
  return pieces;
}

/** A text with a few small accidents: something lost, something twice, something in between. */
export function damaged(text: fc.Arbitrary<string>, inserted: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const accident = fc.record({
    at: fc.nat({ max: 10_000 }),
    length: fc.nat({ max: 30 }),
    kind: fc.constantFrom("lose", "twice", "between"),
    piece: inserted,
  });
  return fc.tuple(text, fc.array(accident, { minLength: 1, maxLength: 3 })).map(([whole, accidents]) =>
    accidents.reduce((left, { at, length, kind, piece }) => {
      const from = at % (left.length + 1);
      const to = Math.min(left.length, from + length);
      if (kind === "lose") return left.slice(0, from) + left.slice(to);
      if (kind === "twice") return left.slice(0, to) + left.slice(from);
      return left.slice(0, from) + piece + left.slice(from);
    }, whole),
  );
}

// Words that YAML's readers, and Go's among them, may take for something else than a text.
const treacherous = ["null", "true", "no", "on", "y", "1", "007", "0x1f", "0b11", "0o17", "1_000", "1e3", "2001-01-01"];

/** A project's name, among them such as a reader of YAML may take for a number or a date. */
export const projectNames: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,20}$/),
  fc.constantFrom(...treacherous),
);

const namePart = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,12}$/), fc.constantFrom("none", "latest"));

/** The name of a model in Ollama's grammar, written short or long. */
export const modelNames: fc.Arbitrary<ModelName> = fc
  .record({
    host: fc.oneof(
      fc.constant("registry.ollama.ai"),
      fc.stringMatching(/^[a-z0-9]{1,8}(\.[a-z]{2,4})?(:[1-9]\d{1,3})?$/),
    ),
    namespace: fc.oneof(fc.constant("library"), namePart),
    model: fc.oneof(namePart, fc.constantFrom(...treacherous)),
    tag: fc.oneof(fc.constant("latest"), fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,12}$/)),
  })
  .map(({ host, namespace, model, tag }) => readModelName(`${host}/${namespace}/${model}:${tag}`, { name: "model" }));

const pathPart = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,6}(([.]|_|__|-{1,3})[a-z0-9]{1,4}){0,2}$/),
  fc.constantFrom(...treacherous.filter((word) => /^[a-z0-9_-]+$/.test(word))),
);

/** An image's reference as Docker's grammar has it. */
export const imageNames: fc.Arbitrary<string> = fc
  .record({
    host: fc.option(fc.constantFrom("localhost", "localhost:5000", "ghcr.io", "a-b.example:1", "127.0.0.1:5000")),
    path: fc.array(pathPart, { minLength: 1, maxLength: 3 }),
    tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,12}$/)),
    digest: fc.option(fc.stringMatching(/^[a-f0-9]{64}$/), { freq: 6 }),
  })
  .map(
    ({ host, path, tag, digest }) =>
      // A first part with a dot in it would be a host.
      `${host === null && path.length > 1 ? "a/" : host === null ? "" : `${host}/`}${path.join("/")}${tag === null ? "" : `:${tag}`}` +
      `${digest === null ? "" : `@sha256:${digest}`}`,
  );

const ports = fc.integer({ min: 1, max: 65_535 });
const cpus = fc.integer({ min: 1, max: 999_999 }).map((hundredths) => hundredths / 100);
const sizes = fc.oneof(
  fc.integer({ min: 6, max: 1_000_000 }).map((mebibytes) => mebibytes * 1024 ** 2),
  fc.integer({ min: 6 * 1024 ** 2, max: 2 ** 50 }),
);
const durationsMs = fc.oneof(
  fc.integer({ min: 1, max: 2_592_000 }).map((seconds) => seconds * 1000),
  fc.integer({ min: 1, max: 2_592_000_000 }),
);
const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });

/** Settings as they may be after reading any file. */
export const someSettings: fc.Arbitrary<Settings> = fc.record({
  name: projectNames,
  address: fc.oneof(
    fc.constantFrom("127.0.0.1", "127.0.0.2", "0.0.0.0", "::", "::1", "fd00::1"),
    fc.ipV4().filter((address) => !address.startsWith("127.")),
  ),
  port: ports,
  letAnyoneSignUp: fc.boolean(),
  model: orNull(modelNames.map((name) => (name === "none:latest" ? name : shortModelName(name)))),
  context: fc.integer({ min: 256, max: 1_048_576 }),
  cpus: orNull(cpus),
  memoryBytes: orNull(sizes),
  gpu: fc.constantFrom(...gpuChoices),
  language: orNull(fc.constantFrom(...languages)),
  timeoutMs: durationsMs,
  stallMs: durationsMs,
  images: fc.record(mapServices(() => imageNames)),
  ollamaPort: orNull(ports),
});

/** Everything that a Compose file is rendered from. */
export const renderFacts: fc.Arbitrary<RenderFacts> = fc.record({
  settings: someSettings,
  resources: fc.record({
    memoryLimitBytes: orNull(sizes),
    pageMemoryLimitBytes: orNull(sizes),
    init: fc.boolean(),
    cpuLimit: orNull(cpus),
    threads: orNull(fc.integer({ min: 1, max: 256 })),
    maxLoadedModels: fc.integer({ min: 1, max: 4 }),
    parallelRequests: fc.integer({ min: 1, max: 8 }),
    backgroundJobs: fc.boolean(),
  }),
  gpu: fc.constantFrom(...gpuKinds),
  renderGroups: fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { maxLength: 3 }),
  pageVolume: orNull(projectNames.map((name) => `${name}_open-webui-20260101-120000`)),
});

/** Characters of a grammar, often enough to make something of it and often enough not to. */
export function scrambled(characters: string, words: readonly string[], maxLength = 24): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: units(characters) }, { weight: 2, arbitrary: fc.constantFrom(...words) }), {
      maxLength,
    })
    .map((parts) => parts.join(""));
}
