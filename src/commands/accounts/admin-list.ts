import type { Account } from "../../core/accounts/accounts.ts";
import { alignColumns, type Cell } from "../../core/text/columns.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { listAccounts } from "../../services/page/accounts.ts";
import { withPageContainer } from "../../services/page/page-container.ts";
import type { Context, Look } from "../context.ts";

/** The accounts of the page, the administrators first. */
export type AdminListResult = { project: string; accounts: Omit<Account, "id">[] };

/** Lists who has an account on the page, whether it runs or not; throws `no-data` if it has no data yet. */
export async function runAdminList(context: Context): Promise<AdminListResult> {
  const { settings } = await loadSettings(context);
  const engine = await context.engine();
  const { folder, signal } = context;
  const accounts = await withPageContainer(engine, { settings, folder, signal }, (page) =>
    listAccounts(engine, page, signal),
  );
  return { project: settings.name, accounts: accounts.map(({ id: _, ...account }) => account) };
}

/** A table of the accounts; below it what is unusual about any of them. */
export function renderAdminList({ accounts }: AdminListResult, { words, style, nowMs, measure }: Look): string {
  const text = words.admin;
  if (accounts.length === 0) return text.none;
  const { name, email, role, lastSeen } = text.headings;
  const head = [name, email, role, lastSeen].map((heading): Cell => ({ text: heading, paint: style.dim }));
  const rows = accounts.map((account): Cell[] => [
    { text: sanitise(account.name), paint: style.bold },
    { text: sanitise(account.email) },
    { text: describeRole(account, { words }) },
    {
      text:
        account.lastSeenAt === null
          ? text.never
          : words.format.ago(Math.max(0, nowMs - Date.parse(account.lastSeenAt))),
    },
  ]);
  return alignColumns([head, ...rows], measure).join("\n");
}

function describeRole({ role, active, signIn }: Omit<Account, "id">, { words }: Pick<Look, "words">): string {
  const text = words.admin;
  const named = text.roles[role as keyof typeof text.roles] ?? sanitise(role);
  const more = [...(active ? [] : [text.inactive]), ...(signIn === "password" ? [] : [text.signIn[signIn]])];
  return [named, ...more].join(", ");
}
