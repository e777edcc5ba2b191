import type { BackedUpModel, BackupHeader } from "../../core/backup/backup-format.ts";

/** What `backup` says. */
export type BackupWords = {
  saved: (path: string, bytes: number) => string;
  /** What is in it: accounts and chats, the version, the models or only their names. */
  has: (facts: Pick<BackupHeader, "counts" | "openWebui" | "withModels"> & { models: BackedUpModel[] }) => string;
  removed: (paths: string[]) => string;
  next: (path: string) => string;
  headings: Record<"when" | "size" | "has" | "note" | "file", string>;
  /** In a table: accounts, chats and whether the models are in it. */
  counted: (facts: Pick<BackupHeader, "counts" | "withModels">) => string;
  /** The person's own note, else what it was made for. */
  noteOf: (facts: Pick<BackupHeader, "note" | "cause">) => string;
  /** In place of the note of a file that was cut off. */
  cut: string;
  none: string;
  /** Below the table: in which folder they are, and how one comes back. */
  kept: (folder: string) => string;
};
