import { createFormat } from "../format.ts";
import { services } from "../services/en.ts";
import type { ExitWords, OpenWords, PullWords, StatusWords } from "./words.ts";

const format = createFormat("en");

export const exits: ExitWords = {
  clean: () => "it ended without errors",
  failed: ({ exitCode }) => `it ended with an error (exit code ${exitCode})`,
  "out-of-memory": ({ exitCode, memoryLimitBytes }) =>
    memoryLimitBytes === null
      ? `it ran out of memory (exit code ${exitCode})`
      : `it needed more than its ${format.memory(memoryLimitBytes)} of memory (exit code ${exitCode})`,
  killed: ({ exitCode }) => `it was killed, usually for lack of memory (exit code ${exitCode})`,
  "bad-instruction": ({ exitCode }) =>
    `this computer's processor lacks an instruction that it needs, usually AVX (exit code ${exitCode})`,
  crashed: ({ exitCode }) => `it crashed (exit code ${exitCode})`,
  stopped: ({ exitCode }) => `it was told to stop (exit code ${exitCode})`,
  "not-executable": ({ exitCode }) => `its program cannot be run on this computer (exit code ${exitCode})`,
  "not-found": ({ exitCode }) => `its program is not in the image (exit code ${exitCode})`,
  "engine-failed": ({ exitCode }) => `Docker could not start it (exit code ${exitCode})`,
};

export const status: StatusWords = {
  states: {
    ready: "ready",
    starting: "starting",
    restarting: "keeps restarting",
    unhealthy: "does not answer",
    paused: "paused",
    created: "never started",
    stopped: "stopped",
    missing: "no container",
  },
  overall: {
    running: "running",
    starting: "starting",
    partial: "partly running",
    stopped: "stopped",
    absent: "not running",
  },
  headings: {
    service: "Service",
    state: "State",
    since: "Since",
    cpu: "CPU",
    memory: "Memory",
    address: "Address",
    models: "Models",
    volumes: "Volumes",
    file: "Compose file",
    context: "Context",
    docker: "Docker",
  },
  openToNetwork: "open to the network",
  ofLimit: (used, limit) => `${used} of ${limit}`,
  restarts: (count) => `restarted ${count === 1 ? "once" : `${count} times`}`,
  model: ({ sizeBytes, parameterSize, quantization }) =>
    [format.bytes(sizeBytes), parameterSize, quantization].filter((part) => part !== null).join(", "),
  inMemory: ({ sizeBytes, gpuShare, untilMs }) =>
    `in memory: ${format.memory(sizeBytes)}, ${tellShare(gpuShare)}${untilMs === null ? "" : `, for ${format.duration(untilMs)} more`}`,
  noModels: "none yet",
  modelsUnknown: "unknown while Ollama does not answer",
  tokens: (count) => `${count} tokens`,
  engine: (version, endpoint) => `${version} at ${endpoint}`,
  kept: (volumes) => `Models and conversations are kept in ${format.list(volumes)}`,
  nothingKept: "There are no models or conversations either",
  firstAccount: "No accounts yet: the first one created becomes the administrator",
  nameLost: "The page does not find Ollama: its name is not on their network any more",
  next: {
    up: () => "Start it: `localgpt up`",
    repair: () => "Repair it: `localgpt up`",
    pull: () => "Download a model: `localgpt pull llama3.2`",
    restart: (service) => `Start ${services[service]} again: \`localgpt restart ${service}\``,
    logs: (service) => `See why: \`localgpt logs ${service} --tail 50\``,
  },
};

/** Where a model lies, by the share of it on a GPU. */
export function tellShare(gpuShare: number): string {
  if (gpuShare <= 0) return "on the processor";
  if (gpuShare >= 1) return "on the GPU";
  return `${format.percent(gpuShare)} on the GPU, ${format.percent(1 - gpuShare)} on the processor`;
}

export const open: OpenWords = {
  opened: (address) => `Opened ${address} in the browser`,
  byHand: (address) => `No browser could be opened here. Open this address yourself: ${address}`,
};

export const pull: PullWords = {
  done: (model, sizeBytes) => `${model} is ready${sizeBytes === null ? "" : ` (${format.bytes(sizeBytes)})`}`,
  next: (address) =>
    address === null ? "To chat: `localgpt up`" : `To chat, choose the model on the page: ${address}`,
};
