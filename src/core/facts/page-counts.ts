/** How many accounts and conversations the page keeps. */
export type PageCounts = { accounts: number; chats: number };

/** Whether everything counted before is still there; more is fine, people go on chatting. */
export function hasAll(now: PageCounts | null, before: PageCounts | null): boolean {
  if (before === null) return true;
  return now !== null && now.accounts >= before.accounts && now.chats >= before.chats;
}
