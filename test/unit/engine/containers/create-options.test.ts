import { expect, test } from "vitest";
import type { GpuKind } from "../../../../src/core/facts/names.ts";
import { defaultSettings } from "../../../../src/core/settings/settings.ts";
import { renderComposeFile } from "../../../../src/core/stack/compose-file.ts";
import { hashService } from "../../../../src/core/stack/compose-hash.ts";
import { anyMachineResources } from "../../../../src/core/stack/resources.ts";
import type { Stack } from "../../../../src/core/stack/stack.ts";
import { containerOptions, networkOptions, volumeOptions } from "../../../../src/engine/containers/create-options.ts";

const origin = { imageId: "sha256:1", composeFile: "/home/me/compose.yaml", workingDir: "/home/me" };

test("a container mounts the volume that the document names, and not another of the service", () => {
  const stack = {
    ...render(),
    volumes: { ollama: null, "open-webui": { name: "localgpt_open-webui-20261124-170000" } },
  };
  expect(containerOptions(stack, "open-webui", origin).HostConfig?.Binds).toEqual([
    "localgpt_open-webui-20261124-170000:/app/backend/data:rw",
  ]);
});

test("the page's container is what docker compose would post", () => {
  const stack = render();
  const options = containerOptions(stack, "open-webui", origin);
  expect(options).toMatchObject({
    Image: "ghcr.io/open-webui/open-webui:v0.11.4",
    ExposedPorts: { "8080/tcp": {} },
    StopTimeout: 30,
    Labels: {
      "com.docker.compose.project": "localgpt",
      "com.docker.compose.service": "open-webui",
      "com.docker.compose.config-hash": hashService(stack, "open-webui"),
      "com.docker.compose.container-number": "1",
      "com.docker.compose.oneoff": "False",
      "com.docker.compose.depends_on": "ollama:service_healthy:false",
      "com.docker.compose.image": "sha256:1",
      "com.docker.compose.project.working_dir": "/home/me",
      "com.docker.compose.project.config_files": "/home/me/compose.yaml",
    },
    HostConfig: {
      Binds: ["localgpt_open-webui:/app/backend/data:rw"],
      NetworkMode: "localgpt_localgpt",
      PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "3000" }] },
      RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 0 },
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
      SecurityOpt: ["no-new-privileges:true"],
      CapDrop: ["ALL"],
      CapAdd: ["DAC_OVERRIDE"],
      PidsLimit: 4096,
      Init: true,
    },
    NetworkingConfig: {
      EndpointsConfig: { localgpt_localgpt: { Aliases: ["localgpt-open-webui-1", "open-webui"] } },
    },
  });
  expect(options.Env).toContain("OLLAMA_BASE_URL=http://ollama:11434");
  expect(options.Healthcheck).toMatchObject({ Interval: 10e9, Timeout: 10e9, StartPeriod: 300e9, Retries: 5 });
});

test("Ollama publishes nothing and depends on nothing, and takes its limits", () => {
  const options = containerOptions(render("none", { cpuLimit: 1.5, memoryLimitBytes: 2e9 }), "ollama", origin);
  expect(options.ExposedPorts).toBeUndefined();
  expect(options.HostConfig).toMatchObject({ PortBindings: {}, NanoCpus: 1_500_000_000, Memory: 2e9 });
  expect(options.Labels?.["com.docker.compose.depends_on"]).toBe("");
});

test.each<[GpuKind, object]>([
  ["nvidia", { DeviceRequests: [{ Driver: "nvidia", Count: -1, Capabilities: [["gpu"]] }] }],
  ["amd", { Devices: [device("/dev/kfd"), device("/dev/dri")], GroupAdd: ["44", "105"] }],
  ["vulkan", { Devices: [device("/dev/dri")], GroupAdd: ["44", "105"] }],
])("the GPU %s is asked for as docker compose asks", (gpu, expected) => {
  expect(containerOptions(render(gpu), "ollama", origin).HostConfig).toMatchObject(expected);
});

test("devices by their CDI names become a request, never files", () => {
  const stack = render();
  stack.services.ollama.devices = ["nvidia.com/gpu=all"];
  const { HostConfig } = containerOptions(stack, "ollama", origin);
  expect(HostConfig?.DeviceRequests).toEqual([{ Driver: "cdi", Count: 0, DeviceIDs: ["nvidia.com/gpu=all"] }]);
  expect(HostConfig?.Devices).toBeUndefined();
});

test("the network carries Compose's key, and a volume never a config hash", () => {
  const stack = render();
  expect(networkOptions(stack)).toMatchObject({
    Name: "localgpt_localgpt",
    CheckDuplicate: true,
    Labels: { "com.docker.compose.project": "localgpt", "com.docker.compose.network": "localgpt" },
  });
  expect(volumeOptions(stack, "ollama")).toMatchObject({
    Name: "localgpt_ollama",
    Labels: { "com.docker.compose.project": "localgpt", "com.docker.compose.volume": "ollama" },
  });
  expect(volumeOptions(stack, "ollama").Labels).not.toHaveProperty("com.docker.compose.config-hash");
});

function render(gpu: GpuKind = "none", limits: { cpuLimit?: number; memoryLimitBytes?: number } = {}): Stack {
  const resources = { ...anyMachineResources(gpu), ...limits };
  const renderGroups = gpu === "none" || gpu === "nvidia" ? [] : [44, 105];
  return renderComposeFile({ settings: defaultSettings, resources, gpu, renderGroups }).stack;
}

function device(path: string) {
  return { PathOnHost: path, PathInContainer: path, CgroupPermissions: "rwm" };
}
