import { afterAll, beforeAll, expect, test } from "vitest";
import { runInContainer } from "../../src/engine/containers/exec.ts";
import { type LogLine, type LogRequest, readLogs } from "../../src/engine/containers/logs.ts";
import { computeStats, readSample, readUsedMemory } from "../../src/engine/containers/stats.ts";
import { diskFree, listVolumes, volumeSizes } from "../../src/engine/machine/volumes.ts";
import { type Engine, hasApi } from "../../src/engine/wire/engine.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { startEngineProxy } from "../support/engines/engine-proxy.ts";
import { removeProject } from "../support/engines/leaks.ts";
import { images } from "../support/services/images.ts";

const project = uniqueProject("read");
const volume = `${project}_data`;
const busy = `${project}-busy`;
let engine: Engine;

beforeAll(async () => {
  engine = await connectUnderTest();
  await docker("volume", "create", "--label", "some=label", volume);
  const script = "head -c 1000000 /dev/zero >/data/file; while :; do :; done";
  await run(busy, script, "--cpus", "0.5", "--memory", "64m", "-v", `${volume}:/data`);
});
afterAll(() => removeProject(project));

test("a log has its lines in order, with their stream and time, long and non-ASCII ones whole", async () => {
  const name = `${project}-log`;
  await run(
    name,
    "echo first; echo ñandú 🦙; echo; head -c 40000 /dev/zero | tr '\\0' x; echo; echo last >&2; printf tail",
  );
  await docker("wait", name);
  const lines = await logs(name, {});
  const out = lines.filter(({ stream }) => stream === "stdout").map(({ line }) => line);
  expect(out).toEqual(["first", "ñandú 🦙", "", "x".repeat(40_000), "tail"]);
  expect(lines.filter(({ stream }) => stream === "stderr").map(({ line }) => line)).toEqual(["last"]);
  expect(lines.every(({ time }) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time))).toBe(true);
  expect((await logs(name, { tail: 1 })).map(({ line }) => line)).toHaveLength(1);
  expect(await logs(name, { sinceMs: Date.now() + 60_000 })).toEqual([]);
});

test("a container with a terminal has a plain log", async () => {
  const name = `${project}-terminal`;
  await run(name, "echo 123; echo two", "-t");
  await docker("wait", name);
  expect((await logs(name, {})).map(({ line, stream }) => [stream, line])).toEqual([
    ["stdout", "123"],
    ["stdout", "two"],
  ]);
});

test("following gives lines as they come, and ends with the signal or the container", async () => {
  const name = `${project}-follow`;
  await run(name, "n=0; while :; do n=$((n+1)); echo $n; sleep 0.1; done");
  const controller = new AbortController();
  const seen: string[] = [];
  const following = async () => {
    for await (const { line } of readLogs(engine, name, request({ follow: true, signal: controller.signal }))) {
      seen.push(line);
      if (seen.length === 3) controller.abort();
    }
  };
  await expect(following()).rejects.toMatchObject({ code: "interrupted" });
  expect(seen).toEqual(["1", "2", "3"]);
  const ended = readLogs(engine, name, request({ follow: true }));
  expect(await ended.next()).toMatchObject({ value: { line: "1" } });
  await docker("rm", "-f", name);
  for await (const { line } of ended) seen.push(line);
  expect(seen.length).toBeGreaterThan(3);
});

test("the log of a container that is not there is a failure", async () => {
  await expect(logs(`${project}-none`, {})).rejects.toMatchObject({ code: "docker-failed", facts: { status: 404 } });
});

test("the use of a busy container is reported, its processor from one sample to another", async () => {
  const first = await readSample(engine, busy, calm());
  const look = async () => computeStats(first, await readSample(engine, busy, calm()));
  const stats = await look();
  expect(stats.memoryLimitBytes).toBe(64 * 1024 ** 2);
  expect(stats.memoryBytes).toBeGreaterThan(0);
  // A limited container runs and rests alternately for milliseconds: over a while its share comes near the limit.
  await expect.poll(async () => (await look()).cpuPercent ?? 0).toSatisfy((percent) => percent > 5 && percent < 90);
});

test("a container that ends before the Engine has looked uses nothing", async () => {
  const isStats = (path: string) => path.endsWith("/stats");
  const proxy = await startEngineProxy((_method, path) => (isStats(path) ? { status: 200, body: "" } : null));
  try {
    const behind = await connectUnderTest({ DOCKER_HOST: proxy.host });
    expect(computeStats(null, await readSample(behind, busy, calm())).memoryBytes).toBe(0);
    expect(await readUsedMemory(behind, calm())).toBe(0);
  } finally {
    await proxy.close();
  }
});

test("volumes are listed with their labels, and sized where the Engine does it cheaply", async () => {
  const found = (await listVolumes(engine, calm())).find(({ name }) => name === volume);
  expect(found?.labels).toMatchObject({ some: "label" });
  const sizes = await volumeSizes(engine, calm());
  if (hasApi(engine, "1.42")) expect(sizes[volume]).toBeGreaterThanOrEqual(1_000_000);
  else expect(sizes).toEqual({});
});

test("free space is read where a volume lies, null for a path that is not there", async () => {
  expect(await diskFree(engine, busy, "/data", calm())).toBeGreaterThan(1_000_000);
  expect(await diskFree(engine, busy, "/none", calm())).toBeNull();
});

test("a program in a container leaves its two outputs and its exit code", async () => {
  const bounds = { action: "run", signal: calm() };
  const command = ["sh", "-c", "cat; echo out; echo err >&2; exit 3"];
  const left = await runInContainer(engine, busy, command, bounds);
  expect(left).toEqual({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
  const endless = runInContainer(engine, busy, ["sh", "-c", "cat >/dev/null; sleep 2"], { ...bounds, timeoutMs: 200 });
  await expect(endless).rejects.toMatchObject({ code: "docker-timeout", facts: { action: "run", waitedMs: 200 } });
});

async function run(name: string, script: string, ...options: string[]): Promise<void> {
  await docker("run", "-d", "--name", name, ...options, "--entrypoint", "bash", images.ollama("1"), "-c", script);
}

async function logs(name: string, change: Partial<LogRequest>): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of readLogs(engine, name, request(change))) lines.push(line);
  return lines;
}

function request(change: Partial<LogRequest>): LogRequest {
  return { follow: false, tail: null, sinceMs: null, signal: calm(), ...change };
}
