import type { BackupCause } from "../../core/backup/backup-format.ts";
import { createFormat } from "../format.ts";
import { pasteable, shortName } from "../phrases.ts";
import type { ErrorTexts, HelpTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import { accounts, chats, counted } from "../vocabulary/en.ts";
import type { BackupWords } from "./words.ts";

const format = createFormat("en");

const files = (names: string[]): string =>
  names.length > 3 ? `${format.list(names.slice(0, 3))} and ${names.length - 3} more` : format.list(names);

export const backupErrors = {
  "backup-exists": ({ path }) => ({
    message: `\`${path}\` already exists, and a backup is never written over a file`,
    hint: "Choose another name, or none: `localgpt backup` finds one by itself",
  }),
  "backup-place": ({ path, problem }) => ({
    message: problem === "folder" ? `\`${path}\` is a folder` : `There is no folder \`${path}\``,
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
      locked: "Stop the page, make the backup, and start it again: `localgpt down`, `localgpt backup`, `localgpt up`",
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
    `Written to while being saved, so perhaps not as they should be: ${files(names)}. Conversations are not affected`,
  "backup-damaged": ({ databases }) =>
    `Damaged already before this backup, and saved as found: ${files(databases)}. Keep your older backups`,
  "backup-left-out": ({ files: names }) => `Left out, because it could not be restored: ${files(names)}`,
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
    const names = format.list(models.map(({ name }) => shortName(name)));
    if (models.length === 0) return `${data}; there were no models`;
    return withModels ? `${data}, with the models: ${names}` : `${data}; of the models only the names: ${names}`;
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
  none: "There are no backups yet. Make one: `localgpt backup`",
  kept: (folder) => `They are in ${folder}`,
};

export const backupHelp = {
  backup: {
    summary: "Save conversations, accounts and settings in one file",
    description:
      "Saves Open WebUI's data, the settings and the saved chats in one file, also while people are chatting. Of the models it saves the names, and with --with-models the models themselves. Without FILE it goes into the folder of localgpt.",
    options: {
      "with-models": "save the models too (many gigabytes)",
      note: "a note to find it again by; one with a note is never removed by --keep",
      keep: "afterwards keep only so many of the backups that got their names from localgpt",
    },
    arguments: { file: "file to write, which must not exist" },
    examples: [
      { command: "localgpt backup", what: "save everything except the models" },
      { command: "localgpt backup /media/usb/localgpt.tar --with-models", what: "onto a USB stick, with the models" },
      { command: "localgpt backup --keep 7", what: "for a daily task: the last seven stay" },
    ],
  },
  "backup list": {
    summary: "List the backups in the folder of localgpt",
    description: "Lists the backups that were given no place of their own: when they were made and what they have.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt backup list", what: "the newest first" }],
  },
} satisfies HelpTexts;
