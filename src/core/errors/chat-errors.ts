import type { ChatOrder, ConversationPart, Place } from "../facts/vocabulary.ts";

/** The failures of `chat` and of its saved conversations, with the facts that their sentences need. */
export type ChatErrorFacts = {
  "unknown-chat-order": { value: string; near: string | null };
  "chat-order-usage": { order: ChatOrder };
  "unknown-parameter": { value: string; near: string | null; known: string[] };
  "unknown-conversation": { value: string; near: string | null; saved: string[] };
  "conversation-exists": { name: string };
  "conversation-unreadable": { place: Place; part: ConversationPart; detail: string };
};
