import type { PullReason } from "../facts/vocabulary.ts";

/** The failures of `self-update`, with the facts that their sentences need. */
export type SelfUpdateErrorFacts = {
  /** This localgpt is not a release's executable: npm updates it, or git if `folder` is a clone. */
  "updated-elsewhere": { by: "npm" | "git"; folder: string; command: string };
  /** The address of the releases is unknown. */
  "downloads-unknown": Record<string, never>;
  "release-unreachable": { address: string; reason: PullReason; detail: string };
  /** The download is not a release: no version, no checksum for the file, or bytes that do not match the checksum. */
  "release-unusable": { address: string; problem: "version" | "no-checksum" | "altered" };
  /** This user may not write where the program is; nothing was downloaded. */
  "program-not-writable": { path: string };
  /** The new executable was downloaded whole but does not run here. */
  "program-unfit": { version: string; detail: string };
};
