import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, HelpTexts, OperationTexts } from "../shapes.ts";
import { counted, near } from "../vocabulary/en.ts";
import type { AdoptWords } from "./words.ts";

const format = createFormat("en");

const sized = (models: { model: string; bytes: number }[]): string =>
  format.list(models.map(({ model, bytes }) => `${shortModelName(model)} (${format.bytes(bytes)})`));

export const adopt: AdoptWords = {
  cancelled: "Nothing has been changed",
  dryRun: "Nothing has been changed; `adopt` would:",
  plan: (steps) => `For the page it would take ${steps === 1 ? "one step" : `${steps} steps`}:`,
  page: ({ from, counts }) => `The page now has what was in ${from}: ${counted(counts)}`,
  pagePlanned: ({ from, counts }) => `copy what is in ${from} to the page: ${counted(counts)}`,
  replaced: ({ volume, counts, backup, dryRun }) =>
    `What the page ${dryRun ? "has now" : "had before"} (${counted(counts)}) ${dryRun ? "would stay" : "stays"} in ${volume}${backup === null ? "" : ` and in ${backup}`}${dryRun ? ", after a backup" : "; `localgpt rollback` goes back to it"}`,
  signIn: (address) => `Sign in with an account from there: ${address}`,
  added: (models) => `Models added: ${sized(models)}`,
  toAdd: (models) => `add ${sized(models)}`,
  same: (models) => `Already here: ${format.list(models.map(shortModelName))}`,
  other: (models) =>
    `Not copied, because another model of that name is here: ${format.list(models.map(shortModelName))}. Remove the one that you do not want: \`localgpt models rm MODEL\``,
  incomplete: (model) =>
    `${shortModelName(model)} was not copied: one of its files is missing there. Download it: \`localgpt pull ${pasteable(shortModelName(model))}\``,
  damaged: (model) =>
    `${shortModelName(model)} was not copied: one of its files is damaged there. Download it: \`localgpt pull ${pasteable(shortModelName(model))}\``,
  originals: (volumes) =>
    `${format.list(volumes)} ${volumes.length === 1 ? "is" : "are"} unchanged. When you no longer need ${volumes.length === 1 ? "it" : "them"}: \`docker volume rm ${volumes.map(pasteable).join(" ")}\``,
};

export const adoptErrors = {
  "unknown-volume": ({ value, near: similar, volumes }) => ({
    message: `Docker has no volume \`${value}\`${near(similar)}`,
    hint:
      volumes.length === 0
        ? "All volumes: `docker volume ls`"
        : `Volumes that may hold data of Ollama or Open WebUI: ${format.list(volumes)}`,
  }),
  "volume-is-ours": ({ volume }) => ({
    message: `\`${volume}\` is the volume that this stack uses: nothing to copy`,
    hint: "Other volumes: `docker volume ls`",
  }),
  "volume-in-use": ({ volume, containers }) => ({
    message: `\`${volume}\` is in use by ${format.list(containers)}, which may write to it during the copy`,
    hint: `Stop ${containers.length === 1 ? "it" : "them"} first: \`docker stop ${containers.map(pasteable).join(" ")}\``,
  }),
  "volume-refused": ({ volume, problem, detail, image }) =>
    ({
      neither: {
        message: `\`${volume}\` contains neither Open WebUI data nor Ollama models`,
        hint: "All volumes: `docker volume ls`",
      },
      damaged: {
        message: `The database in \`${volume}\` is damaged${detail === "" ? "" : `: ${detail}`}`,
        hint: "Nothing has been changed",
      },
      newer: {
        message: `The data in \`${volume}\` is from a newer Open WebUI than ${image}, which cannot read it (revision ${detail})`,
        hint: "Nothing has been changed. Move this stack to that version first: `localgpt update --to open-webui:TAG`",
      },
      second: {
        message: `\`${volume}\` has data of a page, as \`${detail}\` does, and this stack has only one page`,
        hint: "Name one of the two, and create another stack for the other: `localgpt --project NAME up`",
      },
    })[problem],
} satisfies Partial<ErrorTexts>;

export const adoptHelp = {
  adopt: {
    summary: "Copy the data of another Ollama or Open WebUI",
    description:
      "Copies what an earlier installation left in Docker volumes into this stack: the accounts, conversations and files of its page replace those of this page, and its models are added. The originals are not changed; the previous data of the page is backed up and kept. The containers that use the volumes must be stopped.",
    options: { yes: "do not ask", "dry-run": "show what would be copied, without doing it" },
    arguments: { volume: "volumes of the other installation" },
    examples: [
      { command: "localgpt adopt open-webui ollama", what: "page and models of an earlier installation" },
      { command: "localgpt adopt school_ollama --dry-run", what: "which models would be added?" },
    ],
  },
} satisfies HelpTexts;

export const adoptOperations = {
  "copy-models": {
    planned: ({ from }) => `copy the models of ${from}`,
    doing: ({ from }) => `Copying the models of ${from}`,
    done: ({ from }) => `Copied the models of ${from}`,
  },
} satisfies Partial<OperationTexts>;
