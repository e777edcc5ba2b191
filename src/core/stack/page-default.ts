import type { Stack } from "./stack.ts";

/**
 * The outcome for the model that new chats start with: `set` or `same` in Open WebUI's own settings, `later` with the
 * next `up` because the page is not running, or left to the administrator (`by-hand`) because localgpt does not know
 * the form of those settings.
 */
export type PageDefault = {
  state: "set" | "same" | "later" | "by-hand";
  /** What it was before, as Open WebUI keeps it (several names with commas between them); null for none or unknown. */
  before: string | null;
  /** Why it is left to the administrator; null if it is not. */
  detail: string | null;
};

/** The model that new chats on the page of a stack start with, as passed to the page; null for none. */
export function pageModelOf(stack: Stack): string | null {
  return stack.services["open-webui"].environment.DEFAULT_MODELS ?? null;
}
