import { expect, test } from "vitest";
import type { Event } from "../../../../src/core/run/events.ts";
import { announceWait } from "../../../../src/services/clients/announce-wait.ts";
import type { Ollama } from "../../../../src/services/clients/ollama.ts";
import { readInstalled, readShown } from "../../../../src/services/clients/ollama-answers.ts";
import { checkQuestion } from "../../../../src/services/models/check-question.ts";
import { modelNamed } from "../../../support/data/model-named.ts";
import { calm } from "../../../support/engines/connect.ts";

type Shown = { capabilities?: string[]; parameters?: string; trained?: number } | null;

/** The warnings about a question to a model that Ollama describes so, and whether it was asked for at all. */
async function check(shown: Shown, asked: Partial<Parameters<typeof checkQuestion>[1]>) {
  const notices: unknown[] = [];
  let isAsked = false;
  const show = async () => {
    isAsked = true;
    if (shown === null) return null;
    const info = { "general.architecture": "llama", "llama.context_length": shown.trained ?? 131_072 };
    return readShown({ ...shown, model_info: info });
  };
  const ollama = { show, installed: async () => readInstalled({ name: "llama3.2:latest" }) } as unknown as Ollama;
  const request = {
    model: modelNamed("tiny"),
    text: "why?",
    hasImages: false,
    thinks: false,
    context: null,
    usualContext: 4096,
  };
  const emit = (event: Event) => notices.push(event.type === "notice" ? event.notice : event);
  await checkQuestion(ollama, { ...request, ...asked }, { signal: calm(), emit });
  return { notices, isAsked };
}

const long = { text: "x".repeat(40_000) };

test("a short question needs no look at the model", async () => {
  expect(await check({}, {})).toEqual({ notices: [], isAsked: false });
});

test("images and thinking need a model that can", async () => {
  const refused = (reason: string) => ({ code: "answer-failed", facts: { model: "tiny", reason } });
  const capabilities = ["completion"];
  await expect(check({ capabilities }, { hasImages: true })).rejects.toMatchObject(refused("cannot-see"));
  await expect(check({ capabilities }, { thinks: true })).rejects.toMatchObject(refused("cannot-think"));
  const able = { capabilities: ["completion", "vision", "thinking"] };
  expect((await check(able, { hasImages: true, thinks: true })).notices).toEqual([]);
  // An older Ollama does not say what its models can.
  expect((await check({}, { hasImages: true, thinks: true })).notices).toEqual([]);
});

test.each([
  [{}, long, { tokens: 10_000, context: 4096, suggested: 16_384 }],
  [{}, { ...long, context: 8192 }, { tokens: 10_000, context: 8192, suggested: 16_384 }],
  [{ parameters: "num_ctx 2048" }, long, { tokens: 10_000, context: 2048, suggested: 16_384 }],
  [{ trained: 8192 }, { ...long, context: 16_384 }, { tokens: 10_000, context: 8192, suggested: null }],
])("a text that is longer than what the model sees is told: %j, %j", async (shown, asked, facts) => {
  expect((await check(shown, asked)).notices).toEqual([{ id: "text-too-long", model: "tiny", ...facts }]);
});

test("one that fits is not", async () => {
  expect(await check({}, { ...long, context: 16_384 })).toEqual({ notices: [], isAsked: true });
  expect((await check({ parameters: "num_ctx 32768" }, long)).notices).toEqual([]);
});

test("a model that is not there is an unknown one", async () => {
  await expect(check(null, long)).rejects.toMatchObject({ code: "unknown-model", facts: { value: "tiny" } });
});

test("the wait for a first piece is reported where it is long, and ends with it or with the failure", async () => {
  const wait = { phase: "loading", model: "tiny" } as const;
  const collect = async (answer: (told: Promise<void>) => AsyncIterable<string>) => {
    const events: string[] = [];
    let tell = () => {};
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const emit = ({ type }: Event) => {
      events.push(type);
      tell();
    };
    try {
      for await (const piece of announceWait(answer(told), wait, emit)) events.push(piece);
    } catch {
      events.push("failed");
    }
    return events;
  };
  const late = async function* (told: Promise<void>) {
    await told;
    yield "one";
    yield "two";
  };
  const prompt = async function* () {
    yield "one";
  };
  const failing = async function* (told: Promise<void>) {
    yield* [];
    await told;
    throw new Error("no");
  };
  expect(await collect(late)).toEqual(["wait-started", "wait-over", "one", "two"]);
  expect(await collect(prompt)).toEqual(["one"]);
  expect(await collect(failing)).toEqual(["wait-started", "wait-over", "failed"]);
});
