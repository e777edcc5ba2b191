// The routes of Open WebUI. A path that is none of them gets the page, with status 200.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { pause, StatusError, sendJson } from "../ollama/http.mjs";
import { readSwitches } from "../ollama/switches.mjs";
import { describeUser, handleAdd, handleSignin, handleSignup, hasUsers, isSignupOpen } from "./accounts.mjs";
import { handleChats, handleNewChat } from "./chats.mjs";
import { readSetting } from "./database.mjs";
import { logRequest } from "./log.mjs";
import { handleCompletions, handleModels, handleTags, handleVersion } from "./ollama-client.mjs";
import { findSessionUser } from "./sessions.mjs";

const PAGE = readFileSync(new URL("index.html", import.meta.url));
const VERSION = readVersion("/app/package.json");
const PUBLIC = {
  "GET /health": (_, response) => sendJson(response, 200, { status: true }),
  "GET /ready": handleReady,
  "GET /health/db": handleDatabase,
  "GET /api/version": (_, response) => sendJson(response, 200, { version: version(), deployment_id: "" }),
  "GET /api/config": handleConfig,
  "POST /api/v1/auths/signup": handleSignup,
  "POST /api/v1/auths/signin": handleSignin,
};
const SIGNED_IN = {
  "GET /api/v1/auths/": (_, response, { user }) => sendJson(response, 200, describeUser(user)),
  "GET /ollama/api/version": handleVersion,
  "GET /ollama/api/tags": handleTags,
  "GET /api/models": handleModels,
  "POST /api/chat/completions": handleCompletions,
  "POST /api/v1/auths/add": handleAdd,
  "POST /api/v1/chats/new": handleNewChat,
  "GET /api/v1/chats/": handleChats,
};

/** An HTTP server (not listening yet) on that data; `state.ready` is what /ready answers. */
export function createOpenWebui(database, state) {
  const server = createServer((request, response) => {
    response.on("close", () => logRequest(request, response.statusCode));
    serve(request, response, { database, state }).catch((error) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, error instanceof StatusError ? error.status : 500, { detail: error.message });
    });
  });
  server.keepAliveTimeout = 5000; // uvicorn's
  return server;
}

async function serve(request, response, context) {
  const path = new URL(request.url, "http://open-webui").pathname;
  const { hang, delayMs, status, exit } = readSwitches();
  if (exit !== undefined) process.exit(Number(exit));
  if (hang === true || hang === path) return;
  if (delayMs) await pause(Number(delayMs));
  if (status?.[path]) return sendJson(response, status[path], { detail: "the stand-in was told to fail here" });

  const key = `${request.method} ${path}`;
  const user = await findSessionUser(request, context.database);
  if (PUBLIC[key]) return PUBLIC[key](request, response, { ...context, user });
  if (SIGNED_IN[key]) {
    if (!user) throw new StatusError(401, "Not authenticated");
    if (user.role === "pending") throw new StatusError(401, "Access prohibited");
    return SIGNED_IN[key](request, response, { ...context, user });
  }
  if (request.method !== "GET" && request.method !== "HEAD") throw new StatusError(405, "Method Not Allowed");
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": PAGE.length });
  response.end(PAGE);
}

async function handleReady(request, response, context) {
  if (readSwitches().ready ?? context.state.ready) return handleDatabase(request, response, context);
  sendJson(response, 503, { detail: "Startup not complete" });
}

async function handleDatabase(_request, response, { database }) {
  await database.query("SELECT 1");
  sendJson(response, 200, { status: true });
}

async function handleConfig(_request, response, { database, user }) {
  const name = process.env.WEBUI_NAME ? `${process.env.WEBUI_NAME} (Open WebUI)` : "Open WebUI";
  sendJson(response, 200, {
    ...(!(await hasUsers(database)) && { onboarding: true }),
    status: true,
    name,
    version: version(),
    default_locale: process.env.DEFAULT_LOCALE ?? "",
    oauth: { providers: {} },
    features: {
      auth: (process.env.WEBUI_AUTH ?? "true").toLowerCase() !== "false",
      enable_signup: await isSignupOpen(database),
      enable_login_form: true,
      enable_websocket: true,
      enable_version_update_check: !/^true$/i.test(process.env.OFFLINE_MODE ?? ""),
    },
    ...(user && { default_models: await readSetting(database, "ui.default_models") }),
  });
}

function version() {
  return readSwitches().version ?? VERSION;
}

function readVersion(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).version;
  } catch {
    return "0.0.0";
  }
}
