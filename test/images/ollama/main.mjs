// `ollama serve`: starts the server, or fails in the way that the image's STANDIN_FAULT names.
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { log } from "./log.mjs";
import { createOllama, serverVersion } from "./server.mjs";
import { createFolders, pruneBlobs } from "./store.mjs";

const fault = process.env.STANDIN_FAULT ?? "";
const { hostname, port } = readAddress(process.env.OLLAMA_HOST ?? "127.0.0.1:11434");

// Process 1 of a container has no default action for these signals.
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));

log(
  "INFO",
  "routes.go:1926",
  `server config env="map[OLLAMA_HOST:http://${hostname}:${port} OLLAMA_MODELS:/root/.ollama/models]"`,
);
if (fault === "crash") fail(1, "Error: mkdir /root/.ollama/models: permission denied");
if (fault === "illegal") fail(132, "SIGILL: illegal instruction\nPC=0x7f2a61 m=5 sigcode=2");
if (fault === "oom") exhaustMemory();
if (fault !== "never") start();
else setInterval(() => {}, 60_000);

function start() {
  createFolders();
  if (!process.env.OLLAMA_NOPRUNE) {
    const { total, removed } = pruneBlobs();
    log("INFO", "images.go:477", `total blobs: ${total}`);
    log("INFO", "images.go:484", `total unused blobs removed: ${removed}`);
  }
  const server = createOllama({ isMute: fault === "hang" });
  server.on("error", (error) => fail(1, `Error: listen tcp ${hostname}:${port}: bind: ${error.message}`));
  const listen = () =>
    server.listen(port, hostname, () => {
      log("INFO", "routes.go:1979", `Listening on [::]:${port} (version ${serverVersion()})`);
      log("INFO", "types.go:60", 'inference compute id=cpu library=cpu total="8.0 GiB" available="7.0 GiB"');
    });
  setTimeout(listen, fault === "slow" ? 5000 : 0);
  if (fault === "loop") setTimeout(() => fail(1, "Error: llama-server exited unexpectedly: exit status 1"), 1000);
}

function fail(code, message) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

/** Takes memory until the kernel kills us; without a limit of our own it only exits as if that had happened. */
function exhaustMemory() {
  log("INFO", "server.go:429", "starting llama-server");
  if (!hasMemoryLimit()) process.exit(137);
  const taken = [];
  for (;;) taken.push(Buffer.alloc(16 << 20, 1));
}

function hasMemoryLimit() {
  for (const path of ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]) {
    try {
      const limit = Number(readFileSync(path, "utf8"));
      if (limit > 0 && limit < totalmem()) return true;
    } catch {
      // the other cgroup version
    }
  }
  return false;
}

function readAddress(text) {
  const [, hostname, port] = text.match(/^(?:https?:\/\/)?(.*?)(?::(\d+))?$/);
  return { hostname: hostname || "127.0.0.1", port: Number(port ?? 11434) };
}
