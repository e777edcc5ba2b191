import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Event } from "../../src/core/run/events.ts";
import { words as es } from "../../src/words/es.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { waitForEvent, waitUntil } from "../support/program/progress.ts";
import { createWorkspace, type Run, type Workspace } from "../support/program/workspace.ts";
import { images, type OllamaTag, type OpenWebuiTag, setSwitches } from "../support/services/images.ts";

describe("restart", () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await createWorkspace("restart", { model: "none" });
    const up = await workspace.localgpt(["up"]);
    expect(up.code, up.stderr).toBe(0);
  });
  afterAll(() => workspace.remove());

  test("both: the same containers, started anew, answering again", async () => {
    const before = await workspace.containerIds();
    const started = await startTimes();
    const { code, stdout, stderr } = await workspace.localgpt(["restart"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`http://localhost:${workspace.port}`);
    expect((await fetch(`http://127.0.0.1:${workspace.port}/ready`)).status).toBe(200);
    expect(await workspace.containerIds()).toEqual(before);
    for (const [service, time] of Object.entries(started)) expect((await startTimes())[service]).not.toBe(time);
  });

  test("one: the other is left alone", async () => {
    const started = await startTimes();
    const { code, stdout, stderr } = await workspace.localgpt(["restart", "ollama", "--lang", "es"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(es.restart.done(["Ollama"], null));
    const after = await startTimes();
    expect(after.ollama).not.toBe(started.ollama);
    expect(after["open-webui"]).toBe(started["open-webui"]);
  });

  test("waits until the service itself says that it is ready", async () => {
    await setSwitches(containerOf(workspace, "open-webui"), { ready: false });
    const running = workspace.start(["restart", "open-webui", "--json"]);
    await waitForEvent(running, isWaiting);
    await waitUntil("the page listens", () =>
      fetch(`http://127.0.0.1:${workspace.port}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    expect(running.exitCode).toBe(null);
    await setSwitches(containerOf(workspace, "open-webui"), {});
    const { exitCode, stderr, stdout } = await running;
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ project: workspace.project, services: ["open-webui"] });
  });

  test("starts a stopped and resumes a paused service", async () => {
    await docker("stop", "--time", "1", containerOf(workspace, "ollama"));
    await docker("pause", containerOf(workspace, "open-webui"));
    const { code, stderr } = await workspace.localgpt(["restart"]);
    expect(code, stderr).toBe(0);
    expect((await fetch(`http://127.0.0.1:${workspace.port}/ready`)).status).toBe(200);
  });

  test("where one service has no container, says which instead of calling all of it down", async () => {
    await docker("rm", "--force", containerOf(workspace, "open-webui"));
    for (const [language, command, sentence] of [
      ["en", "restart", /^✖ Open WebUI of `.*` has no container/],
      ["es", "logs", /^✖ En este Docker Engine `.*` no tiene ningún contenedor de Open WebUI$/m],
      ["es", "open", /^✖ La página de `.*` no está en marcha$/m],
    ] as const) {
      const args = command === "open" ? [] : ["open-webui"];
      const { code, stderr } = await workspace.localgpt([command, ...args, "--lang", language]);
      expect(code, stderr).toBe(1);
      expect(stderr).toMatch(sentence);
    }
    expect((await workspace.localgpt(["restart", "ollama"])).code).toBe(0);
  });

  async function startTimes(): Promise<Record<string, string>> {
    const ids = await workspace.containerIds();
    const times = Object.entries(ids).map(async ([service, id]) => {
      return [service, await docker("inspect", "--format", "{{.State.StartedAt}}", id)];
    });
    return Object.fromEntries(await Promise.all(times)) as Record<string, string>;
  }
});

type Failure = {
  what: string;
  ollama?: OllamaTag;
  openWebui?: OpenWebuiTag;
  /** Options of `up` and `restart` that make it fail soon. */
  up?: string[];
  timeout?: string[];
  log: RegExp | null;
  english: RegExp;
  spanish: RegExp;
};

const failures: Failure[] = [
  {
    what: "Ollama that ends at its start",
    ollama: "crash",
    log: /mkdir \/root\/\.ollama\/models: permission denied/,
    english: /Ollama .*exit code 1\b/,
    spanish: /Ollama .*código de salida 1\b/,
  },
  {
    what: "Ollama that takes more memory than its limit",
    ollama: "oom",
    up: ["--memory", "128m"],
    log: /starting llama-server/,
    english: /Ollama .*out of memory.*128/,
    spanish: /Ollama .*sin memoria.*128/,
  },
  {
    what: "Ollama that never listens",
    ollama: "never",
    timeout: ["--timeout", "5s"],
    log: null,
    english: /not ready after 5/,
    spanish: /no está listo después de 5/,
  },
  {
    what: "Open WebUI whose database cannot be migrated",
    openWebui: "migration",
    timeout: ["--timeout", "5s"],
    log: /Error running migrations/,
    english: /not ready after 5/,
    spanish: /no está listo después de 5/,
  },
];

describe("a service that does not come back: exit 5, its log, its exit code in plain words, the next step", () => {
  // Side by side: they mostly wait for Docker to start a container once more.
  test.concurrent.each(failures)(
    "$what",
    async ({ ollama = "1", openWebui = "1", up = [], timeout = [], ...expected }) => {
      const settings = { ollama: images.ollama(ollama), openWebui: images.openWebui(openWebui), model: "none" };
      const workspace = await createWorkspace("failing", settings);
      try {
        const service = openWebui === "1" ? "ollama" : "open-webui";
        const english = await workspace.localgpt(["up", ...up, ...timeout]);
        expectFailure(english, service, expected.english);
        const spanish = await workspace.localgpt(["restart", service, ...timeout, "--lang", "es"]);
        expectFailure(spanish, service, expected.spanish);
        if (expected.log !== null) {
          expect(english.stderr).toMatch(expected.log);
          expect(spanish.stderr).toMatch(expected.log);
        }
        expect(spanish.stderr).not.toMatch(/\b(the|not ready|stopped|its log)\b/);
        // A failed container stays for inspection, and `down` removes it.
        expect((await workspace.localgpt(["down"])).code).toBe(0);
        expect(await workspace.containerIds()).toEqual({});
      } finally {
        await workspace.remove();
      }
    },
    120_000,
  );
});

test("restart where there is no stack: says so, exit 1, and how to make one", async () => {
  const workspace = await createWorkspace("absent");
  try {
    const { code, stderr } = await workspace.localgpt(["restart"]);
    expect(code).toBe(1);
    expect(stderr).toContain(workspace.project);
    expect(stderr).toContain("localgpt up");
  } finally {
    await workspace.remove();
  }
});

function expectFailure({ code, stdout, stderr }: Run, service: string, says: RegExp): void {
  expect(code, stderr).toBe(5);
  expect(stdout).toBe("");
  expect(stderr).toMatch(says);
  expect(stderr, "the next step").toMatch(new RegExp(`localgpt (logs ${service}|up --(memory|timeout))`));
  expect(stderr).not.toMatch(/undefined|\[object|NaN/);
}

function isWaiting(event: Event): boolean {
  return event.type === "operation-started" && event.operation.kind === "wait-ready";
}
