import type { BackupHeader } from "../../core/backup/backup-format.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";

/** What `restore` says. */
export type RestoreWords = {
  cancelled: string;
  done: (backup: Pick<BackupHeader, "createdAt">, counts: PageCounts | null) => string;
  settings: string;
  conversations: (names: string[]) => string;
  conversationsKept: (names: string[]) => string;
  modelsAdded: (names: string[]) => string;
  /** Another version of these is here, and is kept. */
  modelsKept: (names: string[]) => string;
  modelsMissing: (names: string[]) => string;
  page: (address: string) => string;
  safety: (path: string) => string;
  before: (volume: string) => string;
  /** After a check: everything is as it was saved. */
  whole: (bytes: number, entries: number) => string;
  made: (backup: Pick<BackupHeader, "createdAt" | "localgpt" | "project" | "note" | "cause">) => string;
  hasSettings: string;
  hasConversations: (names: string[]) => string;
  damaged: (databases: string[]) => string;
  newer: (openWebui: string, installed: string) => string;
  bringBack: (path: string) => string;
};
