import type { ErrorFacts } from "../../core/facts/errors.ts";
import type { SelfUpdateErrorFacts } from "../../core/facts/self-update-errors.ts";
import type { CommandHelp } from "../help/words.ts";
import type { Message, Words } from "../words.ts";

type Versions = { installed: string; newest: string; program: string };

/** What `self-update` says. */
export type SelfUpdateWords = {
  updated: (versions: Versions) => string;
  newer: (versions: Versions) => string;
  newest: (versions: Versions) => string;
  /** How to get it, after that there is a newer one. */
  next: string;
};

export type SelfUpdateErrors = { [C in keyof SelfUpdateErrorFacts]: (facts: ErrorFacts[C]) => Message };

export type SelfUpdateOperations = Pick<Words["operations"], "replace-program">;

/** The help of `self-update`. */
export type SelfUpdateHelpWords = { "self-update": CommandHelp<"check"> };
