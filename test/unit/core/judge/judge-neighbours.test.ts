import { describe, expect, test } from "vitest";
import { isForceable, type SignUp } from "../../../../src/core/facts/checks.ts";
import {
  judgeAliases,
  judgeExposure,
  judgeForeignVolumes,
  judgeLostData,
  judgePort,
  judgeVolumes,
} from "../../../../src/core/judge/judge-neighbours.ts";
import type { NamedVolume } from "../../../../src/core/plan/foreign-volumes.ts";
import { type Installation, noInstallation } from "../../../../src/core/stack/installation.ts";
import type { ObservedContainer } from "../../../../src/core/stack/observation.ts";

const portFacts = { port: 3000, setting: "port" as const, owner: null, nextFree: null };

test("only a port of somebody else's, or of another machine, is a failure", () => {
  const states = ["free", "ours", "taken", "not-here"] as const;
  const statuses = states.map((state) => judgePort({ ...portFacts, state }).status);
  expect(statuses).toEqual(["ok", "ok", "failure", "failure"]);
});

test("a page in the network on which anyone can make an account is a failure, unless that is wanted; `--force` is no answer", () => {
  const facts = { address: "0.0.0.0", port: 3000 };
  const judge = (signUp: SignUp, wanted: boolean) => judgeExposure({ ...facts, signUp, wanted });
  const signUps = ["closed", "open", "first", "unknown"] as const;
  expect(signUps.map((signUp) => judge(signUp, false).status)).toEqual(["note", "failure", "failure", "failure"]);
  expect(signUps.map((signUp) => judge(signUp, true).status)).toEqual(["note", "warning", "warning", "warning"]);
  expect(isForceable([judge("open", false)])).toBe(false);
  expect(isForceable([judge("open", true), judgePort({ ...portFacts, state: "taken" })])).toBe(true);
});

const named = (name: string, labels: Record<string, string> = {}) => ({ name, labels });
const composeLabels = (project: string, volume: string, more: Record<string, string> = {}) => ({
  "com.docker.compose.project": project,
  "com.docker.compose.volume": volume,
  "com.docker.compose.version": "2.40.3",
  ...more,
});

test("a volume of ours that somebody else made is reported with a warning until its container is there", () => {
  const stack = { name: "localgpt", volumes: { ollama: null, "open-webui": null } };
  const judge = (labels: Record<string, string>, containers = {}) => {
    const volumes = { localgpt_ollama: { labels }, "localgpt_open-webui": null };
    return judgeForeignVolumes({ stack, installation: noInstallation("localgpt") }, { volumes, containers });
  };
  expect(judge(composeLabels("localgpt", "ollama"))).toEqual([]);
  for (const labels of [{}, composeLabels("school", "ollama"), composeLabels("localgpt", "cache")]) {
    expect(judge(labels)).toMatchObject([{ status: "warning", facts: { volumes: ["localgpt_ollama"] } }]);
  }
  const containers = { ollama: { service: "ollama" } as ObservedContainer };
  expect(judge({}, containers)).toMatchObject([{ status: "note" }]);
});

describe("volumes of another installation", () => {
  const judge = (volumes: NamedVolume[], isEmpty = true) => judgeVolumes(volumes, { project: "localgpt", isEmpty })[0];

  test.each([
    { names: [], found: undefined },
    { names: ["localgpt_ollama", "localgpt_open-webui", "postgres", "my-ollama", "ollama_backup"], found: undefined },
    { names: ["open-webui", "ollama", "localgpt_ollama"], found: ["ollama", "open-webui"] },
    {
      names: ["school_open-webui", "a_b_open_webui", "ollama_data"],
      found: ["a_b_open_webui", "ollama_data", "school_open-webui"],
    },
  ])("by their names: of $names they are $found", ({ names, found }) => {
    expect(judge(names.map((name) => named(name)))?.facts.volumes).toEqual(found);
  });

  test("by Compose's labels, where the name says nothing; our own are none", () => {
    const own = named("x", composeLabels("localgpt", "ollama"));
    const other = named("y", composeLabels("school", "open-webui", { "com.docker.compose.config-hash": "1" }));
    expect(judge([own, other])).toEqual({
      id: "other-volumes",
      status: "warning",
      facts: { volumes: ["y"], adoptable: ["y"] },
    });
  });

  test("are a warning only beside a page without data, and only those that no localgpt made", () => {
    const made = named("class_open-webui", composeLabels("class", "open-webui"));
    expect(judge([made, named("ollama")])).toMatchObject({ status: "warning", facts: { volumes: ["ollama"] } });
    expect(judge([made])?.status).toBe("note");
    const noted = judge([made, named("ollama"), named("open-webui")], false);
    expect(noted?.status).toBe("note");
    expect(noted?.facts).toEqual({ volumes: ["class_open-webui", "ollama", "open-webui"], adoptable: [] });
  });
});

describe("judgeLostData", () => {
  const volumes = ["localgpt_open-webui", "localgpt_open-webui-20261101-101112", "localgpt_open-webui-20261124-090000"];
  const [original = "", , latest = ""] = volumes;
  const found = volumes.map((name) => named(name));
  const none = noInstallation("localgpt");
  const judge = (installation: Installation, volume = original, isThere = true, all = found) => {
    const stack = { name: "localgpt", volumes: { "open-webui": { name: volume } } };
    return judgeLostData(all, { stack, installation }, { volumes: { [volume]: isThere ? { labels: {} } : null } });
  };

  test("data of our own that nothing is written down of is a failure, the newest first", () => {
    const facts = { volumes: [volumes[2], volumes[1]], gone: null };
    expect(judge(none)).toEqual([{ id: "lost-data", status: "failure", facts }]);
    expect(judge(none, original, true, found.slice(0, 1))).toEqual([]);
    expect(judge(noInstallation("other"))).toEqual([]);
    const pending = { kind: "update", startedAt: "", wasRunning: true, phase: "filling", volume: latest } as const;
    expect(judge({ ...none, pending })).toEqual([]);
  });

  test("the file that was rendered the last time still knows which volume it is", () => {
    expect(judge(none, latest)).toEqual([]);
  });

  test("a volume that is written down and gone is a failure", () => {
    const image = { reference: "a:1", id: "sha256:1", digest: null };
    const current = { images: { ollama: image, "open-webui": image }, volume: latest, since: "" };
    expect(judge({ ...none, current }, latest)).toEqual([]);
    const facts = { volumes: [], gone: latest };
    expect(judge({ ...none, current }, latest, false)).toEqual([{ id: "lost-data", status: "failure", facts }]);
  });
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
