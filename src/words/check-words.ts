/** What `check` says around its findings. */
export type CheckWords = {
  title: (project: string) => string;
  /** The last line when there was nothing to warn of. */
  good: string;
  summary: (counts: { warnings: number; failures: number }) => string;
};
