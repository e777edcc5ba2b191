import type { ChatSwitch, setWords } from "../../core/chat/chat-line.ts";
import type { ChatOrder } from "../../core/facts/vocabulary.ts";

/** What `chat` says around the answers. */
export type ChatWords = {
  /** Before the first prompt; `turns` is the number of those that a conversation already had. */
  greeting: (model: string, turns: number) => string;
  /** What the first Ctrl-C at an empty prompt says. */
  leave: string;
  /** How a command is written, and what it does. */
  orders: Record<ChatOrder, { usage: string; what: string }>;
  /** What each word after `/set` does. */
  set: Record<(typeof setWords)[number], { usage: string; what: string }>;
  headings: { orders: string; set: string; keys: string };
  keys: { keys: string; what: string }[];
  noStats: string;
  show: Record<"model" | "capabilities" | "parameters" | "system" | "messages" | "context", string>;
  /** In place of a value that was not set, and of an unknown number. */
  modelsOwn: string;
  ofContext: (used: number | null, context: number | null) => string;
  saved: (names: string[]) => string;
  /** After the error that ends a conversation: how to continue it. */
  kept: string;
  /** What `/set` says for a word that switches something. */
  switched: Record<ChatSwitch, string>;
};
