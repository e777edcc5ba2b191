import { createFormat } from "../format.ts";
import type { HelpTexts } from "../shapes.ts";

const format = createFormat("en");

export const up = {
  ready: ({ address, changed }: { address: string; changed: boolean }) =>
    changed ? `Your ChatGPT is ready: ${address}` : `Nothing to change, everything is running: ${address}`,
  firstAccount: "The first account there becomes the administrator; or create it here: `localgpt admin create`",
  openToNetwork: (address: string | null) =>
    address === null ? "Open to the network, at this machine's address" : `Open to the network: ${address}`,
  runsOn: ({ model, gpu }: { model: string | null; gpu: string }) =>
    `${model === null ? "No model chosen" : `Model ${model}`}, ${gpu === "none" ? "on the processor" : `on the GPU (${gpu})`}`,
  limits: ({ memoryLimitBytes, context }: { memoryLimitBytes: number | null; context: number }) => {
    const memory = memoryLimitBytes === null ? "" : `Up to ${format.memory(memoryLimitBytes)} of memory, `;
    return `${memory}${context} tokens of context`;
  },
  next: "Next",
  suggestions: {
    status: { command: "localgpt status", what: "what is running and what it uses" },
    logs: { command: "localgpt logs", what: "what the services print" },
    down: { command: "localgpt down", what: "stop; models and conversations are kept" },
    pull: { command: "localgpt pull llama3.2", what: "download a model" },
  },
  plan: (count: number) =>
    `\`up\` would take ${count === 1 ? "one step" : `${count} steps`}; nothing has been changed:`,
  planNothing: "`up` would change nothing: everything is up to date",
};

export const upHelp = {
  up: {
    summary: "Start everything and show the address of the page",
    description:
      "Checks this machine, downloads what is missing, starts Ollama and Open WebUI and waits until both answer. The port, the model, the limits and the GPU are remembered for next time. If it is already running, only what is needed changes.",
    options: {
      port: "port of the page on this machine, or ADDRESS:PORT to let others reach it",
      "let-anyone-sign-up": "let others reach the page even though anyone can make an account there",
      model: "model to use; downloaded if missing",
      "no-model": "do not download any model",
      cpus: "CPU limit for Ollama, such as 2 or 1.5",
      memory: "memory limit for Ollama, such as 6g",
      context: "tokens of the conversation that the model sees",
      gpu: "auto, none, nvidia, amd or vulkan",
      open: "open the page in the browser when ready",
      timeout: "how long to wait for the services, such as 90s or 10m",
      force: "continue even if a check fails",
      "dry-run": "show what would be done and why, without doing it",
    },
    arguments: {},
    examples: [
      { command: "localgpt up", what: "start with the remembered settings" },
      { command: "localgpt up --model llama3.2:1b --port 8080", what: "a smaller model, another port" },
      { command: "localgpt up --memory 6g --dry-run", what: "preview what a limit would change" },
    ],
  },
} satisfies HelpTexts;
