import { createFormat } from "../format.ts";
import type { ErrorTexts, HelpTexts } from "../shapes.ts";
import type { RollbackWords } from "./words.ts";

const format = createFormat("en");

export const rollback: RollbackWords = {
  cancelled: "Nothing has been changed",
  plan: (steps) => `\`rollback\` would take ${steps === 1 ? "one step" : `${steps} steps`}; nothing has been changed:`,
  done: (images) => `Back on ${format.list(images)}, with the data from that time`,
  kept: (volume) => `What was written since then is kept in ${volume}; another \`localgpt rollback\` returns to it`,
};

export const rollbackErrors = {
  "nothing-before": ({ gone }) => ({
    message:
      gone === null
        ? "Nothing to go back to: nothing has been updated or restored yet"
        : `The volume ${gone} with the data from before no longer exists`,
    hint: "A backup can be brought back: `localgpt backup list`, `localgpt restore FILE`",
  }),
} satisfies Partial<ErrorTexts>;

export const rollbackHelp = {
  rollback: {
    summary: "Undo the last update, restore or adoption",
    description:
      "Goes back to the images and the data of the page as they were before the last update, restore or adoption. What was written since then is kept in its volume, and a second rollback returns to it.",
    options: { yes: "do not ask", "dry-run": "show what would be done, without doing it" },
    arguments: {},
    examples: [{ command: "localgpt rollback", what: "the version and the conversations from before" }],
  },
} satisfies HelpTexts;
