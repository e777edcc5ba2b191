import { isForceable } from "../../core/facts/checks.ts";
import { downloadChecks } from "../check-downloads/en.ts";
import { machineChecks } from "../check-machine/en.ts";
import { neighbourChecks } from "../check-neighbours/en.ts";
import type { CheckTexts, ErrorTexts, HelpTexts } from "../shapes.ts";
import type { CheckWords } from "./words.ts";

export const check: CheckWords = {
  title: (project) => `Checks for ${project}`,
  good: "Everything is fine",
  summary: ({ warnings, failures, forceable }) => {
    const warned = warnings === 1 ? "1 warning" : `${warnings} warnings`;
    const failed = failures === 1 ? "1 failure" : `${failures} failures`;
    if (failures === 0) return `${warned}; \`localgpt up\` does not stop for that`;
    const anyway = forceable ? ", or continue anyway with `localgpt up --force`" : "";
    return `${warnings === 0 ? failed : `${failed} and ${warned}`}: fix what is marked${anyway}`;
  },
};

export const checkHelp = {
  check: {
    summary: "Check this machine and show how to fix what is not ready",
    description:
      "Looks at Docker, memory, processor, disk, port, GPU and network, and shows what is fine and how to fix what is not. `up` runs the same checks.",
    options: {},
    arguments: { model: "check this model instead of the one in the settings" },
    examples: [
      { command: "localgpt check", what: "check everything" },
      { command: "localgpt check llama3.1:8b", what: "could this model be used here?" },
    ],
  },
} satisfies HelpTexts;

export const checkErrors = {
  "checks-refused": ({ findings }) => {
    const count = findings.filter((finding) => finding.status === "failure").length;
    return {
      message: `${count === 1 ? "One check" : `${count} checks`} failed, so nothing was started or downloaded`,
      hint: isForceable(findings)
        ? "Fix what is marked above, or continue anyway: add `--force`"
        : "Fix what is marked above",
    };
  },
} satisfies Partial<ErrorTexts>;

/** What every preflight check found. */
export const checks: CheckTexts = { ...machineChecks, ...downloadChecks, ...neighbourChecks };
