// POST /api/chat, /api/generate and /api/embed: answers made of the question's own words, at a steady pace.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { setImmediate as immediate } from "node:timers/promises";
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
  const wrap = (content, thinking) => ({ message: { role: "assistant", content, ...(thinking && { thinking }) } });
  const hasImages = messages.some(({ images }) => images?.length > 0);
  const question = messages.at(-1)?.content ?? "";
  const promptTokens = countTokens(leaveOutOldest(messages, contextOf(body.options)));
  const isEmpty = messages.length === 0;
  await answer(body, response, { isEmpty, question, promptTokens, hasImages, wrap, what: "chat" });
}

/** Handles POST /api/generate; without a prompt it only loads the model. */
export async function handleGenerate(request, response) {
  const body = await readJson(request);
  const wrap = (text, thinking) => ({ response: text, ...(thinking && { thinking }) });
  const hasImages = body.images?.length > 0;
  const question = body.prompt ?? "";
  const promptTokens = countTokens([{ content: question }]);
  const isEmpty = question === "";
  await answer(body, response, { isEmpty, question, promptTokens, hasImages, wrap, what: "generate" });
}

async function answer(body, response, { isEmpty, question, promptTokens, hasImages, wrap, what }) {
  const model = requireModel(body.model);
  const can = (ability) => readConfig(model).standin?.abilities?.includes(ability) === true;
  const unloads = isEmpty && isZero(body.keep_alive);
  if (body.think && !can("thinking")) throw new StatusError(400, `"${body.model}" does not support thinking`);
  if (hasImages && !can("vision")) throw new StatusError(500, "this model is missing data required for image input");
  if (readConfig(model).standin?.embeds && !unloads) {
    throw new StatusError(400, `"${body.model}" does not support ${what}`);
  }
  if (readSwitches().queueFull) {
    throw new StatusError(503, "server busy, please try again.  maximum pending requests exceeded");
  }
  const started = performance.now();
  const head = () => ({ model: body.model, created_at: new Date().toISOString() });
  if (unloads) {
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
  const words = composeAnswer(question, body);
  // Left to itself, a model that can think does.
  const thoughts = can("thinking") && body.think !== false ? composeThoughts(question) : [];
  const { endless } = readSwitches();
  const whole = endless ? Number.POSITIVE_INFINITY : words.length;
  const asked = body.options?.num_predict > 0 ? body.options.num_predict : whole;
  // A full context ends an answer; one that never ends is for tests of its reader.
  const limit = endless ? asked : Math.min(asked, Math.max(1, contextOf(body.options) - countWords(question) - 10));
  const said = [];
  const evalStarted = performance.now();
  // A timer takes at least 1 ms: at a pace above that several words are due at each.
  let dueAt = evalStarted;
  const wait = async () => {
    dueAt += 1000 / Number(readSwitches().tokensPerSecond ?? DEFAULT_TOKENS_PER_SECOND);
    const leftMs = dueAt - performance.now();
    if (leftMs > 0) await pause(leftMs, signal);
    else await immediate();
    if (response.writableNeedDrain) await once(response, "drain", { signal }).catch(() => {});
  };
  for (const thought of body.stream === false ? [] : thoughts) {
    await wait();
    if (signal.aborted) return;
    sendLine(response, { ...head(), ...wrap("", thought), done: false });
  }
  let count = 0;
  for (; count < Math.min(whole, limit); count += 1) {
    const word = words[count % words.length];
    await wait();
    if (signal.aborted) return;
    const { chatCutAfter, chatErrorAfter } = readSwitches();
    if (count === chatCutAfter) return void response.destroy();
    if (count === chatErrorAfter) return void failMidway(body, response);
    if (body.stream === false) said.push(word);
    else sendLine(response, { ...head(), ...wrap(word), done: false });
  }
  const last = {
    ...head(),
    ...wrap(body.stream === false ? said.join("") : ""),
    done: true,
    done_reason: count < whole ? "length" : "stop",
    total_duration: nanoseconds(performance.now() - started),
    load_duration: nanoseconds(loadMs),
    prompt_eval_count: promptTokens,
    prompt_eval_duration: nanoseconds(5),
    eval_count: count,
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

/**
 * The switch `answer` is the answer itself, `echo` has the request as JSON, and with `format` it is JSON as asked for.
 */
function composeAnswer(question, body) {
  const { answer, echo } = readSwitches();
  if (echo) return [JSON.stringify(body, (key, value) => (key === "images" ? value.map(describeImage) : value))];
  if (answer !== undefined) return answer.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  if (body.format) return JSON.stringify({ said: question.trim() }).match(/\s*\S+/g) ?? [];
  const text = `You said: ${question.trim()}. Here is what I think about it, word by word, as a model on this machine would say it.`;
  return text.match(/\s*\S+/g) ?? [];
}

function composeThoughts(question) {
  return `Someone said: ${question.trim()}. I have to say it again.`.match(/\s*\S+/g) ?? [];
}

function describeImage(image) {
  const bytes = Buffer.from(image, "base64");
  return `${bytes.length} bytes, md5 ${createHash("md5").update(bytes).digest("hex")}`;
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

/**
 * Without a word, as the real one: the oldest messages go until the rest fits; system messages and the last one stay.
 */
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
