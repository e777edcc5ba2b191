import type { UnusableReason } from "../../core/errors/backup-errors.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { causes } from "../backup/en.ts";
import { createFormat } from "../format.ts";
import { localMoment, pasteable } from "../phrases.ts";
import type { ErrorTexts, HelpTexts, OperationTexts } from "../shapes.ts";
import { counted } from "../vocabulary/en.ts";
import type { RestoreWords } from "./words.ts";

const format = createFormat("en");

/** A moment as this language writes it. */
export const moment = (iso: string): string => {
  const { year, month, day, time } = localMoment(iso);
  return `${year}-${month}-${day} ${time}`;
};

const models = (names: string[]): string => format.list(names.map(shortModelName));

const reasons: Record<UnusableReason, (entry: string | null, fileFormat: number | null) => string> = {
  "not-a-backup": () => "it is not a localgpt backup",
  "newer-format": (_entry, fileFormat) => `a newer localgpt made it (format ${fileFormat ?? "?"})`,
  truncated: () => "it is cut off: its end is missing",
  altered: (entry) => `it has been altered${entry === null ? "" : ` (at \`${entry}\`)`}`,
  unsafe: (entry) => `\`${entry ?? ""}\` does not belong in a backup and would be written somewhere else`,
};

export const restoreErrors = {
  "backup-missing": ({ path, problem }) => ({
    message: problem === "missing" ? `The file \`${path}\` does not exist` : `\`${path}\` is a folder`,
    hint: "Your backups: `localgpt backup list`",
  }),
  "backup-unusable": ({ path, reason, entry, format: fileFormat }) => ({
    message: `\`${path}\` cannot be restored: ${reasons[reason](entry, fileFormat)}`,
    hint:
      reason === "newer-format"
        ? "Nothing has been changed. Install the newest localgpt and try again"
        : "Nothing has been changed. Copy the file again, or use another backup: `localgpt backup list`",
  }),
  "backup-newer": ({ path, openWebui, installed }) => ({
    message: `\`${path}\` comes from Open WebUI ${openWebui}, and the installed ${installed} cannot read the data of a newer one`,
    hint: "Nothing has been changed. Update first: `localgpt update`",
  }),
} satisfies Partial<ErrorTexts>;

export const restoreOperations = {
  "check-backup": {
    planned: ({ file }) => `check ${file}`,
    doing: () => "Checking the backup",
    done: () => "Checked the backup",
  },
  "restore-models": {
    planned: () => "add the models that are missing",
    doing: () => "Adding the models that are missing",
    done: () => "Added the models",
  },
} satisfies Partial<OperationTexts>;

export const restore: RestoreWords = {
  cancelled: "Nothing has been changed",
  done: ({ createdAt }, counts) =>
    `The page is as it was on ${moment(createdAt)}${counts === null ? "" : `: ${counted(counts)}`}`,
  settings: "The settings are those of the backup",
  conversations: (names) => `Conversations of \`localgpt chat\` restored: ${format.list(names)}`,
  conversationsKept: (names) => `Already there, and left unchanged: ${format.list(names)}`,
  modelsAdded: (names) => `Models added: ${models(names)}`,
  modelsKept: (names) => `Another version is installed and is kept: ${models(names)}`,
  modelsMissing: (names) =>
    `Models not here: ${models(names)}. Download them: \`localgpt pull ${names.map(shortModelName).map(pasteable).join(" ")}\``,
  page: (address) => `The page: ${address}`,
  safety: (path) => `To return to what was there before: \`localgpt restore ${pasteable(path)}\``,
  before: (volume) => `It is also kept in the volume ${volume}: \`localgpt rollback\``,
  whole: (bytes, entries) => `The backup is whole: ${entries} entries, ${format.bytes(bytes)}, all checksums match`,
  made: ({ createdAt, localgpt, project, note, cause }) => {
    const why = note ?? causes[cause] ?? "";
    return `Made on ${moment(createdAt)} by localgpt ${localgpt} of \`${project}\`${why === "" ? "" : `: ${why}`}`;
  },
  hasSettings: "Settings: yes (used with `--with-settings`, or if this stack has none)",
  hasConversations: (names) => `Conversations saved by \`localgpt chat\`: ${format.list(names)}`,
  damaged: (databases) => `Already damaged when saved: ${format.list(databases)}`,
  newer: (openWebui, installed) =>
    `It cannot be restored here yet: it comes from Open WebUI ${openWebui}, which is newer than the installed ${installed}. Update first: \`localgpt update\``,
  bringBack: (path) => `Restore it: \`localgpt restore ${pasteable(path)}\``,
};

export const restoreHelp = {
  restore: {
    summary: "Restore a backup",
    description:
      "Checks every byte of a backup, makes a backup of what is there now, and then puts the saved accounts, conversations and files in its place. If the page does not work with them, everything is put back automatically. Missing models and saved conversations are added.",
    options: {
      check: "only check the file and show what it contains; needs no Docker",
      "with-settings": "use the settings of the backup too, except the name",
      yes: "do not ask",
    },
    arguments: { file: "file that `localgpt backup` wrote" },
    examples: [
      { command: "localgpt restore --check /media/usb/localgpt.tar", what: "is it whole, and what is in it?" },
      { command: "localgpt restore /media/usb/localgpt.tar", what: "restore it, on this or another computer" },
    ],
  },
} satisfies HelpTexts;
