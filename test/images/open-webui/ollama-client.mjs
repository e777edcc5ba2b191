// What Open WebUI asks of Ollama, and its translation into the shapes that the page and other clients get.
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { clientSignal, readJson, StatusError, sendJson } from "../ollama/http.mjs";

const LIST_TIMEOUT_MS = 10_000;

/** GET /ollama/api/tags: no models when Ollama cannot be reached. */
export async function handleTags(_request, response) {
  sendJson(response, 200, { models: await listModels() });
}

/** GET /ollama/api/version. */
export async function handleVersion(_request, response) {
  const answer = await ask("/api/version", { signal: AbortSignal.timeout(LIST_TIMEOUT_MS) });
  sendJson(response, answer.status, await answer.json());
}

/** GET /api/models, in OpenAI's shape. */
export async function handleModels(_request, response) {
  const models = await listModels();
  const created = Math.floor(Date.now() / 1000);
  const data = models.map((model) => ({
    id: model.model,
    name: model.name,
    object: "model",
    created,
    owned_by: "ollama",
    ollama: model,
  }));
  sendJson(response, 200, { data });
}

/**
 * POST /api/chat/completions: OpenAI's request to Ollama's /api/chat and back, as server-sent events or in one piece.
 */
export async function handleCompletions(request, response) {
  const body = await readJson(request);
  const models = await listModels();
  if (!models.some((model) => model.model === body.model || model.model === `${body.model}:latest`)) {
    throw new StatusError(400, "Model not found");
  }
  const stream = body.stream === true;
  const answer = await ask("/api/chat", {
    method: "POST",
    signal: clientSignal(response),
    body: JSON.stringify({ model: body.model, messages: body.messages, stream, options: toOptions(body) }),
  });
  if (!answer.ok) throw new StatusError(answer.status, `Ollama: ${(await answer.json()).error}`);
  const head = { id: `${body.model}-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: body.model };
  if (stream) return sendEvents(response, head, answer);
  const last = await answer.json();
  sendJson(response, 200, {
    ...head,
    object: "chat.completion",
    choices: [{ index: 0, logprobs: null, finish_reason: last.done_reason, message: last.message }],
    usage: usageOf(last),
  });
}

async function sendEvents(response, head, answer) {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  const send = (item) => response.write(`data: ${typeof item === "string" ? item : JSON.stringify(item)}\n\n`);
  for await (const line of createInterface({ input: Readable.fromWeb(answer.body) })) {
    const item = JSON.parse(line);
    if (item.error) {
      send({ error: { message: item.error } });
      break;
    }
    const delta = item.done ? {} : { content: item.message.content };
    const choice = { index: 0, logprobs: null, finish_reason: item.done ? item.done_reason : null, delta };
    send({ ...head, object: "chat.completion.chunk", choices: [choice], ...(item.done && { usage: usageOf(item) }) });
  }
  send("[DONE]");
  response.end();
}

async function listModels() {
  try {
    const answer = await ask("/api/tags", { signal: AbortSignal.timeout(LIST_TIMEOUT_MS) });
    return answer.ok ? (await answer.json()).models : [];
  } catch {
    return [];
  }
}

async function ask(path, options) {
  const address = process.env.OLLAMA_BASE_URL?.startsWith("http")
    ? process.env.OLLAMA_BASE_URL
    : "http://localhost:11434";
  try {
    return await fetch(address.replace(/\/$/, "") + path, options);
  } catch {
    throw new StatusError(500, "Open WebUI: Server Connection Error");
  }
}

function toOptions({ temperature, top_p, max_tokens, seed }) {
  return { temperature, top_p, num_predict: max_tokens, seed };
}

function usageOf({ prompt_eval_count = 0, eval_count = 0 }) {
  return {
    prompt_tokens: prompt_eval_count,
    completion_tokens: eval_count,
    total_tokens: prompt_eval_count + eval_count,
  };
}
