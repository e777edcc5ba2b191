import { setMaxListeners } from "node:events";
import { runCli } from "./cli/run.ts";
import { nobodyReads } from "./cli/surroundings.ts";

// Every call under way listens on the one signal that ends them all: that there are many is no leak.
setMaxListeners(0);
const stopping = new AbortController();

/** Nobody reads (`| head`), or the terminal was closed: no reason to leave a step half done. */
const isGone = ({ code }: NodeJS.ErrnoException): boolean => code === "EPIPE" || code === "EIO";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (!isGone(error)) throw error;
  stopping.abort(nobodyReads);
});
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (!isGone(error)) throw error;
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // The second time means: at once, whatever is left undone. A closed terminal says so twice itself, as does its shell.
    if (stopping.signal.aborted && signal !== "SIGHUP") process.exit(130);
    stopping.abort();
  });
}

const running = runCli({
  argv: process.argv.slice(2),
  environment: process.env,
  platform: process.platform,
  // Opening it takes milliseconds, and few commands read.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stopping.signal,
});

running.then(async (exitCode) => {
  // Connections that are kept open for the next request would keep the program running too, so it leaves by itself,
  // once everything it wrote is out.
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write("", resolve))),
  );
  process.exit(exitCode);
});
