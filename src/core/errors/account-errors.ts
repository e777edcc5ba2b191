import type { PasswordProblem } from "../facts/vocabulary.ts";

/** The facts of failures with the accounts of the page. */
export type AccountErrorFacts = {
  "accounts-unusable": { detail: string };
  /** `accounts` is how many there are. */
  "unknown-account": { value: string; near: string | null; accounts: number };
  /** What applies only for the first account of a page. */
  "account-exists": { administrators: string[]; accounts: number };
  "password-needed": { command: string };
  "password-refused": { problem: PasswordProblem };
};
