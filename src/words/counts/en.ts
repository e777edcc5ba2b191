import type { PageCounts } from "../../core/facts/page-counts.ts";

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${number === 0 ? "no" : number} ${many}`;

/** Accounts and conversations, each by itself. */
export const accounts = (number: number): string => count(number, "account", "accounts");
export const chats = (number: number): string => count(number, "conversation", "conversations");

/** Both, inside a sentence. */
export const counted = (counts: PageCounts): string => `${accounts(counts.accounts)} and ${chats(counts.chats)}`;
