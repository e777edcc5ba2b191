import type { ErrorFacts } from "../../core/facts/errors.ts";
import type { Notice } from "../../core/facts/events.ts";
import type { OperationKind } from "../../core/facts/operations.ts";
import type { Belonging, StayReason, UninstallMode } from "../../core/plan/plan-uninstall.ts";
import type { HelpWords } from "../help/words.ts";
import type { Message, Tenses } from "../words.ts";

/** What `uninstall` says. */
export type UninstallWords = {
  /** The headings of what goes and of what stays. */
  going: (project: string) => string;
  staying: string;
  kinds: Record<Belonging["kind"], (count: number) => string>;
  /** After a name, with a space before it; empty where nobody knows it. */
  size: (kind: Belonging["kind"], sizeBytes: number | null) => string;
  /** Files by their names in a folder. */
  files: (names: string[], folder: string) => string;
  /** `folder` is that of the backups. */
  backups: (count: number, sizeBytes: number, folder: string) => string;
  /** Why something stays, after its name, or those of `count`, and a colon. */
  reasons: Record<StayReason, (facts: { kind: Belonging["kind"]; count: number; users: string[] }) => string>;
  /** Before the question: that a last backup is made, and in which folder, or that none is. */
  backupFirst: (folder: string, withModels: boolean) => string;
  noBackup: string;
  nothingRemoved: string;
  nothingThere: (project: string) => string;
  dryRun: string;
  removed: (facts: { project: string; isAll: boolean; freedBytes: number | null }) => string;
  /** How to come back; `backup` is the path of the last one. */
  wayBack: Record<UninstallMode, (backup: string | null) => string>;
  /** The next step where containers of others kept something. */
  stuck: string;
};

/** Those that stand by themselves; `last-backup-failed` tells another failure and is among the general ones. */
export type UninstallErrors = {
  [C in "name-needed" | "wrong-name"]: (facts: ErrorFacts[C]) => Message;
};

export type UninstallNotices = { "still-used": (notice: Extract<Notice, { id: "still-used" }>) => string };

type UninstallOperationKind = "remove-leftover" | "remove-volume" | "remove-image" | "remove-files";
export type UninstallOperations = {
  [K in UninstallOperationKind]: Tenses<Extract<OperationKind, { kind: K }>>;
};

/** The help of `uninstall`. */
export type UninstallHelpWords = Pick<HelpWords, "uninstall">;
