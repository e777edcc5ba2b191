import { type Account, type SignInKind, sortAccounts } from "../../core/accounts/accounts.ts";
import { LocalgptError } from "../../core/facts/errors.ts";
import { fieldsOf, itemsOf, numberOf, textOf } from "../../core/text/json-text.ts";
import { findNearest } from "../../core/text/nearest.ts";
import { runInContainer } from "../../engine/containers/exec.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { lastLine } from "../http/answers.ts";
import type { PageContainer } from "./page-container.ts";
import accountsScript from "./python/accounts.py";
import passwordScript from "./python/password.py";

const timeoutMs = 120_000;

/**
 * The accounts of the page's database, the administrators first; none where there is no database yet. Throws
 * `accounts-unusable` where it cannot be read.
 */
export async function listAccounts(engine: Engine, page: PageContainer, signal: AbortSignal): Promise<Account[]> {
  const bounds = { action: "read-accounts", signal, timeoutMs };
  const { accounts } = await runScript(engine, page, accountsScript, bounds);
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
 * Gives an account a new password and switches it on; the password goes through the program's stdin and no other way.
 * Throws `accounts-unusable` where it could not be changed.
 */
export async function setPassword(
  engine: Engine,
  page: PageContainer,
  { id, password }: { id: string; password: string },
  signal: AbortSignal,
): Promise<void> {
  const bounds = { action: "set-password", signal, timeoutMs };
  const { changed } = await runScript(engine, page, passwordScript, bounds, JSON.stringify({ id, password }));
  if (changed !== true) throw new LocalgptError("accounts-unusable", { detail: JSON.stringify(changed ?? null) });
}

async function runScript(
  engine: Engine,
  { container, folder }: PageContainer,
  script: string,
  bounds: { action: string; signal: AbortSignal; timeoutMs: number },
  input = "",
): Promise<Record<string, unknown>> {
  const command = ["python3", "-c", script, folder];
  const { exitCode, stdout, stderr } = await runInContainer(engine, container, command, bounds, input);
  const refuse = (detail: string) => new LocalgptError("accounts-unusable", { detail });
  if (exitCode !== 0) throw refuse(lastLine(stderr) || `exit code ${exitCode}`);
  const outcome = fieldsOf(parse(stdout));
  const problem = textOf(outcome.problem);
  if (problem !== null) throw refuse(problem);
  return outcome;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readAccount(fields: Record<string, unknown>): Account {
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
