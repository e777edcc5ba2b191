import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gpuKinds } from "../../src/core/facts/names.ts";
import { serviceNames } from "../../src/core/services/services.ts";
import { defaultSettings } from "../../src/core/settings/settings.ts";
import { renderComposeFile } from "../../src/core/stack/compose-file.ts";
import { hashService } from "../../src/core/stack/compose-hash.ts";
import { anyMachineResources, sizeResources } from "../../src/core/stack/resources.ts";
import { compose } from "../support/engines/docker.ts";

const machine = { memoryBytes: 8e9, cpus: 4, physicalCores: 2, hasInit: true };
const chosen = { cpus: 1.5, memoryBytes: null };

const cases = gpuKinds.flatMap((gpu) => [
  {
    name: `any machine, ${gpu}`,
    gpu,
    resources: anyMachineResources(gpu),
    settings: defaultSettings,
    renderGroups: [],
  },
  {
    name: `everything chosen, ${gpu}`,
    gpu,
    resources: sizeResources(machine, { ...chosen, gpu }),
    settings: {
      ...defaultSettings,
      name: "another_project-1",
      port: 8088,
      model: null,
      context: 8192,
      language: "es" as const,
      images: { ...defaultSettings.images, ollama: "127.0.0.1:5000/a/ollama:1" },
      ollamaPort: 11435,
    },
    renderGroups: [44, 105],
  },
]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-compose-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("docker compose takes every rendered file and computes the same hashes", () => {
  test.each(cases)("$name", async (facts) => {
    const { text, stack } = renderComposeFile(facts);
    const file = join(folder, `${facts.name.replaceAll(/\W+/g, "-")}.yaml`);
    await writeFile(file, text);
    await compose("-f", file, "config", "-q");
    const printed = await compose("-f", file, "config", "--hash", "*");
    const hashes = Object.fromEntries(
      printed
        .trim()
        .split("\n")
        .map((line) => line.split(" ")),
    );
    expect(Object.fromEntries(serviceNames.map((service) => [service, hashService(stack, service)]))).toEqual(hashes);
  });
});

test.each(["", ".nvidia", ".amd", ".vulkan"])("docker compose takes compose/docker-compose%s.yaml", async (kind) => {
  await compose("-f", `compose/docker-compose${kind}.yaml`, "config", "-q");
});
