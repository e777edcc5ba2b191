import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { Event, Transfer } from "../../../../src/core/run/events.ts";
import type { Operation } from "../../../../src/core/run/operations.ts";
import { describeTransfer, joinMessage } from "../../../../src/output/describe.ts";
import { createJsonReporter } from "../../../../src/output/reporters/json.ts";
import { createPlainReporter } from "../../../../src/output/reporters/plain.ts";
import { createQuietReporter } from "../../../../src/output/reporters/quiet.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { clip } from "../../../../src/output/width.ts";
import { words as en } from "../../../../src/words/en.ts";
import { words as es } from "../../../../src/words/es.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const style = await createStyle({ colour: false, unicode: true });

function createStage(words = en, verbose = false) {
  const stream = new PassThrough({ encoding: "utf8" });
  const stage = { stream, columns: 80, words, style, verbose, signal: new AbortController().signal };
  return { stage, read: () => String(stream.read() ?? "") };
}

const pull: Operation = {
  kind: "ensure-model",
  model: modelNamed("llama3.2"),
  id: "model",
  cause: { id: "missing" },
  after: [],
};
const start: Operation = {
  kind: "start-container",
  service: "ollama",
  id: "start",
  cause: { id: "stopped" },
  after: [],
};
const transfer: Transfer = {
  kind: "model",
  name: "llama3.2",
  phase: "downloading",
  completedBytes: 909_000_000,
  totalBytes: 2_019_393_189,
  bytesPerSecond: 12_345_678,
};
const failed: Event = {
  type: "notice",
  notice: { id: "retry", kind: "model", name: "a\u001b[31mb", reason: "stalled", attempt: 2, waitMs: 2000 },
};

test("the figures of a transfer, as far as they are known", () => {
  expect(describeTransfer(transfer, en)).toBe("45%, 909 MB / 2.0 GB, 12.3 MB/s, 1 min 30 s left");
  expect(describeTransfer(transfer, es)).toBe("45 %, 909 MB / 2,0 GB, 12,3 MB/s, quedan 1 min 30 s");
  expect(describeTransfer({ ...transfer, bytesPerSecond: null }, en)).toBe("45%, 909 MB / 2.0 GB");
  expect(describeTransfer({ ...transfer, totalBytes: null }, en)).toBe("downloading");
  expect(describeTransfer({ ...transfer, phase: "extracting" }, es)).toBe("45 %, desempaquetando");
  expect(describeTransfer({ ...transfer, completedBytes: 3e9, bytesPerSecond: 0 }, en)).toMatch(/^100%/);
});

test("plain: a line for each finished step, a download at once and then every five seconds", () => {
  const { stage, read } = createStage();
  let now = 0;
  const reporter = createPlainReporter(stage, () => now);
  reporter.emit({ type: "operation-started", operation: start });
  expect(read()).toBe("");
  reporter.emit({ type: "operation-done", operation: start, tookMs: 412 });
  expect(read()).toBe("✔ Started Ollama (0.4 s)\n");
  reporter.emit({ type: "operation-started", operation: pull });
  for (now = 0; now < 12_000; now += 100) reporter.emit({ type: "transfer", operationId: "model", transfer });
  expect(read().split("\n").filter(Boolean)).toHaveLength(3);
  reporter.emit({ type: "operation-failed", operation: pull, tookMs: 12_000 });
  expect(read()).toBe("✖ Failed: download model llama3.2\n");
});

test("plain: nothing from outside reaches the terminal as an escape", () => {
  const { stage, read } = createStage();
  createPlainReporter(stage).emit(failed);
  expect(read()).toBe("⚠ Download of model ab interrupted (no data arriving); attempt 2 in 2 s\n");
});

test("plain: with --verbose also what starts, and why", () => {
  const { stage, read } = createStage(es, true);
  createPlainReporter(stage).emit({ type: "operation-started", operation: start });
  expect(read()).toBe("• Arrancando Ollama (no está en marcha)\n");
});

test("plain: the hint of a check stands under its text, as it does under an error and in `check`", () => {
  const { stage, read } = createStage();
  const facts = { port: 3000, setting: "port", state: "taken", owner: { kind: "unknown" }, nextFree: 3001 } as const;
  createPlainReporter(stage).emit({ type: "finding", finding: { id: "port", status: "failure", facts } });
  expect(read()).toMatch(/^✖ Port 3000 .*\n {2}\S.*`localgpt up --port 3001`\n$/);
});

test("quiet: nothing but a check that failed", () => {
  const { stage, read } = createStage();
  const reporter = createQuietReporter(stage);
  reporter.emit({ type: "operation-done", operation: start, tookMs: 1 });
  reporter.emit(failed);
  expect(read()).toBe("");
});

test("json: every event as a line, transfers at most four times a second", () => {
  const { stage, read } = createStage();
  let now = 0;
  const reporter = createJsonReporter(stage, () => now);
  reporter.emit({ type: "operation-started", operation: pull });
  for (now = 0; now < 1000; now += 50) reporter.emit({ type: "transfer", operationId: "model", transfer });
  const lines = read().trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).type)).toEqual(["operation-started", ...Array(4).fill("transfer")]);
});

test("what an answer is waited for is a spinner's business: elsewhere it is reported to those who asked for more", () => {
  const wait = { phase: "loading", model: "llama3.2" } as const;
  const events: Event[] = [
    { type: "wait-started", wait },
    { type: "wait-over", wait, tookMs: 900 },
  ];
  const tell = (verbose: boolean) => {
    const { stage, read } = createStage(en, verbose);
    const reporter = createPlainReporter(stage);
    for (const event of events) reporter.emit(event);
    return read();
  };
  expect(tell(false)).toBe("");
  expect(tell(true)).toBe("• Loading llama3.2 into memory…\n");
  const { stage, read } = createStage();
  const reporter = createJsonReporter(stage);
  for (const event of events) reporter.emit(event);
  expect(
    read()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(events);
});

test("a message has its further lines and its hint below it", () => {
  expect(joinMessage({ message: "Docker does not answer. Tried:\n  a", hint: "Start it\nor not" })).toBe(
    "Docker does not answer. Tried:\n    a\n  Start it\n  or not",
  );
  expect(joinMessage({ message: "a\u0007b" })).toBe("ab");
});

test("a text is cut to the columns it may take", () => {
  expect(clip("abc", 3)).toBe("abc");
  expect(clip("abcd", 3)).toBe("ab…");
  expect(clip("模型模型", 5)).toBe("模型…");
  expect(clip("abc", 0)).toBe("");
});
