import type { HelpTexts } from "../shapes.ts";

export const logsHelp = {
  logs: {
    summary: "Show the logs of the services",
    description: "Shows the logs of both services, or of the given ones, sorted by time.",
    options: {
      follow: "keep showing new lines until Ctrl-C",
      tail: "only the last N lines of each service",
      since: "only lines newer than this, such as 10m or 2026-01-31T09:30",
    },
    arguments: { service: "ollama or open-webui; both without it" },
    examples: [
      { command: "localgpt logs --tail 50", what: "the last lines of both" },
      { command: "localgpt logs ollama -f", what: "follow Ollama" },
      { command: "localgpt logs --since 10m", what: "the last ten minutes" },
    ],
  },
} satisfies HelpTexts;
