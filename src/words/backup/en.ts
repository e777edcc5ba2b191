import type { BackupCause } from "../../core/backup/backup-format.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, HelpTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import { accounts, chats, counted } from "../vocabulary/en.ts";
import type { BackupWords } from "./words.ts";

const format = createFormat("en");

const files = (names: string[]): string =>
  names.length > 3 ? `${format.list(names.slice(0, 3))} and ${names.length - 3} more` : format.list(names);

export const backupErrors = {
  "backup-exists": ({ path }) => ({
    message: `\`${path}\` already exists, and a backup is never written over a file`,
    hint: "Choose another name, or give none: `localgpt backup` chooses one",
  }),
  "backup-place": ({ path, problem }) => ({
    message: problem === "folder" ? `\`${path}\` is a folder` : `The folder \`${path}\` does not exist`,
    hint:
      problem === "folder"
        ? `Give the name of a file in it, for example \`localgpt backup ${pasteable(`${path}/localgpt.tar`)}\``
        : `Create it: \`mkdir -p ${pasteable(path)}\``,
  }),
  "no-data": ({ project }) => ({
    message: `\`${project}\` has no accounts or conversations yet: its page has never been started`,
    hint: "Start it: `localgpt up`",
  }),
  "data-failed": ({ problem, path, detail }) => ({
    message: {
      "no-space": `Docker has no disk space left to copy the data: ${detail}`,
      locked: `The database \`${path ?? ""}\` stayed locked for a minute, so it could not be copied`,
      other: `Open WebUI's data could not be read${path === null ? "" : ` (\`${path}\`)`}: ${detail}`,
    }[problem],
    hint: {
      "no-space": "Free some space where Docker keeps its data; `docker system df` shows what takes it",
      locked: "Stop the page, make the backup and start it again: `localgpt down && localgpt backup && localgpt up`",
      other: "Look for the cause with `localgpt logs open-webui` and `localgpt check`",
    }[problem],
  }),
} satisfies Partial<ErrorTexts>;

export const backupOperations = {
  "save-backup": {
    planned: ({ file }) => `save a backup in ${file}`,
    doing: () => "Saving a backup",
    done: () => "Saved the backup",
  },
} satisfies Partial<OperationTexts>;

export const backupNotices = {
  "backup-changed": ({ files: names }) =>
    `These files changed while they were being saved and may be inconsistent: ${files(names)}. Conversations are not affected`,
  "backup-damaged": ({ databases }) =>
    `Already damaged before this backup, and saved as they are: ${files(databases)}. Keep your older backups`,
  "backup-left-out": ({ files: names }) => `Left out, because restoring it is not possible: ${files(names)}`,
} satisfies Partial<NoticeTexts>;

/** What backups are made for, as a clause. */
export const causes: Record<BackupCause, string> = {
  asked: "",
  update: "before an update",
  restore: "before a restore",
  adopt: "before an adoption",
  rollback: "before a rollback",
  uninstall: "before uninstalling",
  admin: "before a change of accounts",
};

export const backup: BackupWords = {
  saved: (path, bytes) => `Saved ${format.bytes(bytes)} in ${path}`,
  has: ({ counts, openWebui, withModels, models }) => {
    const page = `Open WebUI${openWebui === null ? "" : ` ${openWebui}`}`;
    const data = counts === null ? `The data of ${page}` : `${counted(counts)} of ${page}`;
    const names = format.list(models.map(({ name }) => shortModelName(name)));
    if (models.length === 0) return `${data}; no models`;
    return withModels ? `${data}, with the models: ${names}` : `${data}; only the names of the models: ${names}`;
  },
  removed: (paths) =>
    paths.length === 1 ? `Removed an older backup: ${paths[0]}` : `Removed ${paths.length} older backups`,
  next: (path) => `Check it at any time: \`localgpt restore --check ${pasteable(path)}\``,
  headings: { when: "Made", size: "Size", has: "Content", note: "Note", file: "File" },
  counted: ({ counts, withModels }) =>
    [
      ...(counts === null ? [] : [accounts(counts.accounts), chats(counts.chats)]),
      ...(withModels ? ["models"] : []),
    ].join(", "),
  noteOf: ({ note, cause }) => note ?? causes[cause] ?? "",
  cut: "incomplete: cut off",
  none: "No backups yet. Make one: `localgpt backup`",
  kept: (folder) => `They are in ${folder}`,
};

export const backupHelp = {
  backup: {
    summary: "Save conversations, accounts and settings in one file",
    description:
      "Saves Open WebUI's data, the settings and the saved conversations in one file, even while people are using the page. It saves only the names of the models, or the models too with --with-models. Without FILE, the backup goes into the folder of localgpt.",
    options: {
      "with-models": "save the models too (many gigabytes)",
      note: "a note to recognise it by; --keep never removes a backup that has one",
      keep: "afterwards keep only the newest COUNT backups with automatic names",
    },
    arguments: { file: "file to write; it must not exist" },
    examples: [
      { command: "localgpt backup", what: "save everything except the models" },
      { command: "localgpt backup /media/usb/localgpt.tar --with-models", what: "onto a USB stick, with the models" },
      { command: "localgpt backup --keep 7", what: "for a daily task: keep the last seven" },
    ],
  },
  "backup list": {
    summary: "List the backups in the folder of localgpt",
    description: "Lists the backups kept in the folder of localgpt: when they were made and what they contain.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt backup list", what: "the newest first" }],
  },
} satisfies HelpTexts;
