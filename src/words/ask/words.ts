/** What `ask` says besides the answer. */
export type AskWords = {
  /** Above what a model thinks before it answers. */
  thinking: string;
  /** What is waited for before the first word. */
  loading: (model: string) => string;
  reading: (model: string) => string;
};
