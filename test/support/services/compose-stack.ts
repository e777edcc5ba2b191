import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceName } from "../../../src/core/services/services.ts";
import { defaultSettings } from "../../../src/core/settings/settings.ts";
import { renderComposeFile } from "../../../src/core/stack/compose-file.ts";
import { anyMachineResources, type Resources } from "../../../src/core/stack/resources.ts";
import { modelNamed } from "../data/model-named.ts";
import { compose, docker, freePort, uniqueProject } from "../engines/docker.ts";
import { leakCheck, removeProject } from "../engines/leaks.ts";
import { images, type OllamaTag, type OpenWebuiTag } from "./images.ts";

/** A stack that `docker compose` made from the file that localgpt renders. */
export type ComposeStack = {
  project: string;
  port: number;
  file: string;
  container: (service: ServiceName) => string;
  /** Runs `docker compose` on this file. */
  compose: (...args: string[]) => Promise<string>;
  remove: () => Promise<void>;
};

/**
 * Renders a file for the stand-in images, has Compose create the given services and starts them, waiting for nothing.
 */
export async function startComposeStack(
  name: string,
  options: {
    ollama?: OllamaTag;
    openWebui?: OpenWebuiTag;
    services?: ServiceName[];
    resources?: Partial<Resources>;
  } = {},
): Promise<ComposeStack> {
  const project = uniqueProject(name);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "localgpt-compose-"));
  const file = join(folder, "compose.yaml");
  const settings = {
    ...defaultSettings,
    name: project,
    port,
    model: modelNamed("tiny"),
    images: { ollama: images.ollama(options.ollama ?? "1"), "open-webui": images.openWebui(options.openWebui ?? "1") },
  };
  const resources = { ...anyMachineResources("none"), ...options.resources };
  await writeFile(file, renderComposeFile({ settings, resources, gpu: "none", renderGroups: [] }).text);
  const run = (...args: string[]) => compose("-f", file, ...args);
  // Created by Compose, started without it: it would hold back the page until Ollama is healthy, and for ever with a
  // broken one.
  const services = options.services ?? (["ollama", "open-webui"] as const);
  try {
    await run("create", ...services);
    await docker("start", ...services.map((service) => `${project}-${service}-1`));
  } catch (error) {
    await removeProject(project);
    throw error;
  }
  return {
    project,
    port,
    file,
    container: (service) => `${project}-${service}-1`,
    compose: run,
    remove: async () => {
      await removeProject(project);
      await leakCheck(project);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
