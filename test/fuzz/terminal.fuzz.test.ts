import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { reportFailure } from "../../src/cli/boundary.ts";
import { createExecute } from "../../src/cli/execute.ts";
import type { Run } from "../../src/cli/run-facts.ts";
import { openHarmlessAnswer, openLines, openMarkdownAnswer, openThinkingText } from "../../src/cli/terminal/answer.ts";
import type { Context } from "../../src/commands/context.ts";
import { LocalgptError } from "../../src/core/errors/errors.ts";
import type { Event } from "../../src/core/run/events.ts";
import { alignColumns } from "../../src/core/text/columns.ts";
import { formatJson } from "../../src/core/text/json-text.ts";
import { keepColours, sanitiseAll } from "../../src/core/text/sanitise.ts";
import { createJsonReporter } from "../../src/output/reporters/json.ts";
import { createPlainReporter } from "../../src/output/reporters/plain.ts";
import { createStyle, type Style } from "../../src/output/style.ts";
import { measure } from "../../src/output/width.ts";
import { words } from "../../src/words/es.ts";
import { anyText, cuts, cutUp, escapeText } from "../support/data/arbitraries.ts";
import { findControls } from "../support/data/controls.ts";
import { property } from "../support/data/property.ts";

let folder: string;
let style: Style;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-fuzz-"));
  style = await createStyle({ colour: true, unicode: true });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

class Sink extends Writable {
  readonly isTTY = true;
  readonly columns = 60;
  text = "";

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A run on a terminal, and everything that it prints. */
function startRun(options: Partial<Run["options"]>): { run: Run; stdout: Sink; stderr: Sink } {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const look = { words, style, columns: 60, nowMs: 0, measure };
  const io: Run["io"] = {
    program: "",
    argv: [],
    environment: { LOCALGPT_HOME: folder, CI: "1" },
    platform: "linux",
    process,
    stdin: new PassThrough(),
    stdout,
    stderr,
    signal: new AbortController().signal,
  };
  const all = { json: false, quiet: false, verbose: false, version: false, lang: null, project: null, ...options };
  return {
    run: { io, options: { operands: [], others: [], ...all }, words, look, errorLook: look },
    stdout,
    stderr,
  };
}

const texts = fc.oneof(escapeText, escapeText, anyText);
const results = fc.record({
  name: texts,
  list: fc.array(texts, { maxLength: 4 }),
  fields: fc.dictionary(texts, fc.oneof(texts, fc.integer(), fc.constant(null)), { maxKeys: 3 }),
});

function render({ name, list, fields }: { name: string; list: string[]; fields: Record<string, unknown> }): string {
  const rows = Object.entries(fields).map(([key, value]) => [{ text: key, paint: style.dim }, { text: String(value) }]);
  return [style.bold(name), ...list.map((text) => `${style.ok("✔")} ${text}`), ...alignColumns(rows, measure)].join(
    "\n",
  );
}

describe("what a command gives", () => {
  property(
    "is printed with its own colours alone, and as JSON without anything that acts",
    [results, fc.boolean()],
    async (result, json) => {
      const { run, stdout } = startRun({ json });
      const invocation = { run: async () => result, render };
      await createExecute(run, () => {})(invocation);
      if (json) expect([JSON.parse(stdout.text), findControls(stdout.text)]).toEqual([result, []]);
      else expect(findControls(stdout.text, true)).toEqual([]);
    },
  );

  property("as it goes is harmless too, colours and all", [texts, fc.boolean()], async (text, json) => {
    const { run, stdout } = startRun({ json });
    const print = async (context: Context) => {
      context.print({ text }, style.bold(text));
      context.redraw({ text }, style.bold(text));
    };
    await createExecute(run, () => {})({ run: print, render: () => "" });
    expect(findControls(stdout.text, !json)).toEqual([]);
  });

  property("is cleaned in its texts and the names of its fields alone", [fc.jsonValue()], (value) => {
    const clean = sanitiseAll(value);
    expect(sanitiseAll(clean)).toEqual(clean);
    const isHarmless = findControls(formatJson(value)).length === 0 && !/\\[unrbf]/.test(JSON.stringify(value));
    if (isHarmless) expect(clean).toEqual(value);
  });

  property("as JSON is read back to the same", [fc.oneof(fc.jsonValue(), texts)], (value) => {
    const text = formatJson(value, 2);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(findControls(text)).toEqual([]);
  });

  property(
    "keeps the colours that are its own",
    [fc.lorem({ maxCount: 3 })],
    (text) => {
      const painted = Object.values(style)
        .flatMap((paint) => (typeof paint === "function" ? [paint(text)] : []))
        .join("\n\t");
      expect(keepColours(painted)).toBe(painted);
    },
    { share: 0.1 },
  );
});

describe("a failure", () => {
  const failures = fc.oneof(
    texts.map((detail) => new LocalgptError("docker-failed", { action: "start-container", status: 500, detail })),
    texts.map((model) => new LocalgptError("unknown-model", { value: model, near: model, installed: [model] })),
    texts.map(
      (line) =>
        new LocalgptError("service-not-ready", {
          ...({
            service: "ollama",
            reason: "exited",
            answer: null,
            exitCode: 1,
            oomKilled: false,
            memoryLimitBytes: null,
            waitedMs: 1,
          } as const),
          logTail: [line],
        }),
    ),
    texts.map((text) => new LocalgptError("invalid-value", { name: text, value: text, expected: "port" })),
    texts.map((text) => new Error(text, { cause: new Error(text) })),
  );
  property(
    "is told without anything that acts on a terminal",
    [failures, fc.boolean(), fc.boolean()],
    async (failure, json, verbose) => {
      const { run, stdout, stderr } = startRun({ json, verbose });
      await reportFailure(failure, run);
      expect([findControls(stdout.text), findControls(stderr.text, true)]).toEqual([[], []]);
      if (json) expect(JSON.parse(stdout.text)).toHaveProperty("error.code");
    },
  );
});

describe("progress", () => {
  const operation = texts.map((model) => ({
    kind: "ensure-model",
    model,
    id: "1",
    after: [],
    cause: { id: "missing" },
  }));
  const transfer = texts.map((name) => ({
    kind: "model",
    name,
    phase: "downloading",
    completedBytes: 1,
    totalBytes: 2,
    bytesPerSecond: 3,
  }));
  const events = fc.oneof(
    operation.map((operation) => ({ type: "operation-started", operation })),
    operation.map((operation) => ({ type: "operation-done", operation, tookMs: 5 })),
    operation.map((operation) => ({ type: "operation-failed", operation, tookMs: 5 })),
    transfer.map((transfer) => ({ type: "transfer", operationId: "2", transfer })),
    texts.map((detail) => ({ type: "notice", notice: { id: "page-default-kept", model: detail, detail } })),
    texts.map((model) => ({ type: "wait-started", wait: { phase: "loading", model } })),
  ) as unknown as fc.Arbitrary<Event>;
  property("is told without anything that acts on a terminal", [fc.array(events, { maxLength: 10 })], (some) => {
    const [plain, json] = [new Sink(), new Sink()];
    const stage = { stream: plain, columns: 60, words, style, verbose: true, signal: new AbortController().signal };
    const reporters = [createPlainReporter(stage), createJsonReporter({ stream: json })];
    for (const event of some) for (const { emit } of reporters) emit(event);
    expect([findControls(plain.text, true), findControls(json.text)]).toEqual([[], []]);
  });
});

describe("an answer", () => {
  property(
    "is shown without anything that acts on a terminal, however it arrives",
    [texts, cuts],
    async (text, lengths) => {
      const look = { words, style, columns: 60, nowMs: 0, measure };
      for (const open of [openHarmlessAnswer, openMarkdownAnswer, openThinkingText, openLines] as const) {
        let shown = "";
        const write = async (piece: string) => {
          shown += piece;
        };
        const writer =
          open === openLines ? openLines(write, "answer") : (open as typeof openMarkdownAnswer)(write, look);
        for (const piece of cutUp(text, lengths)) await writer.write(piece);
        await writer.end();
        expect(findControls(shown, open !== openLines)).toEqual([]);
      }
    },
    { share: 0.5 },
  );
});
