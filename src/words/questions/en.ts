import { createFormat } from "../format.ts";
import { moment } from "../restore/en.ts";
import { counted } from "../vocabulary/en.ts";
import type { QuestionWords } from "./words.ts";

const format = createFormat("en");

export const questions: QuestionWords = {
  adopt: ({ from, counts, own }) =>
    `The page has ${counted(own)}. Replace it with what is in ${from}: ${counted(counts)}? The current data is kept, and backed up`,
  restore: ({ createdAt, counts, project }) =>
    `The backup of \`${project}\` from ${moment(createdAt)}${counts === null ? "" : ` (${counted(counts)})`} replaces everything on the page; the current data is backed up first. Continue?`,
  rollback: ({ images, volume, kept }) =>
    `Go back to ${format.list(images)}, with the data in ${volume}? What was written since then stays in ${kept}`,
  "remove-models": ({ models: wanted, isDefault }) => {
    const named = format.list(wanted.map(({ name, sizeBytes }) => `${name} (${format.bytes(sizeBytes)})`));
    const note = isDefault === null ? "" : ` ${wanted.length === 1 ? "It" : isDefault} is your default model.`;
    return `Delete ${named}?${note}`;
  },
  uninstall: ({ project }) => `Remove this from ${project}?`,
  purge: ({ project }) => `To delete all this, type the project's name, ${project}:`,
  overwrite: ({ conversation }) => `A conversation \`${conversation}\` already exists. Replace it?`,
  email: () => "Email: ",
  name: ({ suggested }) => `Name on the page [${suggested}]: `,
  password: () => "Password (not shown): ",
  "new-password": ({ email }) => `New password for ${email} (not shown): `,
  "same-again": () => "Repeat it: ",
};
