import type { Belonging, StayReason, UninstallMode } from "../../core/plan/plan-uninstall.ts";

/** What `uninstall` says. */
export type UninstallWords = {
  /** The headings for what is removed and what is kept. */
  going: (project: string) => string;
  staying: string;
  kinds: Record<Belonging["kind"], (count: number) => string>;
  /** After a name, with a space before it; empty if unknown. */
  size: (kind: Belonging["kind"], sizeBytes: number | null) => string;
  /** Files by their names in a folder. */
  files: (names: string[], folder: string) => string;
  /** `folder` is that of the backups. */
  backups: (count: number, sizeBytes: number, folder: string) => string;
  /** Why something is kept, after its name, or those of `count`, and a colon. */
  reasons: Record<StayReason, (facts: { kind: Belonging["kind"]; count: number; users: string[] }) => string>;
  /** Before the question: a last backup is made, and in which folder, or none is. */
  backupFirst: (folder: string, withModels: boolean) => string;
  noBackup: string;
  nothingRemoved: string;
  nothingThere: (project: string) => string;
  dryRun: string;
  removed: (facts: { project: string; isAll: boolean; freedBytes: number | null }) => string;
  /** How to restore everything; `backup` is the path of the last one. */
  wayBack: Record<UninstallMode, (backup: string | null) => string>;
  /** The next step if other containers kept something in use. */
  stuck: string;
};
