import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "../../../../src/commands/context.ts";
import { readQuestion } from "../../../../src/commands/talk/ask-input.ts";
import type { Event } from "../../../../src/core/run/events.ts";
import type { Engine } from "../../../../src/engine/wire/engine.ts";
import { readPiped } from "../../../../src/host/stores/piped-input.ts";
import { calm } from "../../../support/engines/connect.ts";
import { createContext } from "../../../support/program/context.ts";

let folder: string;
const events: Event[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-ask-"));
  const files: Record<string, string | Buffer> = {
    "notes.txt": "some notes\n",
    "photo.txt": Buffer.from("\u0089PNG\r\n\u001a\nrest", "latin1"),
    "empty.txt": " \n",
    "a.zip": "PK\u0003\u0004\u0000",
    "schema.json": '{"type":"object"}',
    "broken.json": '{"type":',
    "list.json": "[1]",
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await mkdir(join(folder, "folder"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const terminal = Object.assign(new PassThrough(), { isTTY: true });

/** The question of these options, with this on standard input; paths are in the test's folder. */
async function ask(
  {
    question = null,
    files = [],
    format = null,
  }: { question?: string | null; files?: string[]; format?: string | null },
  stdin: Context["stdin"] = terminal,
) {
  const none = {} as Engine;
  const context = createContext({ folder, engine: none, emit: (event) => events.push(event) }, { stdin });
  const inFolder = (path: string) => (path === "-" || path === "json" ? path : join(folder, path));
  const schema = format === null ? null : inFolder(format);
  return readQuestion(context, { question, files: files.map(inFolder), format: schema });
}

test("a question alone, on a terminal that nothing is read from", async () => {
  expect(await ask({ question: "why?" })).toEqual({ content: "why?", images: [], format: null });
});

test("what is piped in, with a question and as the question", async () => {
  expect((await ask({ question: "why?" }, Readable.from(["so ", "it is\n"]))).content).toBe("so it is\n\nwhy?");
  expect((await ask({}, Readable.from(["why?\n"]))).content).toBe("why?");
  expect((await ask({ question: "why?" }, Readable.from([]))).content).toBe("why?");
});

test("files and images, told apart by what is in them", async () => {
  const asked = await ask({ question: "why?", files: ["notes.txt", "photo.txt"] });
  expect(asked.content).toBe("notes.txt:\n```\nsome notes\n```\n\nwhy?");
  expect(asked.images).toEqual([Buffer.from("\u0089PNG\r\n\u001a\nrest", "latin1").toString("base64")]);
});

test("standard input among the files is waited for, also on a terminal, and may be an image", async () => {
  const typed = Object.assign(Readable.from(["typed"]), { isTTY: true });
  expect((await ask({ question: "why?", files: ["-"] }, typed)).content).toBe("typed\n\nwhy?");
  const image = await ask({ question: "why?", files: ["-"] }, Readable.from([Buffer.from("GIF89a")]));
  expect(image).toMatchObject({ content: "why?", images: [Buffer.from("GIF89a").toString("base64")] });
});

test("an answer in JSON, of any kind or by a schema", async () => {
  expect((await ask({ question: "why?", format: "json" })).format).toBe("json");
  expect((await ask({ question: "why?", format: "schema.json" })).format).toEqual({ type: "object" });
});

test.each([
  [{}, "question-missing", {}],
  [{ question: "why?", files: ["nowhere.txt"] }, "file-unusable", { problem: "missing" }],
  [{ question: "why?", files: ["folder"] }, "file-unusable", { problem: "folder" }],
  [{ question: "why?", files: ["a.zip"] }, "file-unusable", { problem: "neither" }],
  [{ question: "why?", files: ["empty.txt"] }, "file-unusable", { problem: "empty" }],
  [{ question: "why?", files: ["/../dev/zero"] }, "file-unusable", { problem: "too-large" }],
  [{ question: "why?", format: "nowhere.json" }, "schema-invalid", { problem: "missing" }],
  [{ question: "why?", format: "broken.json" }, "schema-invalid", { problem: "syntax" }],
  [{ question: "why?", format: "list.json" }, "schema-invalid", { problem: "no-object" }],
  [{ question: "why?", format: "photo.txt" }, "file-unusable", { problem: "neither" }],
] as const)("%j is refused: %s", async (options, code, facts) => {
  const files = "files" in options ? options.files.map((path) => path.replace(/^\/\.\./, "../../../../../..")) : [];
  await expect(ask({ ...options, files })).rejects.toMatchObject({ code, facts });
});

test.each([
  ["", "question-missing", {}],
  ["GIF89a", "question-missing", {}],
  ["PK\u0003\u0004\u0000", "file-unusable", { path: null, problem: "neither" }],
])("nothing but %j on standard input is no question", async (input, code, facts) => {
  await expect(ask({}, Readable.from([input]))).rejects.toMatchObject({ code, facts });
});

test("an input that is at its end before anybody looks is an empty one", async () => {
  const ended = new Readable({ read() {} });
  ended.push(null);
  expect((await ask({ question: "why?" }, ended)).content).toBe("why?");
});

test("nothing where standard input was named", async () => {
  const facts = { path: null, problem: "empty" };
  await expect(ask({ question: "?", files: ["-"] }, Readable.from([]))).rejects.toMatchObject({ facts });
});

test("a pipe that nobody writes to is given up after a time, one that has begun is read to its end", async () => {
  const bounds = { signal: calm(), noticeMs: 60_000, onWaiting: () => {} };
  expect(await readPiped(new PassThrough(), { ...bounds, patienceMs: 20 })).toBeNull();
  const slow = new PassThrough();
  slow.write("first, ");
  const reading = readPiped(slow, { ...bounds, patienceMs: 20 });
  setTimeout(() => slow.end("last"), 100);
  expect(String(await reading)).toBe("first, last");
});

test("a wait that is noticed is reported, and can be interrupted", async () => {
  const stop = new AbortController();
  const waiting = readPiped(new PassThrough(), {
    signal: stop.signal,
    patienceMs: null,
    noticeMs: 0,
    onWaiting: () => stop.abort(),
  });
  await expect(waiting).rejects.toMatchObject({ code: "interrupted" });
});
