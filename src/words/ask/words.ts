import type { Words } from "../words.ts";

/** What `ask` says besides the answer. */
export type AskWords = {
  /** Above what a model thinks before it answers. */
  thinking: string;
  /** What is waited for before the first word. */
  loading: (model: string) => string;
  reading: (model: string) => string;
};

/** The errors and notices of `ask`, which each language has beside its other words. */
export type AskErrors = Pick<Words["errors"], "question-missing" | "file-unusable" | "schema-invalid">;
export type AskNotices = Pick<
  Words["notices"],
  "waiting-for-input" | "input-not-waited" | "text-too-long" | "answer-cut" | "answer-stats"
>;
