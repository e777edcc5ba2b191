// The routes of Ollama's server, its log line for each request, and the switches that hold for all of them.
import { createServer } from "node:http";
import { handleChat, handleEmbed, handleGenerate } from "./generate.mjs";
import { pause, StatusError, sendJson, sendText } from "./http.mjs";
import { logRequest } from "./log.mjs";
import {
  handleCopy,
  handleCreate,
  handleDelete,
  handleHeadBlob,
  handleShow,
  handleTags,
  handleUploadBlob,
} from "./models.mjs";
import { handlePull } from "./pull.mjs";
import { listLoaded } from "./runner.mjs";
import { readSwitches } from "./switches.mjs";

const isTrue = (value) => value !== undefined && value !== "" && !/^(0|f|false)$/i.test(value);

const ROUTES = {
  "/": { GET: (_, response) => sendText(response, 200, "Ollama is running") },
  "/api/version": { GET: (_, response) => sendJson(response, 200, { version: serverVersion() }) },
  "/api/status": { GET: (_, response) => sendJson(response, 200, { cloud: cloudStatus() }) },
  "/api/tags": { GET: handleTags },
  "/api/ps": { GET: (_, response) => sendJson(response, 200, { models: listLoaded() }) },
  "/api/show": { POST: handleShow },
  "/api/pull": { POST: handlePull },
  "/api/create": { POST: handleCreate },
  "/api/delete": { DELETE: handleDelete },
  "/api/copy": { POST: handleCopy },
  "/api/chat": { POST: handleChat },
  "/api/generate": { POST: handleGenerate },
  "/api/embed": { POST: handleEmbed },
};
const HEAD_ALLOWED = new Set(["/", "/api/version", "/api/tags"]);

/** The version that this server says it has: the switch `version`, else the image's. */
export function serverVersion() {
  return readSwitches().version ?? process.env.STANDIN_VERSION ?? "0.35.1";
}

/** An HTTP server (not listening yet); `isMute` makes it accept and never answer. */
export function createOllama({ isMute }) {
  const server = createServer((request, response) => {
    if (isMute) return;
    const started = performance.now();
    response.on("close", () => {
      logRequest(request, response.writableFinished ? response.statusCode : 499, performance.now() - started);
    });
    serve(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, error instanceof StatusError ? error.status : 500, { error: error.message });
    });
  });
  server.keepAliveTimeout = 0; // Go's server has no such limits
  server.requestTimeout = 0;
  return server;
}

async function serve(request, response) {
  const path = new URL(request.url, "http://ollama").pathname;
  const { hang, delayMs, status, exit } = readSwitches();
  if (exit !== undefined) process.exit(Number(exit));
  if (hang === true || hang === path) return;
  if (delayMs) await pause(Number(delayMs));
  if (status?.[path]) return sendJson(response, status[path], { error: "the stand-in was told to fail here" });
  const blob = path.match(/^\/api\/blobs\/([^/]+)$/);
  if (blob && request.method === "HEAD") return handleHeadBlob(request, response, blob[1]);
  if (blob && request.method === "POST") return handleUploadBlob(request, response, blob[1]);
  const route = ROUTES[path];
  if (!route) return sendText(response, 404, "404 page not found");
  const isHead = request.method === "HEAD" && HEAD_ALLOWED.has(path);
  const handler = isHead ? route.GET : route[request.method];
  if (!handler) return sendText(response, 405, "405 method not allowed");
  await handler(request, response);
}

function cloudStatus() {
  return isTrue(process.env.OLLAMA_NO_CLOUD) ? { disabled: true, source: "env" } : { disabled: false, source: "none" };
}
