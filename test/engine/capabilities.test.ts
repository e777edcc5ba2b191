import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServiceName, serviceNames } from "../../src/core/services/services.ts";
import { defaultSettings } from "../../src/core/settings/settings.ts";
import { renderComposeFile } from "../../src/core/stack/compose-file.ts";
import { anyMachineResources } from "../../src/core/stack/resources.ts";
import { withOneOff } from "../../src/engine/programs/one-off.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { images } from "../support/services/images.ts";

const project = uniqueProject("capabilities");
const volume = `${project}_data`;
const image = { ollama: images.ollama("1"), "open-webui": images.openWebui("1") };
const { services } = renderComposeFile({
  settings: defaultSettings,
  resources: anyMachineResources("none"),
  gpu: "none",
  renderGroups: [],
}).stack;
let engine: Engine;

// As a restored backup or the volume of another installation has them: not root's, and for their owner alone.
beforeAll(async () => {
  engine = await connectUnderTest();
  const script = [
    "mkdir /data/inner && echo text >/data/inner/file && chown -R 1000:2000 /data",
    "chmod 700 /data && chmod 2770 /data/inner && chmod 600 /data/inner/file && touch -d 2026-01-02T03:04:05Z /data/inner/file",
  ].join(" && ");
  await docker("run", "--rm", "-v", `${volume}:/data`, "--entrypoint", "bash", image["open-webui"], "-c", script);
});

afterAll(async () => {
  await removeProject(project);
  await leakCheck(project);
});

/** What a service does with such files, by the right of root's without which it could not. */
const needs: Record<ServiceName, Record<string, string>> = {
  ollama: {
    DAC_OVERRIDE: "cat /data/inner/file >/dev/null && touch /data/inner/new && rm /data/inner/new",
    // It sets the time of a model's file that it uses again (touchLayer in its manifest/layer.go).
    FOWNER: "touch -d 2026-01-02T03:04:05Z /data/inner/file",
  },
  "open-webui": {
    DAC_OVERRIDE: "cat /data/inner/file >/dev/null && touch /data/inner/new && rm /data/inner/new",
  },
};

describe.each(serviceNames)("%s", (service) => {
  const { cap_add: added = [], cap_drop: dropped, security_opt: options = [] } = services[service];

  test("has of root's rights only those that it needs", () => {
    expect(dropped).toEqual(["ALL"]);
    expect(added).toEqual(Object.keys(needs[service]));
  });

  test.each(added)("needs %s", async (capability) => {
    const run = (capabilities: string[]) =>
      docker(
        ...["run", "--rm", "--cap-drop", "ALL", ...capabilities.flatMap((each) => ["--cap-add", each])],
        ...[...options.flatMap((option) => ["--security-opt", option]), "-v", `${volume}:/data`],
        ...["--entrypoint", "bash", image[service], "-c", needs[service][capability] ?? "false"],
      );
    await run(added);
    await expect(run(added.filter((each) => each !== capability))).rejects.toThrow(/denied|not permitted/i);
  });
});

test("a one-off container copies files with their owners, modes and times, and can do nothing else of what root may", async () => {
  const copy = `${project}_copy`;
  const mounts = [
    { volume, path: "/from", readOnly: true },
    { volume: copy, path: "/to" },
  ];
  const request = { project, image: image["open-webui"], mounts, signal: calm() };
  await withOneOff(engine, request, async (container) => {
    await docker("exec", container, "bash", "-c", "cp --archive /from/. /to/");
    const stat = ["stat", "--format", "%a %u:%g %Y"];
    const look = (folder: string) =>
      docker("exec", container, ...stat, folder, `${folder}/inner`, `${folder}/inner/file`);
    expect(await look("/to")).toBe(await look("/from"));
    const rights = await docker("exec", container, "grep", "-E", "^(CapBnd|NoNewPrivs)", "/proc/self/status");
    // CHOWN, DAC_OVERRIDE, FOWNER and FSETID are the bits 0, 1, 3 and 4.
    expect(rights).toMatch(/CapBnd:\s*0*1b\nNoNewPrivs:\s*1$/);
    const device = "import os; os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0))";
    await expect(docker("exec", container, "python3", "-c", device)).rejects.toThrow(/not permitted/i);
  });
});
