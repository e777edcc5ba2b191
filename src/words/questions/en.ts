import { createFormat } from "../format.ts";
import { moment } from "../restore/en.ts";
import { counted } from "../vocabulary/en.ts";
import type { QuestionWords } from "./words.ts";

const format = createFormat("en");

export const questions: QuestionWords = {
  adopt: ({ from, counts, own }) =>
    `The page has ${counted(own)}. Put what is in ${from} in its place: ${counted(counts)}? What is there now is kept, and backed up`,
  restore: ({ createdAt, counts, project }) =>
    `Everything on the page gives way to the backup of ${moment(createdAt)}${counts === null ? "" : ` (${counted(counts)})`} of \`${project}\`; a backup of what is there now is made first. Go on?`,
  rollback: ({ ollama, page, volume, kept }) =>
    `Go back to ${page} and ${ollama}, with the data in ${volume}? What was written since stays in ${kept}`,
  "remove-models": ({ models: wanted, isDefault }) => {
    const named = format.list(wanted.map(({ name, sizeBytes }) => `${name} (${format.bytes(sizeBytes)})`));
    const note = isDefault === null ? "" : ` ${wanted.length === 1 ? "It" : isDefault} is your default model.`;
    return `Delete ${named}?${note}`;
  },
  uninstall: ({ project }) => `Remove this from ${project}?`,
  purge: ({ project }) => `To delete all this, type the project's name, ${project}:`,
  overwrite: ({ conversation }) => `There is a conversation \`${conversation}\` already. Replace it?`,
  email: () => "Email: ",
  name: ({ suggested }) => `Name on the page [${suggested}]: `,
  password: () => "Password (not shown): ",
  "new-password": ({ email }) => `New password for ${email} (not shown): `,
  "same-again": () => "The same again: ",
};
