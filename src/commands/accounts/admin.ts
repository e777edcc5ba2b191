import type { Command } from "commander";
import type { Words } from "../../words/words.ts";
import type { Execute } from "../context.ts";
import { parseEmail, parseName, renderAdminCreate, runAdminCreate } from "./admin-create.ts";
import { renderAdminList, runAdminList } from "./admin-list.ts";
import { renderAdminReset, runAdminReset } from "./admin-reset-password.ts";

/** Defines `localgpt admin` and its commands; alone it lists. */
export function defineAdmin(parent: Command, words: Words, execute: Execute): void {
  const { help } = words;
  const admin = parent.command("admin").description(help.admin.summary);
  const list = () => execute({ run: runAdminList, render: renderAdminList });
  admin.action(list);
  admin.command("list").description(help["admin list"].summary).action(list);
  const create = help["admin create"];
  admin
    .command("create")
    .description(create.summary)
    .option("--email <EMAIL>", create.options.email)
    .option("--name <NAME>", create.options.name)
    .option("--password-stdin", create.options["password-stdin"])
    .action(({ email, name, passwordStdin }: { email?: string; name?: string; passwordStdin?: true }) => {
      const options = {
        email: email === undefined ? null : parseEmail(email),
        name: name === undefined ? null : parseName(name),
        passwordStdin: passwordStdin === true,
      };
      return execute({ run: (context) => runAdminCreate(context, options), render: renderAdminCreate });
    });
  const reset = help["admin reset-password"];
  admin
    .command("reset-password")
    .description(reset.summary)
    .argument("<EMAIL>", reset.arguments.email)
    .option("--password-stdin", reset.options["password-stdin"])
    .option("--no-backup", reset.options["no-backup"])
    .action((email: string, { passwordStdin, backup }: { passwordStdin?: true; backup: boolean }) => {
      const options = { email, passwordStdin: passwordStdin === true, backup };
      return execute({ run: (context) => runAdminReset(context, options), render: renderAdminReset });
    });
}
