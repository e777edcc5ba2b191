/** Why a file cannot be restored; the words for each are in `words.restore.reasons`. */
export const unusableReasons = ["not-a-backup", "newer-format", "truncated", "altered", "unsafe"] as const;
export type UnusableReason = (typeof unusableReasons)[number];

/** The failures of `backup` and `restore`, with the facts that their sentences need. */
export type BackupErrorFacts = {
  /** A backup is never written over a file. */
  "backup-exists": { path: string };
  "backup-place": { path: string; problem: "folder" | "no-folder" };
  "backup-missing": { path: string; problem: "missing" | "folder" };
  /** `entry` is where in the file; `format` the file's format, if that is the problem. */
  "backup-unusable": { path: string; reason: UnusableReason; entry: string | null; format: number | null };
  /** The data is of a newer Open WebUI than the one that is installed. */
  "backup-newer": { path: string; openWebui: string; installed: string };
  /** There is no volume of Open WebUI yet. */
  "no-data": { project: string };
  /** A program in a container could not read or write the data; `path` as it sees it. */
  "data-failed": { problem: "no-space" | "locked" | "other"; path: string | null; detail: string };
};
