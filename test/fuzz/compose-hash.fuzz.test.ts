import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { serviceNames } from "../../src/core/services/services.ts";
import { renderComposeFile } from "../../src/core/stack/compose-file.ts";
import { hashService } from "../../src/core/stack/compose-hash.ts";
import type { Stack } from "../../src/core/stack/stack.ts";
import { renderFacts } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-fuzz-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The hashes that `docker compose` computes for a file; it needs no Engine for that. */
async function askCompose(text: string): Promise<Record<string, string>> {
  const file = join(folder, "compose.yaml");
  await writeFile(file, text);
  const { stdout } = await execa("docker", ["compose", "-f", file, "config", "--hash", "*"], { stdin: "ignore" });
  return Object.fromEntries(stdout.split("\n").map((line) => line.split(" ")));
}

const hashesOf = (stack: Stack, suffix = "") =>
  serviceNames.map((service) => [service + suffix, hashService(stack, service)]);

/** The lines of a file's services, each service under a name of its own; its own name is not part of its hash. */
function servicesOf(text: string, suffix: string): string {
  const [, services = ""] = /^services:\n(.*?)^\S/ms.exec(text) ?? [];
  return services.replaceAll(/^( {2}| {6})(ollama|open-webui):$/gm, `$1$2${suffix}:`);
}

const volumes = "networks:\n  localgpt:\nvolumes:\n  ollama:\n  open-webui:\n";

describe("docker compose", () => {
  // A call of it takes as long as rendering thousands of stacks: many at once.
  const many = fc.array(renderFacts, { minLength: 1, maxLength: 50, size: "max" });
  property(
    "computes the same hashes for the services of any stacks",
    [many],
    async (facts) => {
      const rendered = facts.map((some) => renderComposeFile(some));
      const text = rendered.map((one, index) => servicesOf(one.text, `-${index}`)).join("");
      const expected = rendered.flatMap(({ stack }, index) => hashesOf(stack, `-${index}`));
      expect(await askCompose(`name: many\nservices:\n${text}${volumes}`)).toEqual(Object.fromEntries(expected));
    },
    { share: 0.02 },
  );

  property(
    "takes the whole file of any stack",
    [renderFacts],
    async (facts) => {
      const { text, stack } = renderComposeFile(facts);
      expect(await askCompose(text)).toEqual(Object.fromEntries(hashesOf(stack)));
    },
    { share: 0.05 },
  );
});
