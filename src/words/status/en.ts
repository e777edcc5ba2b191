import { serviceTitles } from "../../core/services/services.ts";
import { createFormat } from "../format.ts";
import type { HelpTexts } from "../shapes.ts";
import { tellShare } from "../vocabulary/en.ts";
import type { StatusWords } from "./words.ts";

const format = createFormat("en");

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
  nothingKept: "No models or conversations either",
  firstAccount: "No accounts yet: the first one created becomes the administrator",
  nameLost: "The page cannot find Ollama: Ollama has lost its name on their network",
  next: {
    up: () => "Start it: `localgpt up`",
    repair: () => "Repair it: `localgpt up`",
    pull: () => "Download a model: `localgpt pull llama3.2`",
    restart: (service) => `Start ${serviceTitles[service]} again: \`localgpt restart ${service}\``,
    logs: (service) => `See why: \`localgpt logs ${service} --tail 50\``,
  },
};

export const statusHelp = {
  status: {
    summary: "Show what is running, since when and what it uses",
    description:
      "Shows the services, the address of the page, the models on disk and in memory, and the CPU and memory that each container uses.",
    options: { watch: "refresh every two seconds until Ctrl-C" },
    arguments: {},
    examples: [
      { command: "localgpt status", what: "the current state" },
      { command: "localgpt status --watch", what: "keep it on screen" },
      { command: "localgpt status --json", what: "for a program" },
    ],
  },
} satisfies HelpTexts;
