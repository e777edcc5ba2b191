import fc from "fast-check";
import { describe, expect } from "vitest";
import { createPullProgress } from "../../src/core/models/pull-progress.ts";
import { createTransferRate } from "../../src/core/models/transfer-rate.ts";
import type { Transfer } from "../../src/core/run/events.ts";
import {
  formatInstallation,
  freshVolumeName,
  type Installation,
  noInstallation,
  parseInstallation,
} from "../../src/core/stack/installation.ts";
import { fieldsOf } from "../../src/core/text/json-text.ts";
import { createImageProgress, readImageEvent } from "../../src/engine/images/image-progress.ts";
import { describeTransfer } from "../../src/output/describe.ts";
import {
  readChatPiece,
  readInstalled,
  readLoaded,
  readPullLine,
  readShown,
} from "../../src/services/clients/ollama-answers.ts";
import { mergeByTime } from "../../src/services/http/merge-by-time.ts";
import { words as en } from "../../src/words/en.ts";
import { words as es } from "../../src/words/es.ts";
import { anyText, damaged, imageNames, projectNames } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

describe("logs of several containers", () => {
  const log = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 15 }).map((times) => times.sort((a, b) => a - b));
  property(
    "are merged by time, each in its own order and nothing lost",
    [fc.array(log, { maxLength: 4 }), fc.infiniteStream(fc.boolean())],
    async (logs, waits) => {
      const toTime = (at: number) => `2026-11-24T00:00:${String(at).padStart(2, "0")}Z`;
      const streams = logs.map(async function* (times, source) {
        let batch: { time: string; source: number; index: number }[] = [];
        for (const [index, at] of times.entries()) {
          batch.push({ time: toTime(at), source, index });
          if (waits.next().value === true) await new Promise(setImmediate);
          if (waits.next().value !== true) continue;
          yield batch;
          batch = [];
        }
        yield batch;
      });
      const merged = [];
      for await (const lines of mergeByTime(streams, Number.POSITIVE_INFINITY)) merged.push(...lines);
      expect(merged.length).toBe(logs.reduce((sum, { length }) => sum + length, 0));
      expect(merged.map(({ time }) => time)).toEqual(
        logs
          .flat()
          .sort((a, b) => a - b)
          .map(toTime),
      );
      for (const source of logs.keys()) {
        const own = merged.filter((line) => line.source === source);
        expect(own.map(({ index }) => index)).toEqual(own.map((_line, index) => index));
      }
    },
  );
});

function checkTransfer(transfer: Transfer): void {
  const { completedBytes, totalBytes, bytesPerSecond } = transfer;
  for (const number of [completedBytes, totalBytes, bytesPerSecond]) {
    if (number !== null) expect([number, Number.isFinite(number) && number >= 0]).toEqual([number, true]);
  }
  for (const words of [en, es])
    expect(describeTransfer(transfer, words)).not.toMatch(/NaN|Infinity|undefined|null|-\d/);
}

// What no Engine should send, but a broken one or a proxy before it might.
const numbers = fc.oneof(
  fc.integer({ min: 0, max: 5_000_000_000 }),
  fc.constantFrom(-1, 0, 0.5, 1e300, Number.NaN, null, "12", undefined, {}, []),
);
const statuses = fc.constantFrom(
  ...[
    "Pulling fs layer",
    "Waiting",
    "Downloading",
    "Verifying Checksum",
    "Download complete",
    "Extracting",
    "Already exists",
    "Pull complete",
  ],
  ...["Retrying in 5 seconds", "Pulling from a/b", "", null, 5],
);
const layers = fc.constantFrom("a1", "b2", "c3", "constructor", "__proto__", 7, null, undefined);
const imageEvents = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        id: layers,
        status: statuses,
        progressDetail: fc.oneof(
          fc.record({ current: numbers, total: numbers }, { requiredKeys: [] }),
          fc.constantFrom(null, undefined, {}, 5),
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const steps = fc.integer({ min: 0, max: 2000 });

describe("the download of an image", () => {
  property(
    "has sound figures after any events",
    [fc.array(fc.tuple(imageEvents, steps), { maxLength: 40 })],
    (events) => {
      const progress = createImageProgress("a");
      let atMs = 0;
      for (const [event, passedMs] of events) {
        atMs += passedMs;
        expect(progress.take(readImageEvent(event), atMs)).toBeTypeOf("boolean");
        checkTransfer(progress.transfer());
        expect(progress.awaitsBytes()).toBeTypeOf("boolean");
      }
    },
  );

  const layerIds = ["a1", "b2", "c3"] as const;
  property(
    "is complete when each of its layers is, in whatever order they come",
    [
      fc.array(fc.constantFrom(...layerIds), { maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 9e8 }), { minLength: 3, maxLength: 3 }),
    ],
    (turns, sizes) => {
      const progress = createImageProgress("a");
      const take = (id: string, status: string, current?: number, total?: number) =>
        progress.take(readImageEvent({ id, status, progressDetail: { current, total } }), 0);
      for (const id of layerIds) take(id, "Pulling fs layer");
      const seen = new Map<string, number>();
      for (const id of [...turns, ...layerIds]) {
        const size = sizes[layerIds.indexOf(id)] ?? 0;
        const share = Math.min(1, (seen.get(id) ?? 0) + 0.3);
        seen.set(id, share);
        take(id, "Downloading", Math.floor(size * share), size);
      }
      for (const id of layerIds) take(id, "Download complete");
      for (const id of layerIds) take(id, "Pull complete");
      const total = sizes.reduce((sum, size) => sum + size, 0);
      expect(progress.transfer()).toMatchObject({ phase: "extracting", completedBytes: total, totalBytes: total });
      expect(progress.awaitsBytes()).toBe(false);
    },
  );
});

const json = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      status: fc.oneof(
        fc.constantFrom("pulling manifest", "pulling a", "verifying sha256 digest", "success"),
        fc.jsonValue(),
      ),
      digest: fc.oneof(fc.constantFrom("sha256:a", "sha256:b"), fc.jsonValue()),
      total: numbers,
      completed: numbers,
      error: fc.option(fc.jsonValue()),
    },
    { requiredKeys: [] },
  ),
);

describe("Ollama's answers", () => {
  property(
    "of any JSON give a download sound figures",
    [fc.array(fc.tuple(json, steps), { maxLength: 30 }), fc.option(fc.nat(), { nil: null })],
    (lines, totalBytes) => {
      const progress = createPullProgress("a", totalBytes);
      let atMs = 0;
      for (const [line, passedMs] of lines) {
        atMs += passedMs;
        progress.take(readPullLine(line), atMs);
        checkTransfer(progress.transfer());
      }
    },
  );

  const keys = [
    "name",
    "model",
    "size",
    "details",
    "parameter_size",
    "parameters",
    "model_info",
    "general.architecture",
    "a.block_count",
    "capabilities",
    "message",
    "content",
    "thinking",
    "done",
    "done_reason",
    "total_duration",
    "constructor",
    "__proto__",
    "context_length",
  ];
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom("a", 5, true, 'num_ctx 4096\nstop "a"\n__proto__ 5\nconstructor x\n'),
  );
  const answer = fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(value, fc.dictionary(fc.constantFrom(...keys), value)),
  );
  property("of any JSON are read as texts, finite numbers or nothing", [fc.oneof(answer, fc.jsonValue())], (answer) => {
    const shown = readShown(answer);
    for (const text of [shown.family, shown.system, shown.template, shown.license])
      expect(text === null || typeof text === "string").toBe(true);
    for (const list of Object.values(shown.parameters))
      expect(list.every((item) => typeof item === "string")).toBe(true);
    for (const model of [...readInstalled(fieldsOf(answer)), ...readLoaded(fieldsOf(answer))]) {
      expect([typeof model.name, Number.isFinite(model.sizeBytes)]).toEqual(["string", true]);
    }
    const piece = readChatPiece(answer);
    expect([typeof piece.content, typeof piece.thinking, typeof piece.done]).toEqual(["string", "string", "boolean"]);
  });
});

describe("a rate", () => {
  property(
    "is never negative nor endless, whatever the clock and the bytes do",
    [fc.array(fc.tuple(fc.nat({ max: 1e9 }), fc.integer({ min: -1000, max: 5000 })), { maxLength: 30 })],
    (samples) => {
      const rate = createTransferRate();
      let atMs = 0;
      for (const [bytes, passedMs] of samples) {
        atMs += passedMs;
        const measured = rate.measure(bytes, atMs);
        if (measured !== null) expect(Number.isFinite(measured) && measured >= 0).toBe(true);
      }
    },
  );
});

const states = fc.record({
  images: fc.record({ ollama: installedImage(), "open-webui": installedImage() }),
  volume: projectNames,
  since: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
});
const counts = fc.option(fc.record({ accounts: fc.nat(), chats: fc.nat() }), { nil: null });
const kinds = fc.constantFrom("update", "restore", "adopt", "rollback");
const startedAt = fc.constant("2026-11-24T00:00:00.000Z");
const installations: fc.Arbitrary<Installation> = fc.record({
  project: projectNames,
  current: fc.option(states, { nil: null }),
  previous: fc.option(
    fc.tuple(states, kinds).map(([state, replacedBy]) => ({ ...state, replacedBy })),
    { nil: null },
  ),
  pending: fc.option(
    fc.oneof(
      fc.record({
        kind: kinds,
        startedAt,
        wasRunning: fc.boolean(),
        phase: fc.constant("filling"),
        volume: projectNames,
      }),
      fc.record({
        kind: kinds,
        startedAt,
        wasRunning: fc.boolean(),
        phase: fc.constant("switched"),
        before: states,
        isFresh: fc.boolean(),
        expects: counts,
      }),
    ),
    { nil: null },
  ),
});

function installedImage() {
  return fc.record({ reference: imageNames, id: fc.string(), digest: fc.option(fc.string(), { nil: null }) });
}

describe("what is installed", () => {
  property("is read back as it was written, for its own project alone", [installations], (installation) => {
    const text = formatInstallation(installation);
    expect(parseInstallation(text, installation.project)).toEqual(installation);
    expect(parseInstallation(text, `${installation.project}x`)).toBeNull();
  });

  const files = installations.map((installation) => formatInstallation({ ...installation, project: "p" }));
  const swapped = fc
    .tuple(files, fc.nat(), fc.constantFrom("null", "5", "[]", "{}", '"x"'))
    .map(([text, at, value]) => {
      const places = [...text.matchAll(/(?<=": )(?:"[^"]*"|null|true|false|\d+)/g)];
      const place = places[at % places.length];
      return place === undefined
        ? text
        : text.slice(0, place.index) + value + text.slice(place.index + place[0].length);
    });
  property(
    "of any text is whole or nothing",
    [
      fc.oneof(
        swapped,
        swapped,
        damaged(files, anyText),
        anyText,
        fc.jsonValue().map((value) => JSON.stringify(value)),
      ),
    ],
    (text) => {
      const read = parseInstallation(text, "p");
      if (read === null) return;
      // What is read can be gone through as its type says.
      const pending = read.pending?.phase === "switched" ? [read.pending.before] : [];
      for (const state of [read.current, read.previous, ...pending].filter((some) => some !== null)) {
        const { ollama, "open-webui": page } = state.images;
        for (const some of [ollama.reference, ollama.id, page.reference, page.id, state.volume, state.since])
          expect(some).toBeTypeOf("string");
        for (const { digest } of [ollama, page]) expect(digest === null || typeof digest === "string").toBe(true);
      }
      if (read.pending?.phase === "filling") expect(read.pending.volume).toBeTypeOf("string");
      expect(parseInstallation(formatInstallation(read), "p")).toEqual(read);
      expect(noInstallation("p")).not.toBe(read);
    },
    { share: 2 },
  );

  property(
    "has a new volume's name that Docker takes",
    [projectNames, fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })],
    (project, date) => {
      expect(freshVolumeName(project, date)).toMatch(/^[a-z0-9][a-z0-9_.-]+-\d{8}-\d{6}$/);
    },
  );
});
