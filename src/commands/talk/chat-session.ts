import { type Conversation, isOutgrown, lastConversation } from "../../core/chat/conversation.ts";
import { isError } from "../../core/errors/errors.ts";
import type { AnswerStats } from "../../core/facts/answer-stats.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import { conversationPath, saveConversation } from "../../host/stores/conversations.ts";
import { addToHistory } from "../../host/stores/prompt-history.ts";
import type { Ollama, RequestBounds } from "../../services/clients/ollama.ts";
import type { Context, Prompt } from "../context.ts";

/** One chat while it lasts; commands and answers change it. */
export type Session = {
  readonly context: Context;
  readonly prompt: Prompt;
  /** The Ollama that answers now, and the signal that ends its use; replaced after it was lost. */
  ollama: Ollama;
  signal: AbortSignal;
  conversation: Conversation;
  /** The question without an answer yet, because Ollama was lost. */
  pending: string | null;
  /** Whether the figures are shown after each answer. */
  isVerbose: boolean;
  remembers: boolean;
  stats: AnswerStats | null;
  /** Whether the model is loaded, so that the wait is for it to read the question. */
  isLoaded: boolean;
  /** Tokens that Ollama lets the model see; null until it has said so. */
  contextLength: number | null;
  /** Notices that have been shown and need not be repeated. */
  told: Set<"outgrown" | "not-kept">;
};

/** Changes the conversation; one with another model or other parameters is loaded and measured again. */
export function changeConversation(session: Session, change: Partial<Conversation>): void {
  session.conversation = { ...session.conversation, ...change };
  if (change.model !== undefined || change.parameters !== undefined) session.isLoaded = false;
  session.contextLength = null;
  session.told.delete("outgrown");
}

/** Saves the conversation as the last one, so that `--continue` resumes it however this program ends. */
export async function keepConversation(session: Session): Promise<void> {
  const { folder } = session.context;
  await keep(session, conversationPath(folder, lastConversation), () =>
    saveConversation(folder, lastConversation, session.conversation, { overwrite: true }),
  );
}

/** Saves what the person typed for later chats, unless they do not want that. */
export async function rememberMessage(session: Session, text: string): Promise<void> {
  const { prompt, remembers, context } = session;
  if (!prompt.isInteractive || !remembers) return;
  await keep(session, context.folder, () => addToHistory(context.folder, text));
}

/** A full disk is reported once, and does not end a conversation. */
async function keep({ context, told }: Session, path: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isError(error, "file-failed")) throw error;
    if (told.has("not-kept")) return;
    told.add("not-kept");
    context.emit({ type: "notice", notice: { id: "chat-not-kept", path, reason: error.facts.reason } });
  }
}

/** Asks Ollama once how much the model sees, and reports once when the conversation has become longer than that. */
export async function watchLength(session: Session, stats: AnswerStats): Promise<void> {
  const { ollama, conversation, context, told, signal } = session;
  session.contextLength ??= await readContextLength(ollama, conversation.model, { signal });
  const { contextLength } = session;
  if (contextLength === null || told.has("outgrown")) return;
  if (!isOutgrown(conversation, { ...stats, context: contextLength })) return;
  told.add("outgrown");
  context.emit({ type: "notice", notice: { id: "chat-outgrown", context: contextLength } });
}

/** The context of the loaded model; null if Ollama does not report it. */
async function readContextLength(ollama: Ollama, model: ModelName, bounds: RequestBounds): Promise<number | null> {
  try {
    const loaded = await ollama.loaded(bounds);
    return loaded.find(({ name }) => isSameModel(name, model))?.contextLength ?? null;
  } catch (error) {
    // Facts for a notice are not worth ending a conversation.
    if (isError(error, "interrupted")) throw error;
    return null;
  }
}
