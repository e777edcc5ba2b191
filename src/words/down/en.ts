import { createFormat } from "../format.ts";
import type { HelpTexts } from "../shapes.ts";

const format = createFormat("en");

export const down = {
  done: ({ project, networkKept, volumes }: { project: string; networkKept: string | null; volumes: string[] }) => ({
    done: `Stopped ${project} and removed its containers${networkKept === null ? " and network" : ""}`,
    kept: `Models and conversations are kept in the volumes ${format.list(volumes)}`,
  }),
  nothing: (project: string) => `${project} was not running: nothing to stop`,
  noVolumes: "It has no volumes either",
  startAgain: "Start it again: `localgpt up`",
};

export const downHelp = {
  down: {
    summary: "Stop everything; models and conversations are kept",
    description:
      "Stops and removes the containers and their network. The volumes with the models and conversations are kept.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt down", what: "stop; `localgpt up` brings it all back" }],
  },
} satisfies HelpTexts;
