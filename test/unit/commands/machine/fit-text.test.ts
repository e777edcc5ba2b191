import { describe, expect, test } from "vitest";
import { type FitResult, fitExitCode, renderFit } from "../../../../src/commands/machine/fit.ts";
import type { CheckStatus, FindingOf } from "../../../../src/core/facts/checks.ts";
import { decideFit } from "../../../../src/core/judge/decide-fit.ts";
import { judgeDisk } from "../../../../src/core/judge/judge-downloads.ts";
import { judgeModelMemory, type ModelMemoryFacts } from "../../../../src/core/judge/judge-machine.ts";
import { findKnownModel } from "../../../../src/core/models/known-models.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import { words as english } from "../../../../src/words/en.ts";
import { words as spanish } from "../../../../src/words/es.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const gib = 1024 ** 3;
const style = await createStyle({ colour: false, unicode: true });

const laptop: ModelMemoryFacts = {
  model: "llama3.2:latest",
  weight: findKnownModel(modelNamed("llama3.2")),
  loaded: false,
  availableBytes: 6 * gib,
  totalBytes: 7.7 * gib,
  limitBytes: 5.5 * gib,
  limitChosen: false,
  conversations: { context: 4096, parallel: 1 },
  gpu: "none",
};

type Given = {
  memory?: Partial<ModelMemoryFacts>;
  freeBytes?: number | null;
  state?: FitResult["state"];
  details?: Pick<FitResult, "parameterSize" | "quantization">;
};

function fitOf({ memory = {}, freeBytes = 100e9, state = "missing", details }: Given): FitResult {
  const facts = { ...laptop, ...memory };
  const bytes = 2_019_393_189;
  const downloadBytes = state === "missing" ? bytes : 0;
  const neededBytes = state === "present" ? 0 : bytes;
  const judged = judgeModelMemory(facts);
  const disk = judgeDisk({ freeBytes, neededBytes, downloadBytes, path: "/var/lib/docker" });
  return {
    project: "localgpt",
    model: facts.model,
    ...decideFit(judged, disk),
    state,
    bytes,
    ...(details ?? { parameterSize: null, quantization: null }),
    memory: judged.facts,
    disk: disk.facts,
  };
}

test.each<{
  memory: CheckStatus;
  disk: CheckStatus;
  needed: number;
  gpu: "none" | "nvidia";
  verdict: string;
  cause: string;
}>([
  { memory: "ok", disk: "ok", needed: 2e9, gpu: "none", verdict: "yes", cause: "memory" },
  { memory: "ok", disk: "note", needed: 2e9, gpu: "none", verdict: "yes", cause: "memory" },
  { memory: "warning", disk: "ok", needed: 2e9, gpu: "none", verdict: "tight", cause: "memory" },
  { memory: "warning", disk: "ok", needed: 2e9, gpu: "nvidia", verdict: "unknown", cause: "memory" },
  { memory: "failure", disk: "failure", needed: 2e9, gpu: "none", verdict: "no", cause: "memory" },
  { memory: "warning", disk: "failure", needed: 2e9, gpu: "nvidia", verdict: "no", cause: "disk" },
  { memory: "ok", disk: "warning", needed: 2e9, gpu: "none", verdict: "tight", cause: "disk" },
  { memory: "ok", disk: "warning", needed: 0, gpu: "none", verdict: "yes", cause: "memory" },
])(
  "memory $memory, disk $disk ($needed), GPU $gpu: $verdict by $cause",
  ({ memory, disk, needed, gpu, ...expected }) => {
    const memoryFinding = {
      ...judgeModelMemory({ ...laptop, gpu }),
      status: memory,
    } satisfies FindingOf<"model-memory">;
    const facts = { freeBytes: null, neededBytes: needed, downloadBytes: 0, path: "/" };
    expect(decideFit(memoryFinding, { id: "disk", status: disk, facts })).toEqual(expected);
  },
);

const tooLarge = { weight: { weightsBytes: 40e9, shape: null, trainedContext: null }, model: "llama3.3:70b" };

/** What must stand in the text whatever the language; `first` in its first line. */
const cases: (Given & {
  name: string;
  verdict: string;
  code: number;
  first: RegExp;
  has: RegExp[];
  hasNot?: RegExp[];
})[] = [
  {
    name: "fits",
    verdict: "yes",
    code: 0,
    first: /^✔ .*llama3\.2 .*2[.,]8 GiB.*5[.,]5 GiB/,
    has: [
      /2[.,]8 GiB: .*1[.,]9 GiB.*448 MiB \(4096 tokens\).*512 MiB/,
      /6[.,]0 GiB.*7[.,]7 GiB.*5[.,]5 GiB/,
      /29184 tokens \(.*131072\)/,
      /2[.,]0 GB.*100[.,]0 GB/,
      /localgpt pull llama3\.2`/,
    ],
    hasNot: [/latest/, /GPU/],
  },
  {
    name: "is there already",
    state: "present",
    details: { parameterSize: "3.2B", quantization: "Q4_K_M" },
    verdict: "yes",
    code: 0,
    first: /^✔/,
    has: [/\(2[.,]0 GB\)/, /3\.2B, Q4_K_M/],
    hasNot: [/localgpt pull/, /100[.,]0 GB/],
  },
  {
    name: "too little is free now",
    memory: { availableBytes: 2.5 * gib },
    verdict: "tight",
    code: 0,
    first: /^⚠ .*2[.,]8 GiB.*2[.,]5 GiB/,
    has: [/localgpt up --context 1024`/, /qwen2\.5:3b \(2[.,]4 GiB\), .*qwen3:1\.7b/],
    hasNot: [/localgpt pull/, /--memory/],
  },
  {
    name: "more than Ollama may use",
    memory: { limitBytes: 2.5 * gib },
    verdict: "tight",
    code: 0,
    first: /^⚠/,
    has: [/localgpt up --memory 3g/],
  },
  {
    name: "cannot fit",
    memory: tooLarge,
    verdict: "no",
    code: 4,
    first: /^✖ .*llama3\.3:70b.*39[.,]0 GiB.*7[.,]7 GiB/,
    has: [/37[.,]3 GiB.*1[.,]3 GiB/, /mistral:7b \(5[.,]1 GiB\)/],
    hasNot: [/--context/, /--memory/, /localgpt pull/],
  },
  {
    name: "cannot fit into the limit that was chosen",
    memory: { limitBytes: gib, limitChosen: true },
    verdict: "no",
    code: 4,
    first: /^✖ .*2[.,]8 GiB.*1[.,]0 GiB/,
    has: [/localgpt up --memory 3g/, /qwen2\.5:0\.5b/],
  },
  {
    name: "nothing fits",
    memory: { ...tooLarge, availableBytes: 0.5 * gib },
    verdict: "no",
    code: 4,
    first: /^✖/,
    has: [],
    hasNot: [/\(.* GiB\)$/m],
  },
  {
    name: "cannot fit on the disk",
    freeBytes: 1e9,
    verdict: "no",
    code: 4,
    first: /^✖ .*2[.,]0 GB.*1[.,]0 GB/,
    has: [/docker system df/],
  },
  {
    name: "fills the disk",
    freeBytes: 3e9,
    verdict: "tight",
    code: 0,
    first: /^⚠ .*2[.,]0 GB.*3[.,]0 GB/,
    has: [/docker system df/],
  },
  {
    name: "depends on the GPU",
    memory: { ...tooLarge, gpu: "nvidia" },
    verdict: "unknown",
    code: 0,
    first: /^ℹ .*39[.,]0 GiB.*5[.,]5 GiB.*nvidia/,
    has: [/GPU \(nvidia\)/],
  },
  {
    name: "fits even without the GPU",
    memory: { gpu: "vulkan" },
    verdict: "yes",
    code: 0,
    first: /^✔/,
    has: [/GPU \(vulkan\)/],
  },
  {
    name: "nobody knows what is free, nor whether it is there",
    memory: { availableBytes: null, limitBytes: null },
    freeBytes: null,
    state: "unknown",
    verdict: "yes",
    code: 0,
    first: /^✔/,
    has: [/7[.,]7 GiB/, /2[.,]0 GB/],
  },
  {
    name: "more context than it takes, two at once",
    memory: {
      conversations: { context: 200_000, parallel: 2 },
      totalBytes: 64 * gib,
      availableBytes: 60 * gib,
      limitBytes: null,
    },
    verdict: "yes",
    code: 0,
    first: /^✔/,
    has: [/2 × 131072 tokens/],
  },
  {
    name: "at most so much",
    memory: { weight: findKnownModel(modelNamed("gemma3:4b")), model: modelNamed("gemma3:4b") },
    verdict: "yes",
    code: 0,
    first: /^✔ .*gemma3:4b/,
    has: [/(como mucho|at most).* 544 MiB/],
  },
];

describe.each([
  { language: "English", words: english },
  { language: "Spanish", words: spanish },
])("$language", ({ words }) => {
  test.each(cases)("a model that $name: $verdict", ({ first, has, hasNot = [], verdict, code, ...given }) => {
    const result = fitOf(given);
    expect(result.verdict).toBe(verdict);
    expect(fitExitCode(result)).toBe(code);
    const text = renderFit(result, { words, style, columns: 80, nowMs: 0, measure });
    expect(text.split("\n")[0]).toMatch(first);
    for (const pattern of has) expect(text).toMatch(pattern);
    for (const pattern of hasNot) expect(text).not.toMatch(pattern);
    expect(text).not.toMatch(/undefined|null|NaN|\[object|\n\n\n/);
  });
});
