import type { PullReason } from "../../core/facts/vocabulary.ts";
import { pasteable } from "../phrases.ts";
import { registryReasons } from "../registry/en.ts";
import type { ErrorTexts, HelpTexts, OperationTexts } from "../shapes.ts";
import type { SelfUpdateWords } from "./words.ts";

export const selfUpdate: SelfUpdateWords = {
  updated: ({ installed, newest, program }) => `localgpt is ${newest} now (it was ${installed}): ${program}`,
  newer: ({ installed, newest }) => `A newer localgpt is available: ${newest} (this is ${installed})`,
  newest: ({ installed, newest }) =>
    installed === newest
      ? `localgpt ${installed} is the newest`
      : `localgpt ${installed} is newer than the newest release, ${newest}, and is kept`,
  next: "To get it: `localgpt self-update`",
};

const again = "Nothing has changed. Try again later: `localgpt self-update`";

const wayOut: Partial<Record<PullReason, string>> = {
  "not-found":
    "Nothing has changed. That release does not have this file, or the address in `LOCALGPT_DOWNLOAD_URL` is wrong",
  proxy: "Nothing has changed. Check the proxy in `HTTPS_PROXY`, then: `localgpt self-update`",
  tls: "Nothing has changed. Check that the date of this machine is right; a school or company that inspects traffic has a certificate for `NODE_EXTRA_CA_CERTS`",
};

export const selfUpdateErrors = {
  "updated-elsewhere": ({ by, folder, command }) => ({
    message:
      by === "npm"
        ? "This localgpt was installed with npm, which also updates it"
        : "This localgpt runs from a clone of its repository, which git updates",
    hint: by === "npm" ? `Run \`${command}\`` : `In \`${folder}\`, run \`${command}\``,
  }),
  "downloads-unknown": () => ({
    message: "This localgpt was built without the address of its releases",
    hint: "Give the address in `LOCALGPT_DOWNLOAD_URL`, for example `LOCALGPT_DOWNLOAD_URL=https://example.org/localgpt localgpt self-update`",
  }),
  "release-unreachable": ({ address, reason, detail }) => ({
    message: `${address} could not be downloaded: ${registryReasons[reason]} (${detail})`,
    hint: wayOut[reason] ?? again,
  }),
  "release-unusable": ({ address, problem }) => ({
    message: {
      version: `${address} is not the version of a release`,
      "no-checksum": `The file SHA256SUMS of the release has no line for ${address}`,
      altered: `${address} is not the file that SHA256SUMS of the release describes`,
    }[problem],
    hint: again,
  }),
  "program-not-writable": ({ path }) => ({
    message: `You may not replace \`${path}\``,
    hint: `Nothing has changed. Run \`sudo ${pasteable(path)} self-update\`, or ask the person who installed it`,
  }),
  "program-unfit": ({ version, detail }) => ({
    message: `localgpt ${version} does not start on this system${detail === "" ? "" : `: ${detail}`}`,
    hint: "The one that you have stays. With Node.js 20.3 or newer you can use the package: `npm install -g localgpt`",
  }),
} satisfies Partial<ErrorTexts>;

export const selfUpdateOperations = {
  "replace-program": {
    planned: ({ version }) => `replace localgpt by ${version}`,
    doing: ({ version }) => `Downloading localgpt ${version}`,
    done: ({ version }) => `Downloaded and checked localgpt ${version}`,
  },
} satisfies Partial<OperationTexts>;

export const selfUpdateHelp = {
  "self-update": {
    summary: "Get a newer localgpt",
    description:
      "Looks for a newer release of localgpt itself, downloads it, checks its SHA-256 and replaces this one, whole or not at all. The stack and your data stay as they are. Only this command looks for new releases. A localgpt that npm or git brought is updated with them.",
    options: { check: "only show whether a newer one exists" },
    arguments: {},
    examples: [
      { command: "localgpt self-update --check", what: "is there a newer one?" },
      { command: "localgpt self-update", what: "get it" },
    ],
  },
} satisfies HelpTexts;
