import { describe, expect, test } from "vitest";
import { type CheckResult, renderCheck } from "../../../../src/commands/machine/check.ts";
import type { CheckFacts, CheckId, CheckStatus, Finding } from "../../../../src/core/facts/checks.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import { words as english } from "../../../../src/words/en.ts";
import { words as spanish } from "../../../../src/words/es.ts";
import { tellFinding } from "../../../../src/words/tell.ts";

const gib = 1024 ** 3;
const model = {
  model: "llama3.2:latest",
  neededBytes: 3_026_010_336,
  weightsBytes: 2_019_377_376,
  cacheBytes: 469_762_048,
  overheadBytes: 536_870_912,
  certainty: "exact" as const,
  availableBytes: 2 * gib,
  totalBytes: 7.7 * gib,
  limitBytes: 5.5 * gib,
  limitChosen: false,
  context: 4096,
  parallel: 1,
  trainedContext: 131_072,
  largestContext: null,
  gpu: "none" as const,
  alternatives: [{ model: "llama3.2:1b", neededBytes: 1_992_188_393 }],
};
const disk = { freeBytes: 5e9, neededBytes: 13.2e9, downloadBytes: 7.6e9, path: "/var/lib/docker" };
const port = { port: 3000, setting: "port" as const, state: "taken" as const, nextFree: 3001 };
const images = { present: ["a:1"], missing: [], wrongArchitecture: [], engineArchitecture: "x86_64", downloadBytes: 0 };
const away = { host: "ghcr.io", reachable: false, detail: "x", reason: "no-such-host" as const };
const cpu = { engineCpus: 4, physicalCores: 2, limit: null, avx2: true, virtualMachine: null };

/** The facts and commands that the sentences must contain in every language; without `hint` they have none. */
type Case = { name: string; finding: Finding; message?: RegExp; hint?: RegExp };

function find<I extends CheckId>(id: I, status: CheckStatus, facts: CheckFacts[I]): Finding {
  return { id, status, facts } as Finding;
}

const cases: Case[] = [
  {
    name: "Docker",
    finding: find("docker", "ok", {
      endpoint: "unix:///a",
      engineVersion: "28.5.2",
      apiVersion: "1.51",
      operatingSystem: "Debian",
    }),
    message: /28\.5\.2.*unix:\/\/\/a.*Debian/,
  },
  { name: "processors", finding: find("cpu", "ok", cpu), message: /4 CPU.* 2 / },
  {
    name: "a CPU limit too high",
    finding: find("cpu", "failure", { ...cpu, limit: 8 }),
    message: /8 .*4 CPU/,
    hint: /localgpt up --cpus 4/,
  },
  {
    name: "no AVX2",
    finding: find("cpu", "warning", { ...cpu, avx2: false }),
    hint: /./,
  },
  {
    name: "one CPU on a Mac",
    finding: find("cpu", "warning", { ...cpu, engineCpus: 1, virtualMachine: "colima" }),
    message: /1 CPU/,
    hint: /colima start --cpu 4/,
  },
  {
    name: "memory",
    finding: find("memory", "ok", {
      totalBytes: 8 * gib,
      recommendedBytes: 8 * gib,
      limitBytes: null,
      virtualMachine: null,
    }),
    message: /8[.,]0 GiB/,
  },
  ...(["docker-desktop", "docker-desktop-windows", "colima", "other"] as const).map(
    (virtualMachine): Case => ({
      name: `little memory in ${virtualMachine}`,
      finding: find("memory", "warning", {
        totalBytes: 3.8 * gib,
        recommendedBytes: 8 * gib,
        limitBytes: null,
        virtualMachine,
      }),
      message: /3[.,]8 GiB.*8[.,]0 GiB/,
      hint: /./,
    }),
  ),
  {
    name: "little memory",
    finding: find("memory", "warning", {
      totalBytes: 3.8 * gib,
      recommendedBytes: 8 * gib,
      limitBytes: null,
      virtualMachine: null,
    }),
    message: /3[.,]8 GiB/,
    hint: /localgpt up --model llama3\.2:1b/,
  },
  {
    name: "a limit above the memory",
    finding: find("memory", "warning", {
      totalBytes: 23.5 * gib,
      recommendedBytes: 8 * gib,
      limitBytes: 100 * gib,
      virtualMachine: null,
    }),
    message: /100[.,]0 GiB.*23[.,]5 GiB/,
    hint: /localgpt up --memory auto/,
  },
  {
    name: "a model that fits",
    finding: find("model-memory", "ok", model),
    message: /llama3\.2:latest.*2[.,]8 GiB.*2[.,]0 GiB.*5[.,]5 GiB/,
  },
  {
    name: "a model that may not fit",
    finding: find("model-memory", "warning", model),
    message: /4096.*2[.,]8 GiB.*2[.,]0 GiB/,
    hint: /localgpt up --model llama3\.2:1b/,
  },
  {
    name: "a model that cannot fit",
    finding: find("model-memory", "failure", { ...model, totalBytes: 1.8 * gib }),
    message: /1[.,]9 GiB.*1[.,]8 GiB/,
    hint: /localgpt up --model/,
  },
  {
    name: "a model that cannot fit with so much context",
    finding: find("model-memory", "failure", {
      ...model,
      context: 65_536,
      neededBytes: 10 * gib,
      largestContext: 16_384,
    }),
    message: /65536.*10[.,]0 GiB.*7[.,]7 GiB/,
    hint: /localgpt up --context 16384.*localgpt fit llama3\.2`/,
  },
  {
    name: "a model over the limit",
    finding: find("model-memory", "failure", { ...model, limitBytes: gib, limitChosen: true }),
    message: /1[.,]9 GiB.*1[.,]0 GiB/,
    hint: /localgpt up --memory 3g/,
  },
  {
    name: "no model fits",
    finding: find("model-memory", "warning", { ...model, availableBytes: null, alternatives: [] }),
    message: /2[.,]8 GiB/,
    hint: /./,
  },
  {
    name: "a model of unknown size",
    finding: find("model-memory", "note", { ...model, neededBytes: null, weightsBytes: null }),
    message: /llama3\.2:latest/,
  },
  {
    name: "disk",
    finding: find("disk", "ok", { ...disk, freeBytes: 500e9 }),
    message: /500[.,]0 GB.*\/var\/lib\/docker.*13[.,]2 GB/,
  },
  {
    name: "a full disk",
    finding: find("disk", "failure", disk),
    message: /5[.,]0 GB.*7[.,]6 GB/,
    hint: /docker system df/,
  },
  {
    name: "a nearly full disk",
    finding: find("disk", "warning", { ...disk, freeBytes: 9e9 }),
    message: /9[.,]0 GB.*13[.,]2 GB/,
    hint: /docker image prune/,
  },
  {
    name: "an unknown disk",
    finding: find("disk", "note", { ...disk, freeBytes: null }),
    message: /13[.,]2 GB/,
  },
  {
    name: "a free port",
    finding: find("port", "ok", { ...port, state: "free", owner: null }),
    message: /3000/,
  },
  {
    name: "our port",
    finding: find("port", "ok", { ...port, state: "ours", owner: null }),
    message: /3000/,
  },
  {
    name: "a port of a container",
    finding: find("port", "failure", { ...port, owner: { kind: "container", name: "grafana-1", project: "grafana" } }),
    message: /3000.*grafana-1.*grafana/,
    hint: /localgpt up --port 3001/,
  },
  {
    name: "a port of a process",
    finding: find("port", "failure", { ...port, owner: { kind: "process", name: "node", pid: 812 } }),
    message: /3000.*node.*812/,
    hint: /localgpt up --port 3001/,
  },
  {
    name: "a port of nobody knows whom",
    finding: find("port", "failure", { ...port, owner: null, nextFree: null }),
    message: /3000/,
    hint: /localgpt up --port N/,
  },
  {
    name: "Ollama's own port",
    finding: find("port", "failure", { ...port, setting: "ollama.port", owner: null }),
    message: /3000/,
    hint: /localgpt config set ollama\.port 3001/,
  },
  {
    name: "a GPU",
    finding: find("gpu", "ok", { choice: "auto", kind: "nvidia", missing: null }),
    message: /nvidia/,
  },
  {
    name: "no GPU",
    finding: find("gpu", "ok", { choice: "auto", kind: "none", missing: null }),
  },
  {
    name: "no GPU wanted",
    finding: find("gpu", "ok", { choice: "none", kind: "none", missing: null }),
  },
  {
    name: "no toolkit",
    finding: find("gpu", "warning", { choice: "nvidia", kind: "nvidia", missing: "toolkit" }),
    hint: /nvidia-ctk runtime configure/,
  },
  {
    name: "no driver",
    finding: find("gpu", "note", { choice: "auto", kind: "none", missing: "driver" }),
    hint: /nvidia-smi/,
  },
  {
    name: "no card",
    finding: find("gpu", "warning", { choice: "amd", kind: "none", missing: "device" }),
    message: /--gpu amd/,
    hint: /--gpu none/,
  },
  {
    name: "a Mac",
    finding: find("gpu", "note", { choice: "auto", kind: "none", missing: "macos" }),
  },
  {
    name: "AMD on ARM",
    finding: find("gpu", "warning", { choice: "amd", kind: "none", missing: "architecture" }),
    hint: /--gpu none/,
  },
  { name: "images", finding: find("images", "ok", images), message: /a:1/ },
  {
    name: "images to download",
    finding: find("images", "note", { ...images, missing: ["b:1"], downloadBytes: 3.8e9 }),
    message: /3[.,]8 GB.*b:1/,
  },
  {
    name: "images for ARM",
    finding: find("images", "failure", { ...images, wrongArchitecture: [{ image: "a:1", architecture: "arm64" }] }),
    message: /x86_64.*a:1 \(arm64\)/,
    hint: /docker image rm a:1/,
  },
  {
    name: "no images for the processor",
    finding: find("images", "failure", { ...images, missing: ["b:1"], engineArchitecture: "armv7l" }),
    message: /armv7l/,
    hint: /./,
  },
  ...(["present", "missing", "unknown"] as const).map(
    (state): Case => ({
      name: `a model that is ${state}`,
      finding: find("model", "note", { model: "llama3.2:latest", state, bytes: 2e9, reason: null, near: null }),
      message: /llama3\.2:latest.*2[.,]0 GB/,
    }),
  ),
  {
    name: "a model whose registry is away",
    finding: find("model", "note", { model: "m", state: "missing", bytes: null, reason: "tls", near: null }),
    message: / m[ ;].*\(/,
  },
  {
    name: "a model that is in no registry and perhaps on the disk",
    finding: find("model", "warning", {
      model: "lama3",
      state: "unknown",
      bytes: null,
      reason: "not-found",
      near: "llama3",
    }),
    message: /`lama3`.*`llama3`/,
    hint: /ollama\.com\/library/,
  },
  {
    name: "no such model",
    finding: find("model", "failure", {
      model: "lama3",
      state: "not-found",
      bytes: null,
      reason: "not-found",
      near: "llama3",
    }),
    message: /lama3/,
    hint: /ollama\.com\/library/,
  },
  {
    name: "registries",
    finding: find("registry", "ok", { hosts: [{ ...away, reachable: true }] }),
    message: /ghcr\.io/,
  },
  ...(["no-such-host", "proxy", "tls", "unreachable", "other"] as const).map(
    (reason): Case => ({
      name: `a registry away: ${reason}`,
      finding: find("registry", "warning", { hosts: [{ ...away, reason }] }),
      message: /ghcr\.io \(/,
      hint: /./,
    }),
  ),
  {
    name: "a registry away that Docker may reach",
    finding: find("registry", "note", { hosts: [away] }),
    message: /ghcr\.io.*Docker/,
  },
  {
    name: "another Ollama",
    finding: find("native-ollama", "note", { port: 11434 }),
    message: /11434/,
  },
  {
    name: "other volumes",
    finding: find("other-volumes", "note", { volumes: ["ollama", "open-webui"], adoptable: ["ollama", "open-webui"] }),
    message: /ollama .* open-webui/,
    hint: /`localgpt adopt ollama open-webui`/,
  },
  {
    name: "several pages beside an empty one",
    finding: find("other-volumes", "warning", { volumes: ["a_open-webui", "b_open-webui"], adoptable: [] }),
    message: /a_open-webui .* b_open-webui/,
    hint: /`localgpt adopt VOLUM/,
  },
  {
    name: "volumes of its names that somebody else made",
    finding: find("foreign-volumes", "warning", { volumes: ["localgpt_ollama", "localgpt_open-webui"] }),
    message: /localgpt_ollama .* localgpt_open-webui/,
    hint: /localgpt --project/,
  },
  {
    name: "lost data",
    finding: find("lost-data", "failure", { volumes: ["localgpt_open-webui-20261124-090000"], gone: null }),
    message: /localgpt_open-webui-20261124-090000/,
    hint: /`localgpt adopt localgpt_open-webui-20261124-090000`/,
  },
  {
    name: "a stack of a localgpt with another folder",
    finding: find("other-folder", "failure", { project: "localgpt", folder: "/root/.local/share/localgpt" }),
    message: /localgpt.*\/root\/.local\/share\/localgpt/,
    hint: /LOCALGPT_HOME.*localgpt --project/,
  },
  {
    name: "a lost name",
    finding: find("network-aliases", "warning", { service: "ollama" }),
    message: /ollama/,
    hint: /localgpt up/,
  },
];

describe.each([
  { language: "English", words: english },
  { language: "Spanish", words: spanish },
])("$language", ({ words }) => {
  test.each(cases)("$name", ({ finding, message, hint }) => {
    const told = tellFinding(finding, words);
    expect(told.message).toMatch(message ?? /./);
    if (hint === undefined) expect(told.hint).toBeUndefined();
    else expect(told.hint).toMatch(hint);
    expect(`${told.message} ${told.hint}`.replace(/undefined$/, "")).not.toMatch(/undefined|null|NaN|\[object|\.$/);
  });

  test("says something else of each", () => {
    const told = cases.map(({ finding }) => JSON.stringify(tellFinding(finding, words)));
    expect(told.filter((text, at) => told.indexOf(text) !== at)).toEqual([]);
  });

  test("says at the end how it stands", async () => {
    const look = { words, style: await createStyle({ colour: false, unicode: true }), columns: 80, nowMs: 0, measure };
    const result = (failure: number, warning: number): CheckResult => ({
      project: "localgpt",
      model: null,
      counts: { ok: 1, note: 0, warning, failure },
      findings: cases.slice(0, 3).map(({ finding }) => finding),
    });
    const lines = renderCheck(result(1, 2), look).split("\n");
    expect(lines.map((line) => line.slice(0, 1)).slice(1, -2)).toEqual(["✔", "✔", "✖", " "]);
    expect(lines.at(-1)).toMatch(/1 .*2 .*localgpt up --force/);
    expect(renderCheck(result(0, 1), look)).not.toContain("--force");
    expect(renderCheck(result(0, 0), look)).not.toContain("localgpt up`");
  });
});
