import type { PageCounts } from "../../core/facts/page-counts.ts";
import { createFormat } from "../format.ts";

const format = createFormat("es");

/** Follows an unknown name: suggests the closest known one, if there is one. */
export const near = (text: string | null | undefined): string => (text ? `. ¿Querías decir \`${text}\`?` : "");

const count = (number: number, one: string, many: string): string => {
  if (number === 0) return `ninguna ${one}`;
  return number === 1 ? `1 ${one}` : `${number} ${many}`;
};

/** Accounts and conversations, each on its own. */
export const accounts = (number: number): string => count(number, "cuenta", "cuentas");

export const chats = (number: number): string => count(number, "conversación", "conversaciones");

/** Both, inside a sentence. */
export const counted = (counts: PageCounts): string => `${accounts(counts.accounts)} y ${chats(counts.chats)}`;

/** Where a model is, by the share of it on a GPU. */
export function tellShare(gpuShare: number): string {
  if (gpuShare <= 0) return "en el procesador";
  if (gpuShare >= 1) return "en la GPU";
  return `${format.percent(gpuShare)} en la GPU y ${format.percent(1 - gpuShare)} en el procesador`;
}
