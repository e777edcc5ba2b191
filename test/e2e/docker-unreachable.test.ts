import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EndpointAttempt } from "../../src/core/facts/vocabulary.ts";
import { hideDocker } from "../support/engines/hide-docker.ts";
import { type Failure, readResult } from "../support/program/output.ts";
import { createWorkspace, program, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;

beforeEach(async () => {
  stack = await createWorkspace("unreachable");
});

afterEach(() => stack.remove());

test("every command that needs Docker says what was tried, and ends", async () => {
  const host = "unix:///localgpt-is-not-here/docker.sock";
  const commands = [["up"], ["down"], ["status"], ["logs"], ["restart"], ["open"], ["pull", "tiny"], ["check"]];
  const environment = { DOCKER_HOST: host };
  const runs = await Promise.all(commands.map((args) => stack.localgpt([...args, "--json"], { environment })));
  expect(runs.map(({ code }) => code)).toEqual(commands.map(() => 3));
  for (const run of runs) {
    const { error } = readResult<Failure>(run);
    expect(error).toMatchObject({
      code: "docker-unreachable",
      facts: { attempts: [{ endpoint: host, source: "DOCKER_HOST", reason: "not-there" }] },
    });
  }
});

test("without DOCKER_HOST the default and then the known sockets are tried, in order", async () => {
  // Sockets of programs that ended without taking them away: they are there and nobody listens.
  const left = [".docker/run/docker.sock", ".colima/default/docker.sock", ".orbstack/run/docker.sock"];
  for (const path of left) {
    await mkdir(join(stack.home, path, ".."), { recursive: true });
    await leaveSocket(join(stack.home, path));
  }
  const { stdout, exitCode } = await execa("env", [...hideDocker(), process.execPath, program, "status", "--json"], {
    env: { ...stack.environment, DOCKER_HOST: "" },
    extendEnv: false,
    reject: false,
  });
  expect(exitCode, stdout).toBe(3);
  const { error } = JSON.parse(stdout) as Failure;
  expect((error.facts.attempts as EndpointAttempt[]).map(({ endpoint, source }) => [endpoint, source])).toEqual([
    ["unix:///var/run/docker.sock", "default"],
    ...left.map((path) => [`unix://${join(stack.home, path)}`, "known-socket"]),
  ]);
});

/** Leaves a socket file behind that nobody listens on, as a killed program does. */
async function leaveSocket(path: string): Promise<void> {
  const script = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
  await execa(process.execPath, ["-e", script, path], { reject: false });
}
