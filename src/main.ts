import { setMaxListeners } from "node:events";
import { isAbsolute } from "node:path";
import { nobodyReads, outputLost, stopCodes } from "./cli/process-io.ts";
import { runCli } from "./cli/run.ts";
import { readable } from "./cli/terminal/ascii.ts";
import { closeLostTerminals } from "./cli/terminal/lost-terminals.ts";

// Every call under way listens on the one signal that ends them all: many listeners are not a leak.
setMaxListeners(0);
const stopping = new AbortController();

// Files are for the user alone whatever the umask, but never for nobody: a umask without the user's own rights would
// create files that localgpt itself could not read again.
process.umask(process.umask(0o077) & 0o077);

type Stop = keyof typeof stopCodes;

/**
 * What `npx` and `timeout` pass on also comes from the terminal a second time; a person takes longer to press Ctrl-C
 * again.
 */
const sameMs = 300;
let stoppedAtMs = Number.NEGATIVE_INFINITY;

function stop(reason: Stop | typeof nobodyReads | ReturnType<typeof outputLost>): void {
  stoppedAtMs = performance.now();
  stopping.abort(reason);
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Nothing reads stdout (`| head`), or the terminal was closed.
  if (error.code === "EPIPE") stop(nobodyReads);
  else stop(error.code === "EIO" && process.stdout.isTTY ? "SIGHUP" : outputLost(error));
});
// A failure that cannot be reported (its log is on a full disk) is not a reason to leave a step half done either.
process.stderr.on("error", () => {});

for (const signal of Object.keys(stopCodes) as Stop[]) {
  process.on(signal, () => {
    if (!stopping.signal.aborted) return stop(signal);
    // The second time means: at once, whatever is unfinished. A closed terminal sends it twice itself, as does its
    // shell.
    if (signal !== "SIGHUP" && performance.now() - stoppedAtMs > sameMs) process.exit(stopCodes[signal]);
  });
}

process.on("exit", closeLostTerminals);

// Node makes the path of a script absolute; for a single executable it is the name it was called by.
const [, script = ""] = process.argv;

const running = runCli({
  argv: process.argv.slice(2),
  program: isAbsolute(script) ? script : process.execPath,
  environment: process.env,
  platform: process.platform,
  process,
  // Opening it takes milliseconds, and few commands read.
  get stdin() {
    return process.stdin;
  },
  stdout: readable(process.stdout, process.platform, process.env),
  stderr: readable(process.stderr, process.platform, process.env),
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
