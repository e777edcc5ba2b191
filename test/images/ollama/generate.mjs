// POST /api/chat, /api/generate and /api/embed: answers made of the question's own words, at a steady pace.
import { createHash } from "node:crypto";
import { clientSignal, pause, readJson, StatusError, sendJson, sendLine } from "./http.mjs";
import { contextOf, loadModel, requireModel, unloadModel } from "./runner.mjs";
import { readConfig } from "./store.mjs";
import { readSwitches } from "./switches.mjs";

const DEFAULT_TOKENS_PER_SECOND = 60;
const nanoseconds = (ms) => Math.max(1, Math.round(ms * 1e6));

/** Handles POST /api/chat; without messages it only loads (or, with keep_alive 0, unloads) the model. */
export async function handleChat(request, response) {
  const body = await readJson(request);
  const messages = body.messages ?? [];
  const wrap = (content) => ({ message: { role: "assistant", content } });
  const question = messages.at(-1)?.content ?? "";
  const promptTokens = countTokens(leaveOutOldest(messages, contextOf(body.options)));
  await answer(body, response, { isEmpty: messages.length === 0, question, promptTokens, wrap });
}

/** Handles POST /api/generate; without a prompt it only loads the model. */
export async function handleGenerate(request, response) {
  const body = await readJson(request);
  const wrap = (text) => ({ response: text });
  const question = body.prompt ?? "";
  const promptTokens = countTokens([{ content: question }]);
  await answer(body, response, { isEmpty: !body.prompt, question, promptTokens, wrap });
}

async function answer(body, response, { isEmpty, question, promptTokens, wrap }) {
  const model = requireModel(body.model);
  if (readConfig(model).standin?.embeds && !isEmpty)
    throw new StatusError(400, `"${body.model}" does not support chat`);
  if (readSwitches().queueFull) {
    throw new StatusError(503, "server busy, please try again.  maximum pending requests exceeded");
  }
  const started = performance.now();
  const head = () => ({ model: body.model, created_at: new Date().toISOString() });
  if (isEmpty && isZero(body.keep_alive)) {
    unloadModel(model);
    sendJson(response, 200, { ...head(), ...wrap(""), done: true, done_reason: "unload" });
    return;
  }
  const loadMs = await loadModel(model, { options: body.options, keepAlive: body.keep_alive });
  if (isEmpty) {
    sendJson(response, 200, { ...head(), ...wrap(""), done: true, done_reason: "load" });
    return;
  }
  const signal = clientSignal(response);
  const words = composeAnswer(question);
  const limit = body.options?.num_predict > 0 ? body.options.num_predict : words.length;
  const said = [];
  const evalStarted = performance.now();
  for (const word of words.slice(0, limit)) {
    const { tokensPerSecond, chatCutAfter, chatErrorAfter } = readSwitches();
    await pause(1000 / Number(tokensPerSecond ?? DEFAULT_TOKENS_PER_SECOND), signal);
    if (signal.aborted) return;
    if (said.length === chatCutAfter) return void response.destroy();
    if (said.length === chatErrorAfter) return void failMidway(body, response);
    said.push(word);
    if (body.stream !== false) sendLine(response, { ...head(), ...wrap(word), done: false });
  }
  const last = {
    ...head(),
    ...wrap(body.stream === false ? said.join("") : ""),
    done: true,
    done_reason: said.length < words.length ? "length" : "stop",
    total_duration: nanoseconds(performance.now() - started),
    load_duration: nanoseconds(loadMs),
    prompt_eval_count: promptTokens,
    prompt_eval_duration: nanoseconds(5),
    eval_count: said.length,
    eval_duration: nanoseconds(performance.now() - evalStarted),
  };
  if (isZero(body.keep_alive)) unloadModel(model);
  if (body.stream === false) sendJson(response, 200, last);
  else {
    sendLine(response, last);
    response.end();
  }
}

/** Handles POST /api/embed: vectors of length 1 that depend on the text alone. */
export async function handleEmbed(request, response) {
  const body = await readJson(request);
  const model = requireModel(body.model);
  const started = performance.now();
  const texts = body.input === undefined ? [] : [body.input].flat();
  if (texts.some((text) => typeof text !== "string")) throw new StatusError(400, "invalid input type");
  const loadMs = await loadModel(model, { options: body.options, keepAlive: body.keep_alive });
  const length = body.dimensions || readConfig(model).standin?.embedding || 768;
  sendJson(response, 200, {
    model: body.model,
    embeddings: texts.map((text) => embed(text, length)),
    total_duration: nanoseconds(performance.now() - started),
    load_duration: nanoseconds(loadMs),
    prompt_eval_count: texts.reduce((sum, text) => sum + countWords(text), 0),
  });
}

function composeAnswer(question) {
  const text = `You said: ${question.trim()}. Here is what I think about it, word by word, as a model on this machine would say it.`;
  return text.match(/\s*\S+/g) ?? [];
}

function failMidway(body, response) {
  const error = "an error was encountered while running the model: unexpected EOF";
  if (body.stream === false) sendJson(response, 500, { error });
  else {
    sendLine(response, { error });
    response.end();
  }
}

function isZero(keepAlive) {
  return keepAlive !== undefined && keepAlive !== null && Number.parseFloat(String(keepAlive)) === 0;
}

/** Without a word, as the real one: the oldest messages go until the rest fits; system messages and the last one stay. */
function leaveOutOldest(messages, context) {
  const kept = [...messages];
  while (countTokens(kept) > context) {
    const oldest = kept.findIndex(({ role }, index) => role !== "system" && index < kept.length - 1);
    if (oldest === -1) break;
    kept.splice(oldest, 1);
  }
  return kept;
}

/** A token a word, and ten for the template. */
function countTokens(messages) {
  return messages.reduce((sum, { content }) => sum + countWords(content ?? ""), 10);
}

function countWords(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

function embed(text, length) {
  const values = Array.from({ length }, (_, index) => {
    const hash = createHash("md5").update(`${index}:${text.toLowerCase()}`).digest();
    return hash.readInt32LE() / 2 ** 31;
  });
  const norm = Math.hypot(...values) || 1;
  return values.map((value) => value / norm);
}
