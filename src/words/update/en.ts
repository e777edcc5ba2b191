import { serviceTitles } from "../../core/services/services.ts";
import { countedIn } from "../change/en.ts";
import { createFormat } from "../format.ts";
import { registryReasons } from "../registry/en.ts";
import type { ErrorTexts, HelpTexts, NoticeTexts } from "../shapes.ts";
import type { UpdateWords } from "./words.ts";

const format = createFormat("en");

export const update: UpdateWords = {
  nothing: (images) => `Everything is up to date: ${format.list(images)}`,
  plan: (steps) => `\`update\` would take ${steps === 1 ? "one step" : `${steps} steps`}; nothing has been changed:`,
  image: ({ service, from, to, isChosen }) =>
    `${serviceTitles[service]}: ${from} → ${from === to ? "a newer image of the same name" : to}${isChosen ? " (your own choice)" : ""}`,
  kept: (image) => `${image} stays: it is your own choice`,
  done: "Updated, and everything answers",
  counts: (counts) => `Everything is still there: ${countedIn(counts)}`,
  before: (volume) => `The data from before is kept in ${volume}; \`localgpt rollback\` goes back to it`,
};

export const updateErrors = {
  "downgrade-refused": ({ installed, wanted }) => ({
    message: `${wanted} is older than the installed ${installed}, and an older Open WebUI cannot read the data of a newer one`,
    hint: "Go back to the image and data from before the last update: `localgpt rollback`",
  }),
  "unknown-image": ({ value, near }) => ({
    message: `\`${value}\` is not an image of this stack`,
    hint: `Name the service and the tag${near === null ? "" : ` (did you mean \`${near}\`?)`}: \`localgpt update --to open-webui:TAG ollama:TAG\``,
  }),
} satisfies Partial<ErrorTexts>;

export const updateNotices = {
  "image-not-refreshed": ({ image, reason }) =>
    `Could not look for a newer ${image} (${registryReasons[reason]}): the one that is here is used`,
  "update-waiting": ({ service, installed, wanted }) =>
    `${serviceTitles[service]} stays at ${installed}: \`localgpt update\` moves it to ${wanted}, with a way back`,
} satisfies Partial<NoticeTexts>;

export const updateHelp = {
  update: {
    summary: "Move to newer versions, with a way back",
    description:
      "Moves Ollama and Open WebUI to the versions that this release of localgpt was tested with, or to the ones you name. The data of the page is copied first; if the new version does not work or anything is missing, the image and the data are put back automatically.",
    options: {
      to: "other versions, as SERVICE:TAG or a whole image; remembered for next time",
      "dry-run": "show what would be done, without doing it",
    },
    arguments: {},
    examples: [
      { command: "localgpt update --dry-run", what: "see what there is to update" },
      { command: "localgpt update", what: "the versions of this release" },
      { command: "localgpt update --to open-webui:v0.12.0", what: "a version that you choose" },
    ],
  },
} satisfies HelpTexts;
