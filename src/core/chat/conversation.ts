import type { ModelName } from "../facts/names.ts";
import type { ModelParameters } from "../models/model-parameters.ts";
import { invalidValue, type Origin } from "../values/parse-values.ts";

/** One message of a conversation, the person's or the model's. */
export type Turn = { role: "user" | "assistant"; content: string };

/** A conversation and everything that its answers depend on: what `/save` keeps. */
export type Conversation = {
  model: ModelName;
  /** The system prompt; null leaves the model its own. */
  system: string | null;
  parameters: ModelParameters;
  /** Whether the model thinks before it answers; null leaves that to the model. */
  think: boolean | null;
  turns: Turn[];
};

/** The name under which each conversation is saved automatically, and which `/save` does not take. */
export const lastConversation = "last";

/** The name of a saved conversation, fit to be a file's on every system; throws `invalid-value`. */
export function parseConversationName(text: string, origin: Origin): string {
  const name = text.trim().normalize("NFC");
  const isName = /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N} ._-]{0,62}[\p{L}\p{M}\p{N}_-])?$/u.test(name);
  // Windows has devices of these names, whatever their ending.
  if (!isName || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)) {
    throw invalidValue(origin, text, "conversation-name");
  }
  return name;
}

/** What Ollama takes: the system message, where there is one, and the turns. */
export function toMessages({ system, turns }: Conversation): { role: "system" | Turn["role"]; content: string }[] {
  return [...(system === null ? [] : [{ role: "system" as const, content: system }]), ...turns];
}

/**
 * Whether the model no longer sees the whole conversation. Ollama silently drops the oldest turns once a conversation
 * is longer than the context (server/prompt.go), and counts what is left. A word is at least one token, so fewer tokens
 * than words mean that something was dropped; and if question and answer fill the context, the next question will not
 * fit.
 */
export function isOutgrown(
  conversation: Conversation,
  { promptTokens, answerTokens, context }: { promptTokens: number; answerTokens: number; context: number },
): boolean {
  const asked = toMessages(conversation).slice(0, -1);
  const words = asked.reduce((sum, { content }) => sum + (content.match(/\S+/g)?.length ?? 0), 0);
  return promptTokens < words || promptTokens + answerTokens >= context;
}
