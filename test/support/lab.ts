import { randomBytes } from "node:crypto";
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
    throw new Error(`${name} is not set: run ./scripts/lab.sh start, then eval "$(./scripts/lab.sh env)"`);
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

/** Runs `docker compose` (the oracle) against the Engine under test and returns its stdout; throws an ExecaError when it fails. */
export async function compose(...args: string[]): Promise<string> {
  return docker("compose", ...args);
}

/** A project name no other test uses, with `name` readable in it; the run's own id lets `scripts/test.sh` sweep what an interrupted run left. */
export function uniqueProject(name: string): string {
  const run = process.env.LOCALGPT_TEST_RUN ?? "manual";
  return `localgpt-test-${run}-${name}-${randomBytes(4).toString("hex")}`;
}

/** A TCP port of the loopback address that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}
