import { createFormat } from "../format.ts";
import type { Words } from "../words.ts";

const format = createFormat("en");

export const general: Words["general"] = {
  unexpected: (detail, version) => ({
    message: `Something went wrong inside localgpt ${version}: ${detail}`,
    hint: "Run the same command with `--verbose` and report what it prints",
  }),
  took: (ms) => `(${format.duration(ms)})`,
  failed: (what) => `Failed: ${what}`,
  stopping: "Stopping… press Ctrl-C again to quit at once",
  yesNo: "[y/N]",
  yesPattern: /^y(es)?$/i,
  left: (ms) => `${format.duration(ms)} left`,
};
