import type { SignInKind } from "../../core/accounts/accounts.ts";
import type { PasswordProblem } from "../../core/facts/vocabulary.ts";

/** What `admin` says. */
export type AdminWords = {
  headings: Record<"name" | "email" | "role" | "lastSeen", string>;
  /** Open WebUI's roles. */
  roles: Record<"admin" | "user" | "pending", string>;
  /** After the role, if something other than a password lets the account in, or nothing does. */
  signIn: Record<Exclude<SignInKind, "password">, string>;
  inactive: string;
  never: string;
  none: string;
  created: (name: string, email: string) => string;
  signUpClosed: string;
  signUpOpen: string;
  signInAt: (address: string) => string;
  startFirst: string;
  changed: (name: string, email: string) => string;
  reactivated: string;
  stillPending: string;
  alsoPassword: string;
  sessionsStay: string;
  backedUp: (path: string) => string;
};

export type PasswordProblems = Record<PasswordProblem, string>;
