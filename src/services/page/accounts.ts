import { type Account, type SignInKind, sortAccounts } from "../../core/accounts/accounts.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { type Fields, itemsOf, numberOf, textOf } from "../../core/text/json-text.ts";
import { findNearest } from "../../core/text/nearest.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { runScript, type Script } from "../data/run-script.ts";
import type { PageContainer } from "./page-container.ts";
import accountsScript from "./python/accounts.py";
import passwordScript from "./python/password.py";

const timeoutMs = 120_000;

/**
 * The accounts of the page's database, the administrators first; an empty list if there is no database yet. Throws
 * `accounts-unusable` if it cannot be read, and `data-failed` if there was no answer.
 */
export async function listAccounts(engine: Engine, page: PageContainer, signal: AbortSignal): Promise<Account[]> {
  const script = { source: accountsScript, args: [page.folder], answers: ["accounts", "problem"] };
  const { accounts } = await run(engine, page, script, { action: "read-accounts", signal });
  return sortAccounts(itemsOf(accounts).map(readAccount));
}

/** The account with this address; throws `unknown-account` with the nearest one. */
export function pickAccount(accounts: readonly Account[], email: string): Account {
  const found = accounts.find((account) => account.email.toLowerCase() === email.trim().toLowerCase());
  if (found !== undefined) return found;
  const emails = accounts.map((account) => account.email);
  throw new LocalgptError("unknown-account", {
    value: email,
    near: findNearest(email, emails),
    accounts: emails.length,
  });
}

/**
 * Gives an account a new password and enables it; the password is passed only through the program's stdin. Throws
 * `accounts-unusable` if it could not be changed, `data-failed` if there was no answer.
 */
export async function setPassword(
  engine: Engine,
  page: PageContainer,
  { id, password }: { id: string; password: string },
  signal: AbortSignal,
): Promise<void> {
  const input = JSON.stringify({ id, password });
  const script = { source: passwordScript, args: [page.folder], input, answers: ["changed", "problem"] };
  const { changed } = await run(engine, page, script, { action: "set-password", signal });
  if (changed !== true) throw new LocalgptError("accounts-unusable", { detail: JSON.stringify(changed ?? null) });
}

async function run(
  engine: Engine,
  { container }: PageContainer,
  script: Script,
  bounds: { action: string; signal: AbortSignal },
): Promise<Fields> {
  const outcome = await runScript(engine, container, script, { ...bounds, timeoutMs });
  const problem = textOf(outcome.problem);
  if (problem !== null) throw new LocalgptError("accounts-unusable", { detail: problem });
  return outcome;
}

function readAccount(fields: Fields): Account {
  return {
    id: textOf(fields.id) ?? "",
    name: textOf(fields.name) ?? "",
    email: textOf(fields.email) ?? "",
    role: textOf(fields.role) ?? "",
    active: fields.active === true,
    signIn: fields.signIn as SignInKind,
    lastSeenAt: readMoment(fields.lastSeen),
    createdAt: readMoment(fields.created),
  };
}

/** Open WebUI keeps seconds. */
function readMoment(value: unknown): string | null {
  const seconds = numberOf(value);
  if (seconds === null || seconds <= 0 || seconds > 8.64e12) return null;
  return new Date(seconds * 1000).toISOString();
}
