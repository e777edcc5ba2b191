import type { PageCounts } from "../../core/facts/page-counts.ts";
import { createFormat } from "../format.ts";

const format = createFormat("en");

/** Follows an unknown name: suggests the closest known one, if there is one. */
export const near = (text: string | null | undefined): string => (text ? `. Did you mean \`${text}\`?` : "");

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${number === 0 ? "no" : number} ${many}`;

/** Accounts and conversations, each on its own. */
export const accounts = (number: number): string => count(number, "account", "accounts");

export const chats = (number: number): string => count(number, "conversation", "conversations");

/** Both, inside a sentence. */
export const counted = (counts: PageCounts): string => `${accounts(counts.accounts)} and ${chats(counts.chats)}`;

/** Where a model is, by the share of it on a GPU. */
export function tellShare(gpuShare: number): string {
  if (gpuShare <= 0) return "on the processor";
  if (gpuShare >= 1) return "on the GPU";
  return `${format.percent(gpuShare)} on the GPU, ${format.percent(1 - gpuShare)} on the processor`;
}
