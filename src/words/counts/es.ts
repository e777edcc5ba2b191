import type { PageCounts } from "../../core/facts/page-counts.ts";

const count = (number: number, one: string, many: string): string => {
  if (number === 0) return `ninguna ${one}`;
  return number === 1 ? `1 ${one}` : `${number} ${many}`;
};

/** Accounts and conversations, each by itself. */
export const accounts = (number: number): string => count(number, "cuenta", "cuentas");
export const chats = (number: number): string => count(number, "conversación", "conversaciones");

/** Both, inside a sentence. */
export const counted = (counts: PageCounts): string => `${accounts(counts.accounts)} y ${chats(counts.chats)}`;
