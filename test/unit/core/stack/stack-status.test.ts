import { expect, test } from "vitest";
import type { ServiceName } from "../../../../src/core/services/services.ts";
import type { ObservedContainer } from "../../../../src/core/stack/observation.ts";
import {
  describeService,
  findsOllama,
  judgeStack,
  type ServiceState,
} from "../../../../src/core/stack/stack-status.ts";

const now = Date.parse("2026-11-22T12:00:00Z");

function container(changed: Partial<ObservedContainer>): ObservedContainer {
  return {
    id: "1",
    name: "localgpt-ollama-1",
    service: "ollama",
    state: "running",
    health: "healthy",
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    startedAt: "2026-11-22T11:59:00Z",
    finishedAt: null,
    imageId: "sha256:1",
    image: "ollama/ollama:0.35.1",
    configHash: null,
    composeFile: null,
    environment: {},
    memoryLimitBytes: null,
    cpuLimit: null,
    networks: {},
    volumes: {},
    published: {},
    ...changed,
  };
}

const silent = { isReady: false, version: null, cpuPercent: 1, memoryBytes: 2 };
const ready = { ...silent, isReady: true, version: "0.35.1" };
const old = { startedAt: "2026-11-22T10:00:00Z" };

test.each([
  ["no container", undefined, null, "missing"],
  ["one that answers", {}, ready, "ready"],
  ["one that answers, whatever its health check says", { health: "unhealthy" }, ready, "ready"],
  ["one that was just started", { health: "starting" }, silent, "starting"],
  ["one without health check that was just started", { health: null }, silent, "starting"],
  ["one that has been silent for long", { health: null, ...old }, silent, "unhealthy"],
  ["one whose health check fails", { health: "unhealthy" }, silent, "unhealthy"],
  ["one that was healthy and hangs now", { health: "healthy" }, silent, "unhealthy"],
  ["a loop of restarts", { state: "restarting", exitCode: 1 }, null, "restarting"],
  ["a paused one", { state: "paused" }, null, "paused"],
  ["one that never ran", { state: "created" }, null, "created"],
  ["one that ended", { state: "exited" }, null, "stopped"],
] as const)("%s", (_, changed, answers, state) => {
  const observed = changed === undefined ? undefined : container(changed as Partial<ObservedContainer>);
  expect(describeService("ollama", observed, answers, now).state).toBe(state);
});

test("the page finds Ollama where both share a network in which Ollama has its name", () => {
  const environment = { OLLAMA_BASE_URL: "http://ollama:11434" };
  const page = container({ service: "open-webui", environment, networks: { a: ["open-webui"], b: [] } });
  expect(findsOllama(page, container({ networks: { a: ["ollama"] } }))).toBe(true);
  expect(findsOllama(page, container({ networks: { b: ["1234"], c: ["ollama"] } }))).toBe(false);
  expect(findsOllama(page, container({ networks: { a: ["ollama"] }, state: "exited" }))).toBeNull();
  expect(findsOllama({ ...page, environment: { OLLAMA_BASE_URL: "http://school:11434" } }, container({}))).toBeNull();
});

test("how a service ended is told of those that ended", () => {
  const ended = container({ state: "exited", exitCode: 137, oomKilled: true, finishedAt: "2026-11-22T11:00:00Z" });
  expect(describeService("ollama", ended, null, now)).toMatchObject({
    exitCode: 137,
    exitMeaning: "out-of-memory",
    since: "2026-11-22T11:00:00Z",
    health: null,
  });
  expect(describeService("ollama", container({ exitCode: 137 }), ready, now)).toMatchObject({
    exitCode: null,
    exitMeaning: null,
    since: "2026-11-22T11:59:00Z",
  });
});

test.each([
  [["ready", "ready"], "running"],
  [["missing", "missing"], "absent"],
  [["stopped", "missing"], "stopped"],
  [["created", "stopped"], "stopped"],
  [["ready", "starting"], "starting"],
  [["starting", "starting"], "starting"],
  [["ready", "stopped"], "partial"],
  [["ready", "unhealthy"], "partial"],
  [["restarting", "missing"], "partial"],
] as [ServiceState[], string][])("services that are %j make a stack that is %s", (states, expected) => {
  const services = states.map((state, index) => ({
    ...describeService((["ollama", "open-webui"] as ServiceName[])[index] ?? "ollama", undefined, null, now),
    state,
  }));
  expect(judgeStack(services)).toBe(expected);
});
