/** What `up`, `down`, `restart` and `compose` say when they are done. */
export type StackWords = {
  /** The last line of a successful `up`; `changed` is false when everything ran already. */
  ready: (facts: { address: string; changed: boolean }) => string;
  firstAccount: string;
  /** Below it, where others reach the page too; null where nobody here knows under which address. */
  openToNetwork: (address: string | null) => string;
  /** Which model is there and on what it runs. */
  runsOn: (facts: { model: string | null; gpu: string }) => string;
  limits: (facts: { memoryLimitBytes: number | null; context: number }) => string;
  next: string;
  /** Commands to go on with, and what each is good for. */
  suggestions: Record<"status" | "logs" | "down" | "pull", { command: string; what: string }>;
  /** The heading of a plan that `--dry-run` prints. */
  plan: (count: number) => string;
  planNothing: string;
  down: (facts: { project: string; networkKept: string | null; volumes: string[] }) => { done: string; kept: string };
  downNothing: (project: string) => string;
  volumesNone: string;
  startAgain: string;
  restarted: (services: string[], address: string | null) => string;
  composeWritten: (path: string) => string;
  composeUse: (path: string) => string;
};
