import type { SignInKind } from "../../core/accounts/accounts.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { localAddress } from "../../core/values/page-address.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { makeBackup } from "../../services/backup/make-backup.ts";
import { listAccounts, pickAccount, setPassword } from "../../services/page/accounts.ts";
import { withPageContainer } from "../../services/page/page-container.ts";
import type { Context, Look } from "../context.ts";
import { openChange } from "../open-change.ts";
import { askPassword, openQuestions, readPassword } from "./new-password.ts";

export type AdminResetOptions = { email: string; passwordStdin: boolean; backup: boolean };

export type AdminResetResult = {
  project: string;
  name: string;
  email: string;
  role: string;
  /** How the account signed in until now; from now on its password works too. */
  signIn: SignInKind;
  /** Whether the account was switched off, and is on again now. */
  reactivated: boolean;
  /** The file of the backup made before; null with `--no-backup`. */
  backup: string | null;
  /** The address of the page, null while it is not running. */
  address: string | null;
};

const command = "localgpt admin reset-password";

/**
 * Gives an account of the page a new password, whether the page runs or not, after a backup of its data. Throws
 * `unknown-account`, `password-refused`, `no-data` and what a backup throws; then nothing is changed.
 */
export async function runAdminReset(context: Context, options: AdminResetOptions): Promise<AdminResetResult> {
  const { settings } = await loadSettings(context);
  const engine = await context.engine();
  const { folder, signal } = context;
  const account = await withPageContainer(engine, { settings, folder, signal }, async (page) =>
    pickAccount(await listAccounts(engine, page, signal), options.email),
  );
  const password = await findPassword(context, account.email, options.passwordStdin);
  // An interrupted change may still go back to data from before this one.
  return openChange(context, { command }, async (opened) => {
    const { signal: locked, emit, processes } = opened.context;
    const page = { settings: opened.settings, folder, signal: locked };
    const request = { ...page, file: null, cause: "admin" as const, note: null, withModels: false, emit, processes };
    const backup = options.backup ? (await makeBackup(engine, request)).path : null;
    const runs = await withPageContainer(engine, page, async (container) => {
      await setPassword(engine, container, { id: account.id, password }, locked);
      return container.runs;
    });
    const { name, email, role, signIn } = account;
    const address = runs ? localAddress(settings) : null;
    return { project: settings.name, name, email, role, signIn, reactivated: !account.active, backup, address };
  });
}

async function findPassword(context: Context, email: string, fromInput: boolean): Promise<string> {
  if (fromInput && context.stdin.isTTY !== true) return readPassword(context);
  const prompt = await openQuestions(context, `${command} ${email}`);
  try {
    return await askPassword(prompt, { id: "new-password", email: sanitise(email) });
  } finally {
    prompt.rest();
  }
}

/** Whose password was changed, where the previous data is, and what else the person should know. */
export function renderAdminReset(result: AdminResetResult, { words, style }: Look): string {
  const text = words.admin;
  const { name, email, role, signIn, reactivated, backup, address } = result;
  return [
    `${style.ok(style.symbols.ok)} ${text.changed(sanitise(name), sanitise(email))}`,
    ...(reactivated ? [text.reactivated] : []),
    ...(role === "pending" ? [`${style.warn(style.symbols.warning)} ${text.stillPending}`] : []),
    ...(signIn === "oauth" || signIn === "ldap" ? [text.alsoPassword] : []),
    text.sessionsStay,
    ...(backup === null ? [] : [text.backedUp(backup)]),
    address === null ? text.startFirst : text.signInAt(address),
  ].join("\n");
}
