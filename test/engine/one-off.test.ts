import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withOneOff } from "../../src/engine/programs/one-off.ts";
import { startProgram } from "../../src/engine/programs/program.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { images } from "../support/services/images.ts";

const project = uniqueProject("one-off");
const volume = `${project}_open-webui`;
let engine: Engine;

beforeAll(async () => {
  engine = await connectUnderTest();
});

afterAll(async () => {
  await docker("volume", "rm", "--force", volume);
  await leakCheck(project);
  await removeProject(project);
});

const request = (path: string) => ({
  project,
  image: images.openWebui("1"),
  mounts: [{ volume, path }],
  signal: calm(),
});

test("what a program writes into a new volume comes out again, byte by byte, beside what the image has there", async () => {
  const bytes = Buffer.alloc(5_000_000, "localgpt");
  await withOneOff(engine, request("/app/backend/data"), async (container) => {
    const bounds = { action: "test", signal: calm() };
    const writer = await startProgram(engine, container, ["bash", "-c", "cat > /app/backend/data/file"], bounds);
    await pipeline(Readable.from([bytes]), writer.stream);
    expect(await writer.ended).toEqual({ exitCode: 0, stderr: "" });
    const reader = await startProgram(engine, container, ["cat", "/app/backend/data/file"], bounds);
    const chunks: Buffer[] = [];
    for await (const chunk of reader.stream) {
      chunks.push(chunk);
      if (chunks.length < 4) await sleep(5); // a slow reader holds up the writer instead of losing anything
    }
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    const failing = await startProgram(engine, container, ["bash", "-c", "echo no >&2; exit 3"], bounds);
    failing.stream.resume();
    expect(await failing.ended).toEqual({ exitCode: 3, stderr: "no\n" });
    const list = await docker("exec", container, "ls", "/app/backend/data");
    expect(list.split("\n")).toEqual(["cache", "file"]);
  });
  expect(await docker("ps", "--all", "--quiet", "--filter", `label=com.docker.compose.project=${project}`)).toBe("");
});

test("aborted, it leaves no container behind", async () => {
  const ended = new AbortController();
  const work = withOneOff(engine, { ...request("/data"), signal: ended.signal }, async (container) => {
    const { stream } = await startProgram(engine, container, ["sleep", "60"], { action: "test", signal: ended.signal });
    ended.abort();
    for await (const _ of stream) throw new Error("nothing comes");
  });
  await expect(work).rejects.toMatchObject({ code: "interrupted" });
  expect(await docker("ps", "--all", "--quiet", "--filter", `label=com.docker.compose.project=${project}`)).toBe("");
});
