import { toMessages } from "../../core/chat/conversation.ts";
import { isError } from "../../core/errors/errors.ts";
import { readStats } from "../../core/facts/answer-stats.ts";
import { toOllamaOptions } from "../../core/models/model-parameters.ts";
import { announceWait } from "../../services/clients/announce-wait.ts";
import type { ChatRequest } from "../../services/clients/ollama.ts";
import type { ChatPiece } from "../../services/clients/ollama-answers.ts";
import { answerTimeoutMs, streamAnswer } from "../../services/models/stream-answer.ts";
import { keepConversation, type Session, watchLength } from "./chat-session.ts";
import { showAnswer } from "./show-answer.ts";

/**
 * Asks the model and shows its answer as it comes; what has arrived stays in the conversation even if the signal
 * (Ctrl-C) stops it or it breaks off. Throws what `streamAnswer` throws; with `service-unreachable`, nothing has
 * arrived.
 */
export async function answerQuestion(session: Session, question: string, signal: AbortSignal): Promise<void> {
  const { context, conversation } = session;
  const { emit } = context;
  const asked = { ...conversation, turns: [...conversation.turns, { role: "user" as const, content: question }] };
  let said = "";
  try {
    const last = await ask(session, buildRequest(asked), signal, ({ content }) => {
      said += content;
    });
    session.stats = last?.stats ? readStats(last.stats) : null;
    session.isLoaded = true;
  } catch (error) {
    if (session.signal.aborted || !isError(error, "interrupted")) throw error;
    session.stats = null;
    emit({ type: "notice", notice: { id: "chat-stopped", said: said.trim() !== "" } });
  } finally {
    if (said.trim() !== "") {
      session.conversation = { ...asked, turns: [...asked.turns, { role: "assistant", content: said }] };
      await keepConversation(session);
    }
  }
  const { stats, isVerbose } = session;
  if (stats === null) return;
  if (isVerbose) emit({ type: "notice", notice: { id: "answer-stats", model: conversation.model, stats } });
  await watchLength(session, stats);
}

/** Loads the model while the person types; a failure is reported with the first answer. */
export async function loadModel(session: Session): Promise<void> {
  const { ollama, conversation, signal } = session;
  const request = { ...buildRequest(conversation), messages: [] };
  try {
    // Read to the end of the stream, or the connection could not be reused for the first question.
    for await (const _ of ollama.chat(request, { signal, timeoutMs: answerTimeoutMs }));
    if (session.conversation.model === conversation.model) session.isLoaded = true;
  } catch {
    // The following question meets the same failure and reports it.
  }
}

function buildRequest(conversation: Session["conversation"]): ChatRequest {
  const { model, parameters, think } = conversation;
  return {
    model,
    messages: toMessages(conversation),
    options: toOllamaOptions(parameters),
    ...(think === null ? {} : { think }),
  };
}

function ask(
  { context, ollama, conversation, isLoaded }: Session,
  request: ChatRequest,
  signal: AbortSignal,
  hear: (piece: ChatPiece) => void,
): Promise<ChatPiece | null> {
  const { model } = request;
  const pieces = streamAnswer(ollama, request, { signal, timeoutMs: answerTimeoutMs });
  const phase = isLoaded ? "reading" : "loading";
  return showAnswer(context, announceWait(pieces, { phase, model }, context.emit), {
    isVerbatim: false,
    asksToThink: conversation.think === true,
    hear,
    conclude: ({ doneReason, stats }) => ({ model, doneReason, stats: stats === null ? null : readStats(stats) }),
  });
}
