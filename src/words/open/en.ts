import type { ErrorTexts, HelpTexts } from "../shapes.ts";

export const open = {
  opened: (address: string) => `Opened ${address} in the browser`,
  byHand: (address: string) => `No browser could be opened here. Open this address yourself: ${address}`,
};

export const openErrors = {
  "browser-failed": ({ address }) => ({
    message: "No browser could be opened",
    hint: `Open this address yourself: ${address}`,
  }),
} satisfies Partial<ErrorTexts>;

export const openHelp = {
  open: {
    summary: "Open the page in the browser",
    description: "Opens the page in the browser of this machine and prints its address.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt open", what: "open the page" }],
  },
} satisfies HelpTexts;
