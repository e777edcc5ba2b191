import type { PullReason } from "../facts/vocabulary.ts";

/** The failures of `self-update`, with the facts that their sentences need. */
export type SelfUpdateErrorFacts = {
  /** This localgpt is not the executable of a release: npm brings a newer one, or git where `folder` is a clone. */
  "updated-elsewhere": { by: "npm" | "git"; folder: string; command: string };
  /** No address of releases is known. */
  "downloads-unknown": Record<string, never>;
  "release-unreachable": { address: string; reason: PullReason; detail: string };
  /** What came is not a release: no version, no checksum of the file, or other bytes than those of the checksum. */
  "release-unusable": { address: string; problem: "version" | "no-checksum" | "altered" };
  /** The program lies where this user may not write; nothing was downloaded. */
  "program-not-writable": { path: string };
  /** The new executable was downloaded whole and does not run here. */
  "program-unfit": { version: string; detail: string };
};
