import { afterAll, beforeAll, expect, test } from "vitest";
import type { FitResult } from "../../src/commands/machine/fit.ts";
import type { Finding } from "../../src/core/facts/checks.ts";
import { describeLlama } from "../support/data/gguf.ts";
import { inspectService } from "../support/engines/containers.ts";
import { freePort } from "../support/engines/docker.ts";
import { type Failure, readResult } from "../support/program/output.ts";
import { readEvents } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { type ModelRegistry, startModelRegistry } from "../support/services/model-registry.ts";

const gigabyte = 1e9;
const mib = 1024 ** 2;

let stack: Workspace;
let models: ModelRegistry;

beforeAll(async () => {
  stack = await createWorkspace("fit", { model: "none" });
  models = await startModelRegistry({
    small: {
      weightsBytes: 10e6,
      header: describeLlama({ layers: 16, keyValueHeads: 8, heads: 32, embedding: 2048 }),
      config: { model_type: "1.2B", file_type: "Q8_0" },
    },
    huge: 900 * gigabyte,
    bulky: { weightsBytes: 10e6, otherBytes: 900_000 * gigabyte },
  });
});

afterAll(async () => {
  await stack?.remove();
  await models?.close();
});

async function judge(...args: string[]): Promise<FitResult> {
  const run = await stack.localgpt(["fit", ...args, "--json"]);
  return readResult<FitResult>(run);
}

test("where Ollama was never started: a usual model without asking anybody, any other by its registry; nothing is made", async () => {
  const usual = await stack.localgpt(["fit", "llama3.2"]);
  expect(usual.code, usual.stderr).toBe(0);
  expect(usual.stdout).toMatch(/^\S Yes, llama3\.2 fits: it needs 2\.8 GiB/);
  expect(usual.stdout).toContain("localgpt pull llama3.2");

  const small = await judge(models.name("small"));
  expect(small).toMatchObject({ verdict: "yes", state: "missing", parameterSize: "1.2B", quantization: "Q8_0" });
  // 32 KiB for each of 4096 tokens, as the first bytes of its weights say.
  expect(small.memory).toMatchObject({ cacheBytes: 128 * mib, certainty: "exact", trainedContext: 131_072 });
  const long = await judge(models.name("small"), "--context", "8192");
  expect(long.memory).toMatchObject({ context: 8192, cacheBytes: 256 * mib });
  expect(await stack.containerIds()).toEqual({});
});

test("what does not fit is reported with the numbers and what does, exit code 4", async () => {
  const huge = await stack.localgpt(["fit", models.name("huge"), "--lang", "es"]);
  expect(huge.code).toBe(4);
  expect(huge.stdout).toMatch(/^\S No, .*huge no cabe: necesita \d+,\d GiB de memoria/);
  expect(huge.stdout).toMatch(/Sí caben: .*\(\d+,\d GiB\)/);
});

test("what nobody knows is 1, what makes no sense is 2", async () => {
  const unknown = await stack.localgpt(["fit", models.name("smal"), "--json"]);
  expect(unknown.code).toBe(1);
  expect(readResult<Failure>(unknown).error).toMatchObject({ code: "pull-failed", facts: { reason: "not-found" } });

  const away = `127.0.0.1:${await freePort()}/library/small`;
  const unreachable = await stack.localgpt(["fit", away, "--json"]);
  expect(unreachable.code).toBe(1);
  expect(readResult<Failure>(unreachable).error).toMatchObject({
    code: "size-unknown",
    facts: { reason: "unreachable" },
  });

  for (const args of [["two words"], ["llama3.2", "--context", "12"], [], ["llama3.2", "tiny"]]) {
    expect((await stack.localgpt(["fit", ...args])).code, args.join(" ")).toBe(2);
  }
});

test("a model on disk is judged by its own words, without internet, also while everything is stopped", async () => {
  expect((await stack.localgpt(["pull", "tiny", "llama3.2"])).code).toBe(0);
  const stopped = await stack.localgpt(["fit", "tiny", "--json"]);
  expect(stopped.code, stopped.stderr).toBe(0);
  const tiny = readResult<FitResult>(stopped);
  expect(tiny).toMatchObject({ verdict: "yes", state: "present", parameterSize: "1M", quantization: "F32" });
  expect(tiny.memory).toMatchObject({ cacheBytes: 448 * mib, certainty: "exact" });
  expect((await inspectService(stack, "ollama")).State.Status).toBe("exited");
  const unheard = await stack.localgpt(["fit", "tinny"]);
  expect(unheard.code).toBe(1);
  expect(unheard.stderr).toMatch(/Did you mean `tiny`/);

  expect((await stack.localgpt(["up"])).code).toBe(0);
  // The stand-in's llama3.2 has 24 MB: what is on disk counts, not the table.
  const own = await judge("llama3.2");
  expect(own).toMatchObject({ state: "present", disk: { neededBytes: 0 } });
  expect(own.memory.weightsBytes).toBe(own.bytes);
  expect(own.memory.weightsBytes).toBeLessThan(25e6);
  const spanish = await stack.localgpt(["fit", "llama3.2", "--lang", "es"]);
  expect(spanish.stdout).toMatch(/ya está descargado \(24 MB\)/);
});

// With the stack up, because of a distant Engine's disk nothing is known before.
test("check, pull and up go by the same figures, of the memory and of the disk", async () => {
  const name = models.name("huge");
  const { memory, disk } = await judge(name);
  const figures = ({ neededBytes, weightsBytes, cacheBytes, totalBytes, limitBytes, context }: FitResult["memory"]) => {
    return { neededBytes, weightsBytes, cacheBytes, totalBytes, limitBytes, context };
  };
  const told = async (args: string[]): Promise<Finding[]> => {
    const run = await stack.localgpt([...args, "--json"]);
    expect(run.code).toBe(4);
    if (args[0] === "check") return readResult<{ findings: Finding[] }>(run).findings;
    return readEvents(run.stderr).flatMap((event) => (event.type === "finding" ? [event.finding] : []));
  };
  for (const args of [
    ["check", name],
    ["pull", name],
    ["up", "--model", name],
  ]) {
    const findings = await told(args);
    const memoryFinding = findings.find(({ id }) => id === "model-memory");
    expect(memoryFinding?.id === "model-memory" && figures(memoryFinding.facts), args[0]).toEqual(figures(memory));
    const diskFinding = findings.find(({ id }) => id === "disk");
    expect(diskFinding?.facts, args[0]).toMatchObject({ neededBytes: disk.neededBytes });
  }
  const bulky = await stack.localgpt(["fit", models.name("bulky")]);
  expect(bulky.code).toBe(4);
  expect(bulky.stdout).toMatch(/does not fit on the disk: 900\.0 TB/);
  expect((await stack.localgpt(["check", name])).stdout).toContain(`localgpt fit ${name}`);
});
