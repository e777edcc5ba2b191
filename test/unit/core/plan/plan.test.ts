import { describe, expect, test } from "vitest";
import { changesAnything, planDown, planRestart, planUp } from "../../../../src/core/plan/plan.ts";
import type { Operation } from "../../../../src/core/run/operations.ts";
import { type ServiceName, serviceNames, services } from "../../../../src/core/services/services.ts";
import { defaultSettings, type Settings } from "../../../../src/core/settings/settings.ts";
import { renderComposeFile } from "../../../../src/core/stack/compose-file.ts";
import { hashService } from "../../../../src/core/stack/compose-hash.ts";
import type { Observation, ObservedContainer } from "../../../../src/core/stack/observation.ts";
import { anyMachineResources } from "../../../../src/core/stack/resources.ts";
import { containerName, type Stack, volumeName } from "../../../../src/core/stack/stack.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

function renderStack(settings: Partial<Settings> = {}): Stack {
  const whole = { ...defaultSettings, ...settings };
  return renderComposeFile({ settings: whole, resources: anyMachineResources("none"), gpu: "none", renderGroups: [] })
    .stack;
}

const stack = renderStack();

function runningContainer(service: ServiceName, changed: Partial<ObservedContainer> = {}): ObservedContainer {
  return {
    id: `${service}-0123456789abcdef`,
    name: containerName(stack, service),
    service,
    state: "running",
    health: "healthy",
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    startedAt: "2026-11-22T10:00:00Z",
    finishedAt: null,
    imageId: `sha256:${service}`,
    image: stack.services[service].image,
    configHash: hashService(stack, service),
    memoryLimitBytes: null,
    cpuLimit: null,
    networks: { "network-1": [containerName(stack, service), service] },
    volumes: { [services[service].dataFolder]: volumeName(stack, service) },
    published: {},
    composeFile: null,
    environment: {},
    ...changed,
  };
}

function observe(changed: Partial<Observation> = {}): Observation {
  return {
    containers: { ollama: runningContainer("ollama"), "open-webui": runningContainer("open-webui") },
    surplus: [],
    images: Object.fromEntries(
      serviceNames.map((service) => [
        stack.services[service].image,
        { id: `sha256:${service}`, sizeBytes: 1, architecture: "amd64", digests: [] },
      ]),
    ),
    network: { id: "network-1", name: "localgpt_localgpt" },
    volumes: Object.fromEntries(serviceNames.map((service) => [volumeName(stack, service), { labels: {} }])),
    models: [modelNamed("llama3.2:latest")],
    ready: [...serviceNames],
    firstAccount: false,
    ...changed,
  };
}

const nothing: Observation = {
  containers: {},
  surplus: [],
  images: {},
  network: null,
  volumes: {},
  models: null,
  ready: [],
  firstAccount: null,
};

/** One line for each operation: `id (cause) <- what it waits for`. */
function format(operations: Operation[]): string[] {
  return operations.map(({ id, cause, after }) => {
    const changed = cause.id === "settings-changed" ? ` ${cause.changed.join(", ")}` : "";
    return `${id} (${cause.id}${changed})${after.length > 0 ? ` <- ${after.join(" ")}` : ""}`;
  });
}

function plan(observation: Observation, changed: Partial<Parameters<typeof planUp>[2]> = {}, wanted = stack): string[] {
  return format(
    planUp(wanted, observation, { services: serviceNames, model: modelNamed("llama3.2"), previous: null, ...changed }),
  );
}

describe("planUp", () => {
  test("from nothing, pulls side by side and starts each part as soon as it can", () => {
    expect(plan(nothing)).toEqual([
      "pull:ollama/ollama:0.35.1 (missing)",
      "pull:ghcr.io/open-webui/open-webui:v0.11.4 (missing)",
      "network (missing)",
      "volume:ollama (missing)",
      "create:ollama (missing) <- pull:ollama/ollama:0.35.1 network volume:ollama",
      "start:ollama (missing) <- create:ollama",
      "ready:ollama (requested) <- start:ollama",
      "volume:open-webui (missing)",
      "create:open-webui (missing) <- pull:ghcr.io/open-webui/open-webui:v0.11.4 network volume:open-webui",
      "start:open-webui (missing) <- create:open-webui ready:ollama",
      "ready:open-webui (requested) <- start:open-webui",
      "model (missing) <- ready:ollama",
    ]);
  });

  test("when all runs and answers, does nothing", () => {
    expect(plan(observe())).toEqual([]);
  });

  test("when all runs but does not answer yet, only waits", () => {
    const observation = observe({ ready: [] });
    const operations = planUp(stack, observation, {
      services: serviceNames,
      model: modelNamed("llama3.2"),
      previous: null,
    });
    expect(format(operations)).toEqual(["ready:ollama (requested)", "ready:open-webui (requested)"]);
    expect(changesAnything(operations)).toBe(false);
  });

  test("knows a model by any way to write its name", () => {
    expect(plan(observe(), { model: modelNamed("llama3.2:latest") })).not.toContain("model (missing) <- ready:ollama");
    expect(plan(observe(), { model: modelNamed("Llama3.2") })).not.toContain("model (missing) <- ready:ollama");
    expect(plan(observe(), { model: modelNamed("llama3.2:1b") })).toEqual(["model (missing)"]);
    const stopped = observe({ models: null, ready: [] });
    expect(plan(stopped)).toContain("model (maybe-missing) <- ready:ollama");
    expect(plan({ ...stopped, volumes: {} })).toContain("model (missing) <- ready:ollama");
    expect(plan(stopped, { model: null }).join()).not.toContain("model");
  });

  test("one service alone leaves the other as it is", () => {
    expect(plan(nothing, { services: ["ollama"], model: null })).toEqual([
      "pull:ollama/ollama:0.35.1 (missing)",
      "network (missing)",
      "volume:ollama (missing)",
      "create:ollama (missing) <- pull:ollama/ollama:0.35.1 network volume:ollama",
      "start:ollama (missing) <- create:ollama",
      "ready:ollama (requested) <- start:ollama",
    ]);
  });

  test("another port recreates Open WebUI alone and says what changed", () => {
    const wanted = renderStack({ port: 3001 });
    expect(plan(observe(), { previous: stack }, wanted)).toEqual([
      "stop:open-webui:open-webui-0 (settings-changed environment.CORS_ALLOW_ORIGIN: http://localhost:3000;http://127.0.0.1:3000 → http://localhost:3001;http://127.0.0.1:3001, ports.0.published: 3000 → 3001)",
      expect.stringMatching(/^remove:open-webui:open-webui-0 .* <- stop:open-webui:open-webui-0$/),
      expect.stringMatching(/^create:open-webui .* <- remove:open-webui:open-webui-0$/),
      expect.stringMatching(/^start:open-webui .* <- create:open-webui$/),
      "ready:open-webui (requested) <- start:open-webui",
    ]);
  });

  test("a definition that localgpt does not know is replaced without inventing what changed", () => {
    const foreign = observe({
      containers: {
        ollama: runningContainer("ollama", { configHash: "other" }),
        "open-webui": runningContainer("open-webui"),
      },
    });
    expect(plan(foreign, { previous: stack })[0]).toBe("stop:ollama:ollama-01234 (settings-changed )");
  });

  test.each<[string, Partial<ObservedContainer>, Partial<Observation>, string]>([
    ["another image under the same name", { imageId: "sha256:old" }, {}, "image-changed"],
    ["a network that is gone", {}, { network: null }, "network-changed"],
    ["a network of another id", { networks: { "network-0": ["ollama"] } }, {}, "network-changed"],
    ["aliases lost in a repair by Compose", { networks: { "network-1": ["0123456789ab"] } }, {}, "aliases-missing"],
    ["another volume", { volumes: { "/root/.ollama": "other" } }, {}, "volume-changed"],
    ["a name left over from an interrupted replacement", { name: "0123_localgpt-ollama-1" }, {}, "replaced"],
  ])("recreates a container with %s", (_, container, observation, cause) => {
    const containers = { ollama: runningContainer("ollama", container), "open-webui": runningContainer("open-webui") };
    const lines = plan(observe({ containers, ...observation }));
    const network = observation.network === null ? "network" : null;
    expect(lines).toContain(`stop:ollama:ollama-01234 (${cause})${network === null ? "" : ` <- ${network}`}`);
    const needs = [network, "remove:ollama:ollama-01234"].filter((need) => need !== null).join(" ");
    expect(lines).toContain(`create:ollama (${cause}) <- ${needs}`);
  });

  test("an image whose name somebody took away is not needed by the containers that are there", () => {
    expect(plan(observe({ images: {} }))).toEqual([]);
  });

  test("an image to pull comes before the container it replaces is stopped", () => {
    const containers = { ollama: runningContainer("ollama", { configHash: "old" }) };
    const lines = plan(observe({ containers, images: {} }), { services: ["ollama"] });
    expect(lines).toContain("stop:ollama:ollama-01234 (settings-changed ) <- pull:ollama/ollama:0.35.1");
  });

  test.each<[ObservedContainer["state"], string[]]>([
    ["exited", ["start:ollama (stopped)", "ready:ollama (requested) <- start:ollama"]],
    ["created", ["start:ollama (stopped)", "ready:ollama (requested) <- start:ollama"]],
    ["paused", ["unpause:ollama (paused)", "ready:ollama (requested) <- unpause:ollama"]],
    ["restarting", ["ready:ollama (requested)"]],
  ])("a container that is %s", (state, lines) => {
    const containers = { ollama: runningContainer("ollama", { state }) };
    expect(plan(observe({ containers }), { services: ["ollama"] })).toEqual(lines);
  });

  test("a leftover beside the right container is removed", () => {
    const surplus = [
      runningContainer("ollama", { id: "leftover12345", state: "exited", name: "0123_localgpt-ollama-1" }),
    ];
    expect(plan(observe({ surplus }))[0]).toBe("remove:ollama:leftover1234 (replaced)");
  });

  test("a leftover that still runs gives its port back before the right container starts", () => {
    const surplus = [runningContainer("open-webui", { id: "leftover12345", name: "0123_localgpt-open-webui-1" })];
    const containers = {
      ollama: runningContainer("ollama"),
      "open-webui": runningContainer("open-webui", { state: "created" }),
    };
    expect(plan(observe({ containers, surplus }))).toEqual([
      "stop:open-webui:leftover1234 (replaced)",
      "remove:open-webui:leftover1234 (replaced) <- stop:open-webui:leftover1234",
      "start:open-webui (stopped) <- remove:open-webui:leftover1234",
      "ready:open-webui (requested) <- start:open-webui",
    ]);
  });

  test("one image for both services is pulled once", () => {
    const image = "example.org/both:1";
    const wanted = renderStack({ images: { ollama: image, "open-webui": image } });
    expect(plan(nothing, {}, wanted).filter((line) => line.startsWith("pull:"))).toHaveLength(1);
  });
});

describe("planDown", () => {
  test("stops and removes side by side, then the network, never a volume", () => {
    const containers = [runningContainer("ollama"), runningContainer("open-webui", { state: "exited" })];
    expect(format(planDown(containers, "localgpt_localgpt"))).toEqual([
      "stop:ollama:ollama-01234 (requested)",
      "remove:ollama:ollama-01234 (requested) <- stop:ollama:ollama-01234",
      "remove:open-webui:open-webui-0 (requested)",
      "network (requested) <- remove:ollama:ollama-01234 remove:open-webui:open-webui-0",
    ]);
  });

  test("with nothing there, does nothing", () => {
    expect(planDown([], null)).toEqual([]);
  });
});

test("planRestart restarts side by side and waits for each", () => {
  const containers = [runningContainer("ollama"), runningContainer("open-webui", { state: "paused" })];
  expect(format(planRestart(containers))).toEqual([
    "restart:ollama (requested)",
    "ready:ollama (requested) <- restart:ollama",
    "unpause:open-webui (paused)",
    "restart:open-webui (requested) <- unpause:open-webui",
    "ready:open-webui (requested) <- restart:open-webui",
  ]);
});
