// What the handlers need of HTTP: answers, bodies and NDJSON streams as Ollama's own server sends them.

/** An error with the HTTP status that Ollama answers it with. */
export class StatusError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function sendJson(response, status, body) {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

export function sendText(response, status, text) {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** The request's JSON object; an empty or broken body is Ollama's 400. */
export async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text.trim() === "") throw new StatusError(400, "missing request body");
  try {
    return JSON.parse(text);
  } catch {
    throw new StatusError(400, `invalid character '${text.trim()[0]}' looking for beginning of value`);
  }
}

/** Sends `item` as one line of an NDJSON stream, whose headers go out with the first line. */
export function sendLine(response, item) {
  if (response.destroyed || response.writableEnded) return;
  if (!response.headersSent) response.writeHead(200, { "content-type": "application/x-ndjson" });
  response.write(`${JSON.stringify(item)}\n`);
}

/** A signal that aborts when the client has gone before its answer was complete. */
export function clientSignal(response) {
  const controller = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** Resolves after `ms`, at once when the signal aborts. */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
