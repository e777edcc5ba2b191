import type { ChatLine } from "../../core/chat/chat-line.ts";
import { lastConversation, parseConversationName } from "../../core/chat/conversation.ts";
import { isError } from "../../core/errors/errors.ts";
import { ollamaName } from "../../core/models/model-parameters.ts";
import type { Notice } from "../../core/run/events.ts";
import { readModelName, shortModelName } from "../../core/values/model-name.ts";
import { invalidValue } from "../../core/values/parse-values.ts";
import { listConversations, loadConversation, saveConversation } from "../../host/stores/conversations.ts";
import { checkQuestion } from "../../services/models/check-question.ts";
import { requireInstalled } from "../../services/models/use-ollama.ts";
import { loadModel } from "./chat-answer.ts";
import { changeConversation, type Session } from "./chat-session.ts";
import { renderHelp, renderModels, renderShown } from "./chat-text.ts";

type Order = Exclude<ChatLine, { kind: "message" | "bye" }>;

/**
 * Carries out a command line of a chat; throws the error if it is not possible, and then nothing has changed.
 */
export async function carryOutOrder(session: Session, order: Order, signal: AbortSignal): Promise<void> {
  const { context, conversation, ollama } = session;
  const { look } = context;
  const tell = (notice: Notice): void => context.emit({ type: "notice", notice });
  switch (order.kind) {
    case "help":
      return show(session, { type: "help", orders: look.words.chat.orders }, renderHelp(look));
    case "stats": {
      const { stats } = session;
      const { model } = conversation;
      const told =
        stats === null
          ? look.words.chat.noStats
          : look.words.notices["answer-stats"]({ id: "answer-stats", model, stats });
      return show(session, { type: "stats", model, stats }, told);
    }
    case "show": {
      const model = await ollama.show(conversation.model, { signal });
      const { stats, contextLength } = session;
      const usedTokens = stats === null ? null : stats.promptTokens + stats.answerTokens;
      const shown = { conversation, model, usedTokens, contextLength };
      return show(session, { type: "show", ...shown }, renderShown(shown, order.topic, look));
    }
    case "system": {
      if (order.text === null) return carryOutOrder(session, { kind: "show", topic: "system" }, signal);
      changeConversation(session, { system: order.text });
      return tell({ id: "chat-set", name: "system", value: order.text });
    }
    case "parameter": {
      const { name, value } = order;
      changeConversation(session, { parameters: { ...conversation.parameters, [name]: value } });
      return tell({ id: "chat-set", name: ollamaName(name), value: `${value}` });
    }
    case "switch":
      await flip(session, order.to, signal);
      return tell({ id: "chat-set", name: order.to, value: "" });
    case "model":
      return order.name === null ? listModels(session, signal) : changeModel(session, order.name, signal);
    case "clear":
      changeConversation(session, { turns: [] });
      session.stats = null;
      return tell({ id: "chat-cleared" });
    case "save":
      return save(session, order.name);
    case "load":
      return order.name === null ? listSaved(session) : load(session, order.name, signal);
  }
}

/** Shows what was asked for: to a person beside the answers, to a script among them. */
async function show({ prompt, context }: Session, item: unknown, text: string): Promise<void> {
  if (prompt.isInteractive) await prompt.say(`${text}\n`);
  else context.print(item, text);
}

async function flip(
  session: Session,
  to: Extract<Order, { kind: "switch" }>["to"],
  signal: AbortSignal,
): Promise<void> {
  const { ollama, conversation, context } = session;
  if (to === "verbose" || to === "quiet") session.isVerbose = to === "verbose";
  else if (to === "history" || to === "nohistory") session.remembers = to === "history";
  else {
    const { model } = conversation;
    const asked = { model, text: "", hasImages: false, thinks: to === "think", context: null, usualContext: 0 };
    await checkQuestion(ollama, asked, { signal, emit: context.emit });
    session.conversation = { ...conversation, think: to === "think" };
  }
}

async function listModels(session: Session, signal: AbortSignal): Promise<void> {
  const { ollama, conversation, context } = session;
  const models = (await ollama.installed({ signal })).map(({ name }) => shortModelName(name));
  const current = conversation.model;
  await show(session, { type: "models", models, current }, renderModels(models, current, context.look));
}

async function changeModel(session: Session, name: string, signal: AbortSignal): Promise<void> {
  const found = await requireInstalled(session.ollama, readModelName(name, { name: "/model" }), { signal });
  const model = shortModelName(found.name);
  changeConversation(session, { model });
  session.context.emit({ type: "notice", notice: { id: "chat-set", name: "model", value: model } });
  if (session.prompt.isInteractive) void loadModel(session);
}

async function save({ context, conversation, prompt }: Session, written: string): Promise<void> {
  const name = parseConversationName(written, { name: "/save" });
  if (name.toLowerCase() === lastConversation) throw invalidValue({ name: "/save" }, name, "conversation-name");
  const write = (overwrite: boolean) => saveConversation(context.folder, name, conversation, { overwrite });
  const path = await write(false).catch(async (error: unknown) => {
    if (!isError(error, "conversation-exists") || !prompt.isInteractive) throw error;
    return (await prompt.confirm({ id: "overwrite", conversation: name })) ? write(true) : null;
  });
  if (path !== null) context.emit({ type: "notice", notice: { id: "chat-saved", name, path } });
}

async function listSaved(session: Session): Promise<void> {
  const { context } = session;
  const names = await listConversations(context.folder);
  await show(session, { type: "conversations", names }, context.look.words.chat.saved(names));
}

async function load(session: Session, name: string, signal: AbortSignal): Promise<void> {
  const { context } = session;
  const kept = session.conversation.model;
  const loaded = await loadConversation(context.folder, name);
  const installed = await requireInstalled(session.ollama, loaded.model, { signal }).catch((error: unknown) => {
    if (!isError(error, "unknown-model")) throw error;
    context.emit({ type: "notice", notice: { id: "chat-model-missing", model: loaded.model, kept } });
    return null;
  });
  const model = installed === null ? kept : shortModelName(installed.name);
  changeConversation(session, { ...loaded, model });
  session.stats = null;
  context.emit({ type: "notice", notice: { id: "chat-loaded", name, messages: loaded.turns.length, model } });
  if (session.prompt.isInteractive) void loadModel(session);
}
