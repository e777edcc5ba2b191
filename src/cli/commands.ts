import type { Command } from "commander";
import type { Execute } from "../commands/context.ts";
import type { Words } from "../words/words.ts";

/** What every command's file exports to add itself to the tree. */
export type Define = (parent: Command, words: Words, execute: Execute) => void;

/** What can stand after `localgpt`: every command with a help, without the commands of a group. */
type CommandName = Exclude<keyof Words["help"], `${string} ${string}`>;

/** A command of the tree; its own file is loaded only when it is asked for. */
export type CommandEntry = { name: CommandName; alias?: string; load: () => Promise<Define> };

/** Every command, in the order in which the help lists them. */
export const commandEntries: readonly CommandEntry[] = [
  { name: "up", load: async () => (await import("../commands/stack/up.ts")).defineUp },
  { name: "down", load: async () => (await import("../commands/stack/down.ts")).defineDown },
  { name: "restart", load: async () => (await import("../commands/stack/restart.ts")).defineRestart },
  { name: "update", load: async () => (await import("../commands/data/update.ts")).defineUpdate },
  { name: "rollback", load: async () => (await import("../commands/data/rollback.ts")).defineRollback },
  { name: "status", load: async () => (await import("../commands/stack/status.ts")).defineStatus },
  { name: "logs", load: async () => (await import("../commands/stack/logs.ts")).defineLogs },
  { name: "open", load: async () => (await import("../commands/stack/open.ts")).defineOpen },
  { name: "ask", load: async () => (await import("../commands/talk/ask.ts")).defineAsk },
  { name: "chat", load: async () => (await import("../commands/talk/chat.ts")).defineChat },
  { name: "pull", load: async () => (await import("../commands/models/pull.ts")).definePull },
  { name: "models", load: async () => (await import("../commands/models/models.ts")).defineModels },
  { name: "tune", load: async () => (await import("../commands/models/tune.ts")).defineTune },
  { name: "adopt", load: async () => (await import("../commands/data/adopt.ts")).defineAdopt },
  { name: "admin", load: async () => (await import("../commands/accounts/admin.ts")).defineAdmin },
  { name: "check", alias: "doctor", load: async () => (await import("../commands/machine/check.ts")).defineCheck },
  { name: "fit", load: async () => (await import("../commands/machine/fit.ts")).defineFit },
  { name: "backup", load: async () => (await import("../commands/data/backup.ts")).defineBackup },
  { name: "restore", load: async () => (await import("../commands/data/restore.ts")).defineRestore },
  { name: "compose", load: async () => (await import("../commands/stack/compose.ts")).defineCompose },
  { name: "config", load: async () => (await import("../commands/machine/config.ts")).defineConfig },
  { name: "self-update", load: async () => (await import("../commands/machine/self-update.ts")).defineSelfUpdate },
  { name: "uninstall", load: async () => (await import("../commands/data/uninstall.ts")).defineUninstall },
  { name: "completion", load: async () => (await import("../commands/machine/completion.ts")).defineCompletion },
];
