/** What `check` says around its findings. */
export type CheckWords = {
  title: (project: string) => string;
  /** The last line when there was nothing to warn of. */
  good: string;
  /** `forceable` where `up --force` goes on all the same. */
  summary: (counts: { warnings: number; failures: number; forceable: boolean }) => string;
};
