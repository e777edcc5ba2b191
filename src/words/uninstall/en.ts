import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, HelpTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import type { UninstallWords } from "./words.ts";

const format = createFormat("en");

const users = ({ count = 1, users: names }: { count?: number; users: string[] }): string => {
  const used = count === 1 ? "it" : "them";
  return names.length === 0
    ? `other containers use ${used}`
    : `${names.length === 1 ? "container" : "containers"} ${format.list(names)} ${names.length === 1 ? "uses" : "use"} ${used}`;
};

const fileCount = (count: number): string => (count === 1 ? "one file" : `${count} files`);

export const uninstall: UninstallWords = {
  going: (project) => `To be removed from ${project}:`,
  staying: "Kept:",
  kinds: {
    container: (count) => (count === 1 ? "container" : "containers"),
    network: (count) => (count === 1 ? "network" : "networks"),
    volume: (count) => (count === 1 ? "volume" : "volumes"),
    image: (count) => (count === 1 ? "image" : "images"),
    file: (count) => (count === 1 ? "file" : "files"),
  },
  size: (kind, sizeBytes) => {
    if (sizeBytes === null) return "";
    if (kind !== "image") return ` (${format.bytes(sizeBytes)})`;
    return sizeBytes === 0 ? " (the name only: the image has others)" : ` (up to ${format.bytes(sizeBytes)})`;
  },
  files: (names, folder) => `${format.list(names)} in ${folder}`,
  backups: (count, sizeBytes, folder) =>
    `${count === 1 ? "one backup" : `${count} backups`} (${format.bytes(sizeBytes)}) in ${folder}`,
  reasons: {
    data: () => "for the next `localgpt up`",
    "in-use": users,
    foreign: () => "not created by localgpt",
    needed: () => "until everything else is removed",
    backup: () => "`uninstall` never deletes backups",
  },
  backupFirst: (folder, withModels) =>
    `A last backup is made first, ${withModels ? "with the models" : "without the models (`--with-models` adds them)"}, in ${folder}`,
  noBackup: "No backup is made",
  nothingRemoved: "Nothing was removed",
  nothingThere: (project) => `Nothing of ${project} to remove`,
  dryRun: "Nothing has been removed",
  removed: ({ project, isAll, freedBytes }) =>
    `${isAll ? "Uninstalled" : "Could not remove everything of"} ${project}${freedBytes === null ? "" : `: ${format.bytes(freedBytes)} freed`}`,
  wayBack: {
    "keep-data": () =>
      "Install it again, with your data: `localgpt up`. Delete the data too: `localgpt uninstall --purge`",
    purge: (backup) =>
      `Start from scratch: \`localgpt up\`. With the backup: \`localgpt restore ${backup === null ? "FILE" : pasteable(backup)}\``,
  },
  stuck: "Remove the containers listed above, then delete the rest: `localgpt uninstall --purge`",
};

export const uninstallErrors = {
  "name-needed": ({ project }) => ({
    message: `This deletes all data of ${project}, and there is no terminal to ask you on`,
    hint: `If you mean it, add \`--yes-delete ${project}\`; what it would delete: \`localgpt uninstall --purge --dry-run\``,
  }),
  "wrong-name": ({ value, project }) => ({
    message: `\`--yes-delete\` must be \`${project}\`, the name of the project to delete, not \`${value}\``,
    hint: "Another project: `localgpt --project NAME uninstall --purge`",
  }),
} satisfies Partial<ErrorTexts>;

export const uninstallNotices = {
  "still-used": ({ kind, name, users: by }) =>
    `${kind === "volume" ? "Volume" : "Image"} ${name} was kept: ${users({ users: by })}`,
} satisfies Partial<NoticeTexts>;

export const uninstallOperations = {
  "remove-leftover": {
    planned: ({ name }) => `remove container ${name}`,
    doing: ({ name }) => `Removing container ${name}`,
    done: ({ name }) => `Removed container ${name}`,
  },
  "remove-volume": {
    planned: ({ volume }) => `delete volume ${volume}`,
    doing: ({ volume }) => `Deleting volume ${volume}`,
    done: ({ volume }) => `Deleted volume ${volume}`,
  },
  "remove-image": {
    planned: ({ image }) => `remove image ${image}`,
    doing: ({ image }) => `Removing image ${image}`,
    done: ({ image }) => `Removed image ${image}`,
  },
  "remove-files": {
    planned: ({ folder, names }) => `delete ${fileCount(names.length)} in ${folder}`,
    doing: ({ folder, names }) => `Deleting ${fileCount(names.length)} in ${folder}`,
    done: ({ folder, names }) => `Deleted ${fileCount(names.length)} in ${folder}`,
  },
} satisfies Partial<OperationTexts>;

export const uninstallHelp = {
  uninstall: {
    summary: "Remove everything from Docker; your data stays unless you say so",
    description:
      "Removes the containers, their network and the images, and asks first. Models, accounts, conversations, settings and backups are kept for the next `up`. With --purge it makes a last backup and then deletes those too, except the backups. It never touches what others use or created.",
    options: {
      "keep-data": "keep models, accounts, conversations and settings (the default)",
      purge: "delete them too; asks for the name of the project",
      yes: "do not ask; not enough for --purge",
      "yes-delete": "do not ask: NAME is the name of the project that is deleted",
      "no-backup": "do not make a last backup before a purge",
      "with-models": "put the models into that backup too",
      "dry-run": "show what would be removed and what would stay",
    },
    arguments: {},
    examples: [
      { command: "localgpt uninstall", what: "free space; `localgpt up` brings it all back" },
      { command: "localgpt uninstall --purge --dry-run", what: "what would be deleted, and how big it is" },
      { command: "localgpt uninstall --purge", what: "delete everything" },
    ],
  },
} satisfies HelpTexts;
