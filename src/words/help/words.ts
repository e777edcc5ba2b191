import type { AdminHelpWords } from "../admin/words.ts";
import type { AdoptHelpWords } from "../adopt/words.ts";
import type { ModelsHelpWords } from "../models/words.ts";
import type { SelfUpdateHelpWords } from "../self-update/words.ts";

/** What a command's `--help` says; options by their long name without dashes, arguments by their name. */
export type CommandHelp<Options extends string = never, Arguments extends string = never> = {
  /** One line in the list of commands, in the infinitive or imperative, no full stop. */
  summary: string;
  /** What it does and does not do, one to three sentences. */
  description: string;
  options: Record<Options, string>;
  arguments: Record<Arguments, string>;
  /** At least one; `what` says what the command line is good for. */
  examples: { command: string; what: string }[];
};

/** The help of groups of commands that have words of their own. */
type GroupsHelpWords = ModelsHelpWords & AdminHelpWords & AdoptHelpWords & SelfUpdateHelpWords;

/** Help texts of every command and of the program; a command's key is how it is typed. */
export type HelpWords = GroupsHelpWords & {
  program: { description: string; examples: { command: string; what: string }[] };
  headings: { usage: string; arguments: string; options: string; global: string; commands: string; examples: string };
  /** Stand for options and commands in the usage line. */
  usage: { options: string; command: string };
  /** After the text of an option that has a default. */
  defaultValue: (value: string) => string;
  /** Under the list of commands. */
  more: string;
  global: Record<"json" | "quiet" | "verbose" | "lang" | "project" | "version" | "help", string>;
  up: CommandHelp<
    | "port"
    | "let-anyone-sign-up"
    | "model"
    | "no-model"
    | "cpus"
    | "memory"
    | "context"
    | "gpu"
    | "open"
    | "timeout"
    | "force"
    | "dry-run"
  >;
  down: CommandHelp;
  restart: CommandHelp<"timeout", "service">;
  update: CommandHelp<"to" | "dry-run">;
  rollback: CommandHelp<"yes" | "dry-run">;
  status: CommandHelp<"watch">;
  logs: CommandHelp<"follow" | "tail" | "since", "service">;
  open: CommandHelp;
  ask: CommandHelp<
    | "file"
    | "system"
    | "temperature"
    | "top-p"
    | "max-tokens"
    | "context"
    | "seed"
    | "format"
    | "think"
    | "no-think"
    | "stats",
    "model" | "question"
  >;
  chat: CommandHelp<
    "continue" | "system" | "temperature" | "top-p" | "max-tokens" | "context" | "seed" | "think" | "no-think",
    "model"
  >;
  pull: CommandHelp<"force", "model">;
  check: CommandHelp<never, "model">;
  fit: CommandHelp<"context", "model">;
  compose: CommandHelp<"output" | "force">;
  backup: CommandHelp<"with-models" | "note" | "keep", "file">;
  "backup list": CommandHelp;
  restore: CommandHelp<"check" | "with-settings" | "yes", "file">;
  config: CommandHelp;
  "config list": CommandHelp;
  "config get": CommandHelp<never, "key">;
  "config set": CommandHelp<never, "key" | "value">;
  "config unset": CommandHelp<never, "key">;
  "config path": CommandHelp;
  uninstall: CommandHelp<"keep-data" | "purge" | "yes" | "yes-delete" | "no-backup" | "with-models" | "dry-run">;
  completion: CommandHelp<never, "shell">;
};

/** The keys that are commands of their own, without the commands of a group. */
export type CommandName = Exclude<
  keyof HelpWords,
  "program" | "headings" | "usage" | "defaultValue" | "more" | "global" | `${string} ${string}`
>;
