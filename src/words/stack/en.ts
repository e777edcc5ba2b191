import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { StackWords } from "./words.ts";

const format = createFormat("en");

export const stack: StackWords = {
  ready: ({ address, changed }) =>
    changed ? `Your ChatGPT is ready: ${address}` : `Nothing to change, everything is running: ${address}`,
  firstAccount: "The first account there becomes the administrator; or create it here: `localgpt admin create`",
  openToNetwork: (address) =>
    address === null ? "Open to the network, at the address of the machine" : `Open to the network: ${address}`,
  runsOn: ({ model, gpu }) =>
    `${model === null ? "No model chosen" : `Model ${model}`}, ${gpu === "none" ? "on the processor" : `on the GPU (${gpu})`}`,
  limits: ({ memoryLimitBytes, context }) => {
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
  plan: (count) => `\`up\` would take ${count === 1 ? "one step" : `${count} steps`}; nothing has been changed:`,
  planNothing: "`up` would change nothing: everything is up to date",
  down: ({ project, networkKept, volumes }) => ({
    done: `Stopped ${project} and removed its containers${networkKept === null ? " and network" : ""}`,
    kept: `Models and conversations are kept in the volumes ${format.list(volumes)}`,
  }),
  downNothing: (project) => `${project} was not running: nothing to stop`,
  volumesNone: "It has no volumes either",
  startAgain: "Start it again: `localgpt up`",
  restarted: (services, address) =>
    `${format.list(services)} ${services.length === 1 ? "is" : "are"} ready again${address === null ? "" : `: ${address}`}`,
  composeWritten: (path) => `Wrote ${path}`,
  composeUse: (path) => `Use it without localgpt: \`docker compose -f ${pasteable(path)} up -d\``,
};
