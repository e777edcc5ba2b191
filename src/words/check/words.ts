/** What `check` says around its findings. */
export type CheckWords = {
  title: (project: string) => string;
  /** The last line if there are no warnings. */
  good: string;
  /** `forceable` if `up --force` goes on anyway. */
  summary: (counts: { warnings: number; failures: number; forceable: boolean }) => string;
};
