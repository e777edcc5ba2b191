import type { ChatSwitch, setWords } from "../../core/chat/chat-line.ts";
import type { ChatOrder } from "../../core/facts/vocabulary.ts";

/** What `chat` says around the answers. */
export type ChatWords = {
  /** Before the first prompt; `turns` are those that a conversation was begun with. */
  greeting: (model: string, turns: number) => string;
  /** What the first Ctrl-C at an empty prompt says. */
  leave: string;
  /** How an order is written, and what it does. */
  orders: Record<ChatOrder, { usage: string; what: string }>;
  /** What each word after `/set` does. */
  set: Record<(typeof setWords)[number], { usage: string; what: string }>;
  headings: { orders: string; set: string; keys: string };
  keys: { keys: string; what: string }[];
  noStats: string;
  show: Record<"model" | "capabilities" | "parameters" | "system" | "messages" | "context", string>;
  /** In place of what nobody set, and of a number that nobody knows. */
  modelsOwn: string;
  ofContext: (used: number | null, context: number | null) => string;
  saved: (names: string[]) => string;
  /** After the error that ends a conversation: how to go on with it. */
  kept: string;
  /** What `/set` with a word that switches something says. */
  switched: Record<ChatSwitch, string>;
};
