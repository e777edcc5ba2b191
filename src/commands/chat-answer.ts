import { toMessages } from "../core/conversation.ts";
import { isError } from "../core/errors.ts";
import { toOllamaOptions } from "../core/model-parameters.ts";
import { sanitise } from "../core/sanitise.ts";
import type { ChatRequest } from "../services/ollama.ts";
import type { ChatPiece } from "../services/ollama-answers.ts";
import { streamAnswer } from "../services/stream-answer.ts";
import { keepConversation, type Session, watchLength } from "./chat-session.ts";
import { describeFigures } from "./chat-text.ts";

/** What has come of an answer so far. */
type Heard = { text: string; thinking: string; last: ChatPiece | null };

/** A large model on a slow disk may take many minutes to say its first word; Ctrl-C waits no longer. */
const firstWordMs = 30 * 60_000;

/**
 * Asks the model and shows its answer as it comes; what was said of it stays in the conversation, also where the signal
 * (Ctrl-C) stops it or it breaks off. Throws what `streamAnswer` throws, `service-unreachable` with nothing said.
 */
export async function answerQuestion(session: Session, question: string, signal: AbortSignal): Promise<void> {
  const { context, prompt, conversation } = session;
  const asked = { ...conversation, turns: [...conversation.turns, { role: "user" as const, content: question }] };
  const heard: Heard = { text: "", thinking: "", last: null };
  try {
    await showAnswer(session, buildRequest(asked), heard, signal);
  } catch (error) {
    if (session.signal.aborted || !isError(error, "interrupted")) throw error;
    context.emit({ type: "notice", notice: { id: "chat-stopped", said: heard.text.trim() !== "" } });
  } finally {
    if (heard.text.trim() !== "") {
      session.conversation = { ...asked, turns: [...asked.turns, { role: "assistant", content: heard.text }] };
      await keepConversation(session);
    }
  }
  const stats = heard.last?.stats ?? null;
  session.stats = stats;
  if (stats === null) return;
  if (session.isVerbose) await prompt.say(`${context.look.style.dim(describeFigures(stats, context.look))}\n`);
  await watchLength(session, stats, { signal: session.signal });
}

/** Loads the model while the person types; that it cannot be is told with the first answer. */
export async function loadModel({ ollama, conversation, signal }: Session): Promise<void> {
  const request = { ...buildRequest(conversation), messages: [] };
  try {
    for await (const piece of ollama.chat(request, { signal, timeoutMs: firstWordMs })) if (piece.done) return;
  } catch {
    // The question that follows meets the same, and has somebody to tell it to.
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

async function showAnswer(
  { context, prompt, ollama }: Session,
  request: ChatRequest,
  heard: Heard,
  signal: AbortSignal,
): Promise<void> {
  const { words, style } = context.look;
  const answer = context.openAnswer();
  const endWaiting = prompt.wait(words.chat.waiting(request.model));
  try {
    for await (const piece of streamAnswer(ollama, request, { signal, timeoutMs: firstWordMs })) {
      if (piece.thinking !== "") {
        endWaiting();
        const heading = heard.thinking === "" ? `${words.chat.thinking}\n` : "";
        heard.thinking += piece.thinking;
        await prompt.say(style.dim(heading + piece.thinking.split("\n").map(sanitise).join("\n")));
      }
      if (piece.content !== "") {
        endWaiting();
        if (heard.text === "" && heard.thinking !== "") await prompt.say("\n\n");
        heard.text += piece.content;
        await answer.write(piece.content);
      }
      heard.last = piece;
    }
  } finally {
    endWaiting();
    const { text, thinking, last } = heard;
    if (text === "" && thinking !== "") await prompt.say("\n");
    const item = { type: "done", model: request.model, reason: last?.doneReason, thinking, stats: last?.stats };
    await answer.end(last?.done === true ? item : undefined);
  }
}
