/** How an account signs in: `none` if it cannot sign in. */
export type SignInKind = "password" | "oauth" | "ldap" | "none";

/** An account of the page; moments are ISO texts, null if the page does not give them. */
export type Account = {
  id: string;
  name: string;
  email: string;
  /** Open WebUI's word: `admin`, `user` or `pending` (waits for an administrator to let it in). */
  role: string;
  /** Whether it is switched on. */
  active: boolean;
  signIn: SignInKind;
  lastSeenAt: string | null;
  createdAt: string | null;
};

const ranks: Record<string, number> = { admin: 0, user: 1, pending: 2 };

/** Accounts with the administrators first and those pending approval last, by name. */
export function sortAccounts(accounts: readonly Account[]): Account[] {
  const rank = ({ role }: Account) => ranks[role] ?? 1;
  return [...accounts].sort(
    (first, second) =>
      rank(first) - rank(second) || first.name.localeCompare(second.name) || (first.email < second.email ? -1 : 1),
  );
}

/**
 * An address as Open WebUI takes and keeps it (utils/misc.py, validate_email_format; always in lower case), null for
 * anything else.
 */
export function readEmail(text: string): string | null {
  const email = text.trim().toLowerCase();
  if (email.length > 254 || !/^[^@\s\p{C}]+@[^@\s\p{C}]+$/u.test(email)) return null;
  return /@(?:localhost|[^@]+\.[^@]+)$/.test(email) ? email : null;
}

/** A person's name as the page shows it, null if it is empty. */
export function readPersonName(text: string): string | null {
  const name = text.trim();
  return name === "" || name.length > 100 || /\p{C}/u.test(name) ? null : name;
}
