import { expect, test } from "vitest";
import { LocalgptError } from "../../../../src/core/errors/errors.ts";
import type { Ollama } from "../../../../src/services/clients/ollama.ts";
import { type ChatPiece, readChatPiece, readInstalled } from "../../../../src/services/clients/ollama-answers.ts";
import { streamAnswer } from "../../../../src/services/models/stream-answer.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const request = { model: modelNamed("llama3.2:latest"), messages: [] };
const word = readChatPiece({ message: { content: "Hola" } });
const last = readChatPiece({ message: { content: "" }, done: true });

/** What comes of an answer that goes so, piece by piece; an error is thrown where it stands. */
async function collect(...pieces: (ChatPiece | Error)[]): Promise<ChatPiece[]> {
  const chat = async function* () {
    for (const piece of pieces) {
      if (piece instanceof Error) throw piece;
      yield piece;
    }
  };
  const got: ChatPiece[] = [];
  const ollama = { chat } as unknown as Ollama;
  for await (const piece of streamAnswer(ollama, request, { signal: new AbortController().signal })) got.push(piece);
  return got;
}

const answered = (status: number, detail: string) =>
  new LocalgptError("service-answered", { service: "ollama", path: "/api/chat", status, detail });

test("an answer goes through to its last piece", async () => {
  expect(await collect(word, last)).toEqual([word, last]);
});

test.each([
  [500, "llama runner process has terminated: signal: killed", "no-memory"],
  [500, "model requires more system memory (9.1 GiB) than is available (3.2 GiB)", "no-memory"],
  [400, '"nomic-embed-text" does not support chat', "cannot-chat"],
  [400, '"llama3.2" does not support thinking', "cannot-think"],
  [500, "this model does not support images", "cannot-see"],
  [503, "server busy, please try again.  maximum pending requests exceeded", "busy"],
  [503, "", "busy"],
  [
    500,
    "error loading model: tensor 'x' data is not within the file bounds, model is corrupted or incomplete",
    "damaged",
  ],
  [500, "invalid character 'g' looking for beginning of value", "damaged"],
  [500, "unexpected EOF", "other"],
] as const)("HTTP %i `%s` is %s", async (status, detail, reason) => {
  await expect(collect(answered(status, detail))).rejects.toMatchObject({ code: "answer-failed", facts: { reason } });
});

test("an error in the middle, and an end before the last piece", async () => {
  const failed = readChatPiece({ error: "an error was encountered while running the model: unexpected EOF" });
  await expect(collect(word, failed)).rejects.toMatchObject({ code: "answer-failed", facts: { reason: "other" } });
  await expect(collect(word)).rejects.toMatchObject({ code: "answer-failed", facts: { reason: "cut" } });
});

test("a connection that breaks after the first word cuts the answer", async () => {
  const lost = new LocalgptError("service-unreachable", { service: "ollama", detail: "aborted", waitedMs: null });
  const facts = { reason: "cut", detail: "aborted" };
  await expect(collect(word, lost)).rejects.toMatchObject({ code: "answer-failed", facts });
});

test("a model that is not there is an unknown one, with the nearest that is", async () => {
  const installed = async () => [readInstalled({ name: "llama3.2:latest" })[0]];
  const chat = async function* () {
    yield* [];
    throw answered(404, "model 'lama3.2' not found");
  };
  const ollama = { chat, installed } as unknown as Ollama;
  const pieces = streamAnswer(
    ollama,
    { model: modelNamed("lama3.2"), messages: [] },
    { signal: new AbortController().signal },
  );
  const facts = { value: "lama3.2", near: "llama3.2", installed: ["llama3.2"] };
  await expect(pieces.next()).rejects.toMatchObject({ code: "unknown-model", facts });
});

test("the stream is read to its end behind the last piece, so that its connection can be used again", async () => {
  let isAtEnd = false;
  const chat = async function* () {
    yield word;
    yield last;
    isAtEnd = true;
    throw new LocalgptError("service-unreachable", {
      service: "ollama",
      detail: "what breaks now breaks no answer",
      waitedMs: null,
    });
  };
  const got: ChatPiece[] = [];
  const ollama = { chat } as unknown as Ollama;
  for await (const piece of streamAnswer(ollama, request, { signal: new AbortController().signal })) got.push(piece);
  expect(got).toEqual([word, last]);
  expect(isAtEnd).toBe(true);
});

test("a service that is not there is no answer that failed", async () => {
  const lost = new LocalgptError("service-unreachable", { service: "ollama", detail: "", waitedMs: null });
  await expect(collect(lost)).rejects.toBe(lost);
  await expect(collect(word, lost)).rejects.toMatchObject({ code: "answer-failed", facts: { reason: "cut" } });
});
