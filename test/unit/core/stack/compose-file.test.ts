import { describe, expect, test } from "vitest";
import { type GpuKind, gpuKinds } from "../../../../src/core/facts/names.ts";
import { serviceNames } from "../../../../src/core/services/services.ts";
import { defaultSettings, type Settings } from "../../../../src/core/settings/settings.ts";
import { type RenderFacts, readStackFile, renderComposeFile } from "../../../../src/core/stack/compose-file.ts";
import { anyMachineResources, sizeResources } from "../../../../src/core/stack/resources.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

function render(settings: Partial<Settings> = {}, facts: Partial<RenderFacts> = {}) {
  return renderComposeFile({
    settings: { ...defaultSettings, ...settings },
    resources: anyMachineResources(facts.gpu ?? "none"),
    gpu: "none",
    renderGroups: [],
    ...facts,
  });
}

const fileNames: Record<GpuKind, string> = {
  none: "docker-compose.yaml",
  nvidia: "docker-compose.nvidia.yaml",
  amd: "docker-compose.amd.yaml",
  vulkan: "docker-compose.vulkan.yaml",
};

describe("the files in compose/", () => {
  // `npm run render` rewrites them.
  test.each(gpuKinds)("are what localgpt renders for any machine: %s", async (gpu) => {
    await expect(render({}, { gpu }).text).toMatchFileSnapshot(`../../../../compose/${fileNames[gpu]}`);
  });
});

describe("renderComposeFile", () => {
  test("publishes the page on loopback only and Ollama not at all", () => {
    const { services } = render({ port: 8088 }).stack;
    expect(services["open-webui"].ports).toEqual([{ host_ip: "127.0.0.1", published: "8088", target: 8080 }]);
    expect(services["open-webui"].environment.CORS_ALLOW_ORIGIN).toBe("http://localhost:8088;http://127.0.0.1:8088");
    expect(services.ollama.ports).toBeUndefined();
  });

  test.each([
    ["127.0.0.1", "http://localhost:3000;http://127.0.0.1:3000"],
    ["127.0.0.2", "http://localhost:3000;http://127.0.0.2:3000"],
    ["::1", "http://localhost:3000;http://[::1]:3000"],
    ["192.168.1.20", "http://192.168.1.20:3000"],
    ["0.0.0.0", "*"],
    ["::", "*"],
  ])("publishes the page on %s, where browsers may use it from %s", (address, origins) => {
    const { stack, text } = render({ address });
    expect(stack.services["open-webui"].ports).toEqual([{ host_ip: address, published: "3000", target: 8080 }]);
    expect(stack.services["open-webui"].environment.CORS_ALLOW_ORIGIN).toBe(origins);
    expect(text.includes("Only this computer reaches it")).toBe(/^127|^::1/.test(address));
    expect(text.includes("Everyone in the network reaches it")).toBe(!/^127|^::1/.test(address));
    expect(readStackFile(text)).toEqual(stack);
  });

  test("publishes Ollama on loopback when a port was chosen for it", () => {
    const { services } = render({ ollamaPort: 11434 }).stack;
    expect(services.ollama.ports).toEqual([{ host_ip: "127.0.0.1", published: "11434", target: 11434 }]);
  });

  test("keeps no secret", () => {
    expect(render().text).not.toMatch(/^\s*(WEBUI_SECRET_KEY|.*PASSWORD.*|.*TOKEN.*):/m);
  });

  test("limits what was chosen and tells llama.cpp of the threads", () => {
    const machine = { memoryBytes: 16e9, cpus: 8, physicalCores: 4, hasInit: true };
    const chosen = { cpus: 2.5, memoryBytes: 3 * 1024 ** 3, gpu: "none" as const };
    const { stack, text } = render({}, { resources: sizeResources(machine, chosen) });
    expect(stack.services.ollama).toMatchObject({ cpus: 2.5, mem_limit: 3 * 1024 ** 3 });
    expect(stack.services.ollama.environment.LLAMA_ARG_THREADS).toBe("2");
    expect(text).toContain("mem_limit: 3072m");
    expect(stack.services["open-webui"].mem_limit).toBe(7 * 1024 ** 3);
  });

  test.each(serviceNames)("takes from %s what it does not need, with every GPU", (service) => {
    for (const gpu of gpuKinds) {
      expect(render({}, { gpu }).stack.services[service]).toMatchObject({
        security_opt: ["no-new-privileges:true"],
        cap_drop: ["ALL"],
        pids_limit: 4096,
        init: true,
      });
    }
  });

  test("asks for no init where the Engine has none", () => {
    const { stack, text } = render({}, { resources: { ...anyMachineResources("none"), init: false } });
    for (const service of serviceNames) expect(stack.services[service].init).toBeUndefined();
    expect(text).not.toContain("init:");
  });

  test("offers the chosen model in the page, or none", () => {
    expect(render({ model: modelNamed("qwen2.5:0.5b") }).stack.services["open-webui"].environment.DEFAULT_MODELS).toBe(
      "qwen2.5:0.5b",
    );
    expect(render({ model: null }).stack.services["open-webui"].environment.DEFAULT_MODELS).toBeUndefined();
  });

  test.each([
    ["es", "es-ES"],
    ["en", "en-US"],
  ] as const)("greets in the user's language: %s", (language, locale) => {
    expect(render({ language }).stack.services["open-webui"].environment.DEFAULT_LOCALE).toBe(locale);
  });

  test.each([
    ["ollama/ollama:0.35.1", "ollama/ollama:0.35.1-rocm"],
    ["ollama/ollama", "ollama/ollama:rocm"],
    ["ollama/ollama:rocm", "ollama/ollama:rocm"],
    ["127.0.0.1:5000/ollama", "127.0.0.1:5000/ollama:rocm"],
  ])("takes the ROCm image for AMD: %s", (image, expected) => {
    const settings = { images: { ...defaultSettings.images, ollama: image } };
    expect(render(settings, { gpu: "amd" }).stack.services.ollama.image).toBe(expected);
  });

  test("hands the GPU's groups by number, which need no entry in the image", () => {
    expect(render({}, { gpu: "vulkan", renderGroups: [44, 105] }).stack.services.ollama.group_add).toEqual([
      "44",
      "105",
    ]);
  });

  test("defines the volumes the same way whatever was chosen: a change would put data at risk", () => {
    const stacks = gpuKinds.map((gpu) => render({ port: 1, name: "other" }, { gpu }).stack);
    for (const stack of stacks) expect(stack.volumes).toEqual({ ollama: null, "open-webui": null });
  });

  test("every service restarts with Docker, rotates its log and has a health check", () => {
    for (const service of serviceNames) {
      expect(render().stack.services[service]).toMatchObject({
        restart: "unless-stopped",
        logging: { driver: "json-file" },
      });
      expect(render().stack.services[service].healthcheck.test[0]).toBe("CMD");
    }
  });
});

// Found by test/fuzz.
describe("readStackFile", () => {
  test.each([
    ["2001-01-01", 'name: "2001-01-01"'],
    ["1_000", 'name: "1_000"'],
    ["localgpt", "name: localgpt"],
    ["127.0.0.1", 'name: "127.0.0.1"'],
  ])("reads back what Compose's YAML would take for a number or a date: %s", (name, line) => {
    const { text, stack } = render({ name, images: { ...defaultSettings.images, "open-webui": name } });
    expect(text.split("\n")).toContain(line);
    expect(readStackFile(text)).toEqual(stack);
  });

  test.each([
    ["    volumes:\n      # The models", "    volumes: 5\n      # The models"],
    ["      - host_ip: 127.0.0.1\n", ""],
    ["    networks:\n      - localgpt\n", ""],
    ["      interval: 10s\n", "      interval: soon\n"],
    ["  open-webui:\n", "  open-web:\n"],
  ])("is nothing of a file that localgpt could not have written: %j", (before, after) => {
    const { text } = render();
    expect(text).toContain(before);
    expect(readStackFile(text.replace(before, after))).toBeNull();
  });
});
