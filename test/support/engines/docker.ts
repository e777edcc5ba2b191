import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { execa } from "execa";

/** The Engine under test as a `DOCKER_HOST` address; throws when the environment names none. */
export function dockerHost(): string {
  return requiredVariable("LOCALGPT_TEST_DOCKER_HOST");
}

/** The test registry as `host:port`, the prefix of every image a test pulls; throws when the environment names none. */
export function registry(): string {
  return requiredVariable("LOCALGPT_TEST_REGISTRY");
}

function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run ./scripts/engines.sh start, then eval "$(./scripts/engines.sh env)"`);
  }
  return value;
}

/** Runs the `docker` CLI against the Engine under test and returns its stdout; throws an ExecaError when it fails. */
export async function docker(...args: string[]): Promise<string> {
  // A context of the user's would compete with DOCKER_HOST.
  const { stdout } = await execa("docker", args, {
    env: { DOCKER_HOST: dockerHost(), DOCKER_CONTEXT: undefined },
    stdin: "ignore",
  });
  return stdout;
}

/**
 * Runs `docker compose` (the oracle) against the Engine under test and returns its stdout; throws an ExecaError when it
 * fails.
 */
export async function compose(...args: string[]): Promise<string> {
  return docker("compose", ...args);
}

/**
 * A project name no other test uses, with `name` readable in it; the run's own id lets `scripts/test.sh` sweep what an
 * interrupted run left.
 */
export function uniqueProject(name: string): string {
  const run = process.env.LOCALGPT_TEST_RUN ?? "manual";
  return `localgpt-test-${run}-${name}-${randomBytes(4).toString("hex")}`;
}

// Below those that the system assigns when any port will do, as for each connection's own end: such a one may be
// gone when a stack that restarts wants it back. Each of vitest's workers has a thousand, and takes them in turn.
const portsOfWorker = 1000;
const firstPort = 12_000 + portsOfWorker * Number(process.env.VITEST_POOL_ID ?? 0);
let lastOffset = randomInt(portsOfWorker);

/**
 * A TCP port of the loopback address that nothing listens on at this moment, and that no other test will get in the
 * same run.
 */
export async function freePort(): Promise<number> {
  lastOffset = (lastOffset + 1) % portsOfWorker;
  const port = firstPort + lastOffset;
  return (await isTaken(port)) ? freePort() : port;
}

async function isTaken(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return true;
    throw error;
  } finally {
    server.close();
  }
}
