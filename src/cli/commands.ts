import type { Command } from "commander";
import type { Execute } from "../commands/context.ts";
import type { CommandName } from "../words/help-words.ts";
import type { Words } from "../words/words.ts";

/** What every command's file exports to add itself to the tree. */
export type Define = (parent: Command, words: Words, execute: Execute) => void;

/** A command of the tree; its own file is loaded only when it is asked for. */
export type CommandEntry = { name: CommandName; alias?: string; load: () => Promise<Define> };

/** Every command, in the order in which the help lists them. */
export const commandEntries: readonly CommandEntry[] = [
  { name: "up", load: async () => (await import("../commands/up.ts")).defineUp },
  { name: "down", load: async () => (await import("../commands/down.ts")).defineDown },
  { name: "restart", load: async () => (await import("../commands/restart.ts")).defineRestart },
  { name: "update", load: async () => (await import("../commands/update.ts")).defineUpdate },
  { name: "rollback", load: async () => (await import("../commands/rollback.ts")).defineRollback },
  { name: "status", load: async () => (await import("../commands/status.ts")).defineStatus },
  { name: "logs", load: async () => (await import("../commands/logs.ts")).defineLogs },
  { name: "open", load: async () => (await import("../commands/open.ts")).defineOpen },
  { name: "ask", load: async () => (await import("../commands/ask.ts")).defineAsk },
  { name: "chat", load: async () => (await import("../commands/chat.ts")).defineChat },
  { name: "pull", load: async () => (await import("../commands/pull.ts")).definePull },
  { name: "models", load: async () => (await import("../commands/models.ts")).defineModels },
  { name: "tune", load: async () => (await import("../commands/tune.ts")).defineTune },
  { name: "adopt", load: async () => (await import("../commands/adopt.ts")).defineAdopt },
  { name: "admin", load: async () => (await import("../commands/admin.ts")).defineAdmin },
  { name: "check", alias: "doctor", load: async () => (await import("../commands/check.ts")).defineCheck },
  { name: "fit", load: async () => (await import("../commands/fit.ts")).defineFit },
  { name: "backup", load: async () => (await import("../commands/backup.ts")).defineBackup },
  { name: "restore", load: async () => (await import("../commands/restore.ts")).defineRestore },
  { name: "compose", load: async () => (await import("../commands/compose.ts")).defineCompose },
  { name: "config", load: async () => (await import("../commands/config.ts")).defineConfig },
  { name: "uninstall", load: async () => (await import("../commands/uninstall.ts")).defineUninstall },
  { name: "completion", load: async () => (await import("../commands/completion.ts")).defineCompletion },
];
