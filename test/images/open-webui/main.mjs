// Open WebUI's server: starts, or fails in the way that the image's STANDIN_FAULT names.

import { openDatabase } from "./database.mjs";
import { logUvicorn } from "./log.mjs";
import { createOpenWebui } from "./server.mjs";

// A slow start: the port refuses first, then /health is true while /ready is not yet.
const SLOW_LISTEN_MS = 4000;
const SLOW_READY_MS = 6000;

const fault = process.env.STANDIN_FAULT ?? "";
const port = Number(process.env.PORT || 8080);
const state = { ready: false };

// Process 1 of a container has no default action for these signals.
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => {
    logUvicorn("Shutting down");
    logUvicorn("Finished server process [1]");
    process.exit(0);
  });
}

if (fault === "crash") {
  fail(
    "Traceback (most recent call last):",
    '  File "/app/backend/open_webui/internal/db.py", line 87, in <module>',
    "    handle_peewee_migration(DATABASE_URL)",
    "peewee.OperationalError: unable to open database file",
  );
}
if (!process.env.WEBUI_SECRET_KEY && (process.env.WEBUI_AUTH ?? "true").toLowerCase() !== "false") {
  fail("ValueError: Required environment variable not found. Terminating.", "WEBUI_SECRET_KEY is empty");
}

logUvicorn("Started server process [1]");
logUvicorn("Waiting for application startup.");
const database = await openDatabase();
if (fault === "slow") {
  setTimeout(listen, SLOW_LISTEN_MS);
  setTimeout(() => {
    state.ready = true;
  }, SLOW_READY_MS);
} else {
  state.ready = !["never", "2-never", "migration"].includes(fault);
  listen();
}

function listen() {
  createOpenWebui(database, state).listen(port, "0.0.0.0", () => {
    logUvicorn("Application startup complete.");
    logUvicorn(`Uvicorn running on http://0.0.0.0:${port} (Press CTRL+C to quit)`);
  });
}

function fail(...lines) {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exit(1);
}
