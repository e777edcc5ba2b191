/** How many accounts and conversations the page keeps. */
export type PageCounts = { accounts: number; chats: number };

/** Whether nothing that was counted before is missing now; more is fine, people go on chatting. */
export function hasAll(now: PageCounts | null, before: PageCounts | null): boolean {
  if (before === null) return true;
  return now !== null && now.accounts >= before.accounts && now.chats >= before.chats;
}
