import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { words as en } from "../../src/words/en.ts";
import { containerOf, inspectService } from "../support/engines/containers.ts";
import { compose, docker } from "../support/engines/docker.ts";
import { saysUnchanged } from "../support/program/says.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace("gpu", { model: "none" });
});
afterEach(() => workspace.remove());

describe("a GPU that the Engine refuses: up goes on without it, says so, and does not try again", () => {
  test("NVIDIA without its toolkit", async () => {
    await expectGoesOn("nvidia", /NVIDIA/i);
  });

  test("AMD without its devices", async () => {
    // A tag of its own, so that the image with ROCm beside it is there too.
    const image = `${workspace.project}/ollama:1`;
    try {
      await docker("tag", images.ollama("1"), image);
      await docker("tag", images.ollama("1"), `${image}-rocm`);
      await workspace.writeSettings({ ollama: image, model: "none" });
      await expectGoesOn("amd", /AMD/i);
      expect((await inspectService(workspace, "ollama")).Config.Image).toBe(image);
    } finally {
      await workspace.localgpt(["down"]);
      await docker("image", "rm", image, `${image}-rocm`);
    }
  });

  async function expectGoesOn(gpu: string, named: RegExp): Promise<void> {
    const first = await workspace.localgpt(["up", "--gpu", gpu]);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toMatch(named);
    expect(first.stdout).toContain(en.up.runsOn({ model: null, gpu: "none" }));
    const { HostConfig } = await inspectService(workspace, "ollama");
    expect(HostConfig.DeviceRequests ?? []).toEqual([]);
    expect(HostConfig.Devices ?? []).toEqual([]);
    const running = await docker("inspect", "--format", "{{.State.Running}}", containerOf(workspace, "ollama"));
    expect(running).toBe("true");

    const before = await workspace.containerIds();
    const again = await workspace.localgpt(["up"]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain(saysUnchanged(workspace.port));
    expect(await workspace.containerIds()).toEqual(before);
  }
});

test("--gpu auto takes none where there is none, and changes nothing the next time", async () => {
  const first = await workspace.localgpt(["up", "--gpu", "auto"]);
  expect(first.code, first.stderr).toBe(0);
  const before = await workspace.containerIds();
  const again = await workspace.localgpt(["up", "--json"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: false });
  expect(await workspace.containerIds()).toEqual(before);
});

describe("the Compose file for a GPU", () => {
  for (const { gpu, wanted } of [
    {
      gpu: "nvidia",
      wanted: { deploy: { resources: { reservations: { devices: [{ driver: "nvidia", count: -1 }] } } } },
    },
    {
      gpu: "amd",
      wanted: {
        image: `${images.ollama("1")}-rocm`,
        devices: [{ source: "/dev/kfd" }, { source: "/dev/dri" }],
      },
    },
    { gpu: "vulkan", wanted: { image: images.ollama("1"), devices: [{ source: "/dev/dri" }] } },
  ]) {
    test(`${gpu}: is one that \`docker compose\` accepts and reads as it is meant`, async () => {
      await execa("sed", ["-i", `s/^gpu: none$/gpu: ${gpu}/`, `${workspace.home}/settings.yaml`]);
      const file = `${workspace.home}/by-hand.yaml`;
      const written = await workspace.localgpt(["compose", "--output", file]);
      expect(written.code, written.stderr).toBe(0);
      const document = JSON.parse(await compose("--file", file, "config", "--format", "json")) as {
        services: { ollama: unknown };
      };
      expect(document.services.ollama).toMatchObject(wanted);
    });
  }
});
