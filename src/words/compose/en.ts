import { pasteable } from "../phrases.ts";
import type { HelpTexts } from "../shapes.ts";

export const compose = {
  written: (path: string) => `Wrote ${path}`,
  use: (path: string) => `Use it without localgpt: \`docker compose -f ${pasteable(path)} up -d\``,
};

export const composeHelp = {
  compose: {
    summary: "Print the Compose file of the stack",
    description:
      "Prints the Compose file that `up` uses, with comments. It also works with plain `docker compose`, without localgpt.",
    options: { output: "write it to this file", force: "overwrite an existing file" },
    arguments: {},
    examples: [
      { command: "localgpt compose", what: "show it" },
      { command: "localgpt compose --output compose.yaml", what: "save it; then `docker compose up -d`" },
    ],
  },
} satisfies HelpTexts;
