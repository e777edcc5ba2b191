/** What `rollback` says. */
export type RollbackWords = {
  cancelled: string;
  plan: (steps: number) => string;
  done: (images: string[]) => string;
  /** What was written since is not lost, and how to get there again. */
  kept: (volume: string) => string;
};
