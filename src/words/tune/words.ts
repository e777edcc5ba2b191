/** What `tune` says. */
export type TuneWords = {
  made: (model: string, parent: string) => string;
  replaced: (model: string, parent: string) => string;
  /** `before` is null if the parent does not set it. */
  change: (before: string | null, after: string) => string;
  contextTooLong: (context: number, trainedContext: number) => string;
  next: (model: string) => string;
};
