import { describe, expect, test } from "vitest";
import { judgeAliases, judgePort, judgeVolumes } from "../../src/core/judge-neighbours.ts";
import type { ObservedContainer } from "../../src/core/observation.ts";

test("only a port of somebody else's is a failure", () => {
  const facts = { port: 3000, setting: "port" as const, owner: null, nextFree: null };
  const statuses = (["free", "ours", "taken"] as const).map((state) => judgePort({ ...facts, state }).status);
  expect(statuses).toEqual(["ok", "ok", "failure"]);
});

test.each([
  { names: [], found: null },
  { names: ["localgpt_ollama", "localgpt_open-webui", "postgres"], found: null },
  { names: ["open-webui", "ollama", "localgpt_ollama"], found: ["ollama", "open-webui"] },
  { names: ["school_open-webui", "my-ollama", "ollama_data"], found: ["school_open-webui"] },
])("of the volumes $names, another installation's are $found", ({ names, found }) => {
  expect(judgeVolumes(names, "localgpt").map(({ facts }) => facts.volumes)).toEqual(found === null ? [] : [found]);
});

describe("judgeAliases", () => {
  const ollama = (change: Partial<ObservedContainer>) => ({
    network: { id: "n1", name: "localgpt_localgpt" },
    containers: { ollama: { service: "ollama", state: "running", networks: { n1: ["ollama"] }, ...change } },
  });
  test.each([
    { name: "its name is there", change: {}, services: [] },
    { name: "its name was lost", change: { networks: { n1: ["57c7d12e0375"] } }, services: ["ollama"] },
    { name: "it does not run", change: { state: "exited" as const, networks: { n1: [] } }, services: [] },
    { name: "it is in another network", change: { networks: {} }, services: [] },
  ])("$name", ({ change, services }) => {
    const observation = ollama(change) as unknown as Parameters<typeof judgeAliases>[0];
    expect(judgeAliases(observation).map(({ facts }) => facts.service)).toEqual(services);
  });
});
