import { createFormat } from "../format.ts";
import type { HelpTexts } from "../shapes.ts";

const format = createFormat("en");

export const restart = {
  done: (services: string[], address: string | null) =>
    `${format.list(services)} ${services.length === 1 ? "is" : "are"} ready again${address === null ? "" : `: ${address}`}`,
};

export const restartHelp = {
  restart: {
    summary: "Restart the services and wait until they answer",
    description:
      "Restarts both services, or the given ones, and waits until they are ready again. If one does not come back, it shows why.",
    options: { timeout: "how long to wait for the services, such as 90s or 10m" },
    arguments: { service: "ollama or open-webui; both without it" },
    examples: [
      { command: "localgpt restart", what: "restart both" },
      { command: "localgpt restart ollama", what: "only the engine; the page keeps running" },
    ],
  },
} satisfies HelpTexts;
