import type { Stack } from "./stack.ts";

/**
 * What became of the model that new chats on the page start with: `set` or `same` in Open WebUI's own settings, `later`
 * with the next `up` where the page does not run, or left to the administrator (`by-hand`) where those settings are not
 * as localgpt knows them.
 */
export type PageDefault = {
  state: "set" | "same" | "later" | "by-hand";
  /** What it was before, as Open WebUI keeps it (several names with commas between them); null for none or unknown. */
  before: string | null;
  /** Why it is left to the administrator; null otherwise. */
  detail: string | null;
};

/** The model that new chats on the page of a stack start with, as the page is told it; null for none. */
export function pageModelOf(stack: Stack): string | null {
  return stack.services["open-webui"].environment.DEFAULT_MODELS ?? null;
}
