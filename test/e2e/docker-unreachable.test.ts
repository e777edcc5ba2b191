import { createHash } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EndpointAttempt } from "../../src/core/errors.ts";
import { hideDocker } from "../support/hide-docker.ts";
import { freePort } from "../support/lab.ts";
import { type Failure, readResult } from "../support/output.ts";
import { type StubEngine, type StubManner, startStubEngine } from "../support/stub-engine.ts";
import { createWorkspace, program, type RunOptions, type Workspace } from "../support/workspace.ts";

let stack: Workspace;
let stub: StubEngine | undefined;

beforeEach(async () => {
  stack = await createWorkspace("unreachable");
});

afterEach(async () => {
  await stack.remove();
  await stub?.close();
  stub = undefined;
});

/** Starts a stub and gives the environment that leads to it. */
async function reach(manner: StubManner): Promise<Record<string, string>> {
  stub = await startStubEngine(manner);
  return { DOCKER_HOST: stub.host };
}

/** Runs a command that must fail with exit code 3, in JSON, English and Spanish. */
async function fail(options: RunOptions, args = ["up"]) {
  const [json, english, spanish] = await Promise.all([
    stack.localgpt([...args, "--json"], options),
    stack.localgpt(args, options),
    stack.localgpt([...args, "--lang", "es"], options),
  ]);
  expect([json.code, english.code, spanish.code], english.stderr).toEqual([3, 3, 3]);
  const { error } = readResult<Failure>(json);
  return {
    error,
    attempts: (error.facts.attempts ?? []) as EndpointAttempt[],
    english: english.stderr,
    spanish: spanish.stderr,
  };
}

test("nobody listens at DOCKER_HOST: what was tried, why not, and what to do", async () => {
  const port = await freePort();
  for (const [host, reason] of [
    ["unix:///localgpt-is-not-here/docker.sock", "not-there"],
    [`tcp://127.0.0.1:${port}`, "refused"],
    ["tcp://docker.localgpt.invalid:2375", "no-such-host"],
  ] as const) {
    const { error, attempts, english, spanish } = await fail({ environment: { DOCKER_HOST: host } });
    expect(error.code).toBe("docker-unreachable");
    expect(attempts).toMatchObject([{ endpoint: host, source: "DOCKER_HOST", reason }]);
    expect(english).toMatch(/Docker does not answer/);
    expect(english).toContain(host);
    expect(english).toContain("unset DOCKER_HOST");
    expect(spanish).toMatch(/Docker no responde/);
    expect(spanish).toContain("unset DOCKER_HOST");
  }
  // No command that needs Docker is left hanging or says it otherwise.
  const commands = [["down"], ["status"], ["logs"], ["restart"], ["open"], ["pull", "tiny"], ["check"]];
  const environment = { DOCKER_HOST: "unix:///localgpt-is-not-here/docker.sock" };
  const runs = await Promise.all(commands.map((args) => stack.localgpt(args, { environment })));
  expect(runs.map(({ code }) => code)).toEqual(commands.map(() => 3));
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

test("a socket that this user may not use", async () => {
  const environment = await reach({});
  const nobody = process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
  await chmod(stack.home, 0o777);
  await chmod(join(stub?.socket ?? "", ".."), 0o755);
  await chmod(stub?.socket ?? "", process.getuid?.() === 0 ? 0o600 : 0);
  for (const [language, sentence] of [
    ["en", /is not allowed to use Docker/],
    ["es", /no puede|acceso/],
  ] as const) {
    const words = [...nobody, process.execPath, program, "up", "--lang", language];
    const run = await execa("env", words, {
      env: { ...stack.environment, ...environment },
      extendEnv: false,
      reject: false,
    });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(sentence);
    expect(run.stderr).toContain("sudo usermod -aG docker $USER");
  }
});

test("an endpoint that never answers does not make a command hang", async () => {
  const environment = await reach({ hang: true });
  const { error, attempts, english } = await fail({ environment });
  expect(error.code).toBe("docker-unreachable");
  expect(attempts).toMatchObject([{ reason: "timeout" }]);
  expect(english).toMatch(/no answer in time/);
});

test("what answers is no Docker", async () => {
  const environment = await reach({
    answer: (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html>It works!</html>");
      return true;
    },
  });
  const { attempts, english, spanish } = await fail({ environment });
  expect(attempts).toMatchObject([{ reason: "not-docker" }]);
  expect(english).toMatch(/is not Docker/);
  expect(spanish).toMatch(/no es Docker/);
});

test("something that speaks no HTTP at all", async () => {
  const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n", () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    const port = typeof address === "object" ? address?.port : 0;
    const { attempts } = await fail({ environment: { DOCKER_HOST: `tcp://127.0.0.1:${port}` } });
    expect(attempts).toMatchObject([{ reason: "not-docker" }]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("an Engine that is too old, and one with Windows containers", async () => {
  const old = await fail({ environment: await reach({ apiVersion: "1.40", minApiVersion: "1.12" }) });
  expect(old.error).toMatchObject({ code: "docker-too-old", facts: { apiVersion: "1.40", neededApiVersion: "1.41" } });
  expect(old.english).toMatch(/API 1\.40.*needs 1\.41[\s\S]*docs\.docker\.com/);
  expect(old.spanish).toMatch(/1\.40[\s\S]*1\.41[\s\S]*docs\.docker\.com/);
  await stub?.close();
  const windows = await fail({ environment: await reach({ osType: "windows" }) });
  expect(windows.error.code).toBe("docker-windows-containers");
  expect(windows.english).toMatch(/Windows containers[\s\S]*-SwitchLinuxEngine/);
  expect(windows.spanish).toMatch(/contenedores de Windows[\s\S]*-SwitchLinuxEngine/);
});

test("a context that points nowhere, and one that does not exist", async () => {
  const folder = join(stack.home, ".docker");
  const meta = join(folder, "contexts/meta", createHash("sha256").update("school").digest("hex"));
  await mkdir(meta, { recursive: true });
  const endpoints = { docker: { Host: "unix:///localgpt-is-not-here/school.sock", SkipTLSVerify: false } };
  await writeFile(join(meta, "meta.json"), JSON.stringify({ Name: "school", Metadata: {}, Endpoints: endpoints }));
  await writeFile(join(folder, "config.json"), JSON.stringify({ currentContext: "school" }));
  const environment = { DOCKER_HOST: undefined };
  const nowhere = await fail({ environment });
  expect(nowhere.attempts).toMatchObject([{ endpoint: "unix:///localgpt-is-not-here/school.sock", source: "context" }]);

  const missing = await fail({ environment: { ...environment, DOCKER_CONTEXT: "scool" } });
  expect(missing.error).toMatchObject({ code: "docker-context-missing", facts: { context: "scool" } });
  expect(missing.english).toMatch(/`scool` does not exist[\s\S]*docker context ls/);
  expect(missing.spanish).toMatch(/`scool`[\s\S]*docker context ls/);
});

test("an address that cannot be used, and an Engine that fails at everything", async () => {
  const { error, english } = await fail({ environment: { DOCKER_HOST: "fd://" } });
  expect(error.code).toBe("docker-endpoint-unsupported");
  expect(english).toMatch(/unix:\/\/[\s\S]*ssh:\/\//);

  const broken = await stack.localgpt(["status", "--json"], { environment: await reach({}) });
  expect(broken.code).toBe(1);
  const failure = readResult<Failure>(broken).error;
  expect(failure).toMatchObject({ code: "docker-failed", facts: { status: 500 } });
  expect(failure.message).toContain("the stub cannot GET");
});

/** Leaves a socket file behind that nobody listens on, as a killed program does. */
async function leaveSocket(path: string): Promise<void> {
  const script = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
  await execa(process.execPath, ["-e", script, path], { reject: false });
}
