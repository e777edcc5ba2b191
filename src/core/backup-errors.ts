/** The failures of `backup` and `restore`, with the facts that their sentences need. */
export type BackupErrorFacts = {
  /** A backup is never written over a file. */
  "backup-exists": { path: string };
  "backup-place": { path: string; problem: "folder" | "no-folder" };
  /** There is no volume of Open WebUI yet. */
  "no-data": { project: string };
  /** A program in a container could not read or write the data; `path` as it sees it. */
  "data-failed": { problem: "no-space" | "locked" | "other"; path: string | null; detail: string };
};
