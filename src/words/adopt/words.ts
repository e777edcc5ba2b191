import type { PageCounts } from "../../core/facts/page-counts.ts";

type Sized = { model: string; bytes: number };
type Source = { from: string; counts: PageCounts };

/** What `adopt` says. */
export type AdoptWords = {
  cancelled: string;
  /** The heading of a dry run. */
  dryRun: string;
  plan: (steps: number) => string;
  page: (facts: Source) => string;
  pagePlanned: (facts: Source) => string;
  /** Where the page's previous data is; `backup` is null if none was made. */
  replaced: (facts: { volume: string; counts: PageCounts; backup: string | null; dryRun: boolean }) => string;
  signIn: (address: string) => string;
  added: (models: Sized[]) => string;
  toAdd: (models: Sized[]) => string;
  same: (models: string[]) => string;
  other: (models: string[]) => string;
  incomplete: (model: string) => string;
  damaged: (model: string) => string;
  originals: (volumes: string[]) => string;
};
