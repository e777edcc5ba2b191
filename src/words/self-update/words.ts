type Versions = { installed: string; newest: string; program: string };

/** What `self-update` says. */
export type SelfUpdateWords = {
  updated: (versions: Versions) => string;
  newer: (versions: Versions) => string;
  newest: (versions: Versions) => string;
  /** How to get it, after the news of a newer version. */
  next: string;
};
