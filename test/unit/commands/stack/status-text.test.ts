import { expect, test } from "vitest";
import type { Look } from "../../../../src/commands/context.ts";
import { renderStatus } from "../../../../src/commands/stack/status-text.ts";
import type { ServiceStatus } from "../../../../src/core/stack/stack-status.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import type { StackStatus } from "../../../../src/services/stack/read-status.ts";
import { words as english } from "../../../../src/words/en.ts";
import { words as spanish } from "../../../../src/words/es.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const style = await createStyle({ colour: false, unicode: true });

const gib = 1024 ** 3;

function look(words = english): Look {
  return { words, style, columns: 80, nowMs: Date.parse("2026-11-22T12:00:00Z"), measure };
}

function service(name: ServiceStatus["service"], changed: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    service: name,
    state: "ready",
    health: "healthy",
    since: "2026-11-22T11:55:00Z",
    exitCode: null,
    exitMeaning: null,
    restartCount: 0,
    image: "image:1",
    version: "1.0",
    cpuPercent: 150,
    cpuLimit: 2,
    memoryBytes: 2 * gib,
    memoryLimitBytes: 6 * gib,
    ...changed,
  };
}

function status(changed: Partial<StackStatus> = {}): StackStatus {
  return {
    project: "localgpt",
    state: "running",
    address: "http://localhost:3000",
    openToNetwork: false,
    services: [service("ollama"), service("open-webui", { cpuPercent: 3, cpuLimit: null, memoryLimitBytes: null })],
    models: {
      installed: [
        {
          name: modelNamed("llama3.2:latest"),
          sizeBytes: 2_019_393_189,
          parameterSize: "3.2B",
          quantization: "Q4_K_M",
          digest: null,
          modifiedAt: null,
          trainedContext: null,
          parent: null,
        },
        {
          name: modelNamed("tiny:latest"),
          sizeBytes: 300_000,
          parameterSize: null,
          quantization: null,
          digest: null,
          modifiedAt: null,
          trainedContext: null,
          parent: null,
        },
      ],
      loaded: [
        {
          name: modelNamed("llama3.2:latest"),
          sizeBytes: 3 * gib,
          gpuBytes: 1.5 * gib,
          contextLength: 4096,
          expiresAt: "2026-11-22T12:25:00Z",
        },
      ],
    },
    contextTokens: 4096,
    volumes: [
      { name: "localgpt_ollama", sizeBytes: 2_019_400_000 },
      { name: "localgpt_open-webui", sizeBytes: null },
    ],
    composeFile: "/home/ana/compose.yaml",
    pageFindsOllama: true,
    awaitsFirstAccount: false,
    docker: { version: "28.5.2", endpoint: "unix:///var/run/docker.sock" },
    ...changed,
  };
}

test("a running stack", () => {
  expect(renderStatus(status(), look())).toBe(
    `
localgpt  running

Service      State   Since           CPU            Memory
Ollama       ready   5 minutes ago   150% of 200%   2.0 GiB of 6.0 GiB
Open WebUI   ready   5 minutes ago   3%             2.0 GiB

Address        http://localhost:3000
Models         llama3.2:latest   2.0 GB, 3.2B, Q4_K_M   in memory: 3.0 GiB, 50% on the GPU, 50% on the processor, for 25 min more
               tiny:latest       300 kB
Context        4096 tokens
Volumes        localgpt_ollama (2.0 GB)
               localgpt_open-webui
Compose file   /home/ana/compose.yaml
Docker         28.5.2 at unix:///var/run/docker.sock`.trimStart(),
  );
});

test("a stopped stack says how it ended, what is kept and what to do", () => {
  const ended = { health: null, version: null, cpuPercent: null, memoryBytes: null } as const;
  const stopped = status({
    state: "stopped",
    models: null,
    services: [
      service("ollama", { ...ended, state: "stopped", exitCode: 137, exitMeaning: "out-of-memory", restartCount: 4 }),
      service("open-webui", { ...ended, state: "stopped", exitCode: 0, exitMeaning: "clean" }),
    ],
  });
  expect(renderStatus(stopped, look(spanish))).toBe(
    `
localgpt  parado

Servicio     Estado   Desde
Ollama       parado   hace 5 minutos   necesitaba más de sus 6,0 GiB de memoria (código de salida 137), reiniciado 4 veces
Open WebUI   parado   hace 5 minutos   terminó sin errores

Los modelos y las conversaciones siguen en localgpt_ollama y localgpt_open-webui
Para arrancarlo: \`localgpt up\``.trimStart(),
  );
});

test("a stack that is not there", () => {
  const gone = service("ollama", { state: "missing", since: null, cpuPercent: null, memoryBytes: null });
  const absent = status({ state: "absent", services: [gone, gone], models: null, volumes: [], composeFile: null });
  expect(renderStatus(absent, look())).toBe(
    `
localgpt  not running

No models or conversations either
Start it: \`localgpt up\``.trimStart(),
  );
});

test.each([
  [
    "a service in trouble",
    status({ state: "partial", services: [service("ollama", { state: "restarting" })] }),
    "localgpt logs ollama",
  ],
  [
    "a part that does not run",
    status({ state: "partial", services: [service("ollama", { state: "stopped" })] }),
    "localgpt up",
  ],
  ["no model", status({ models: { installed: [], loaded: [] } }), "localgpt pull"],
  ["no account", status({ awaitsFirstAccount: true }), "administrator"],
])("%s has its next step", (_, shown, step) => {
  expect(renderStatus(shown, look()).split("\n").at(-1)).toContain(step);
});
