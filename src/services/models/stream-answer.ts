import { ollamaAnswerReason } from "../../core/english/ollama-texts.ts";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { AnswerReason } from "../../core/facts/vocabulary.ts";
import type { ChatRequest, Ollama, RequestBounds } from "../clients/ollama.ts";
import type { ChatPiece } from "../clients/ollama-answers.ts";
import { requireInstalled } from "./use-ollama.ts";

/** A model on a slow processor may read a long text for hours; the person can press Ctrl-C at any time. */
export const answerTimeoutMs = 24 * 3_600_000;

/**
 * A model's answer, piece by piece up to the last one, which has `done`. Throws `unknown-model` if the model is not
 * installed, so the caller need not check before; `answer-failed` with the reason if Ollama refuses, fails in the
 * middle or closes the connection before the end; `service-unreachable` if Ollama is not there; and `interrupted`.
 * Leaving the loop or aborting stops the answer in Ollama at once.
 */
export async function* streamAnswer(
  ollama: Ollama,
  request: ChatRequest,
  bounds: RequestBounds,
): AsyncGenerator<ChatPiece, void, undefined> {
  const { model } = request;
  let hasBegun = false;
  let isWhole = false;
  try {
    for await (const piece of ollama.chat(request, bounds)) {
      hasBegun = true;
      if (piece.error !== null) throw answerFailed(model, piece.error);
      isWhole = piece.done;
      yield piece;
      // The end of the stream follows: leaving before it closes the connection, and the next question has to open
      // another.
    }
  } catch (error) {
    if (isWhole) return;
    // A connection that breaks in the middle: Ollama was there, but its answer is incomplete.
    if (hasBegun && isError(error, "service-unreachable")) throw answerFailed(model, error.facts.detail, null, "cut");
    if (!isError(error, "service-answered")) throw error;
    if (error.facts.status === 404) await requireInstalled(ollama, model, { signal: bounds.signal });
    throw explainRefusal(model, error);
  }
  if (!isWhole) throw answerFailed(model, "", null, "cut");
}

/** The `answer-failed` for Ollama's refusal to load a model or to answer with it. */
export function explainRefusal(
  model: string,
  { facts: { status, detail } }: LocalgptError<"service-answered">,
): LocalgptError<"answer-failed"> {
  return answerFailed(model, detail === "" ? `HTTP ${status}` : detail, status);
}

function answerFailed(
  model: string,
  detail: string,
  status: number | null = null,
  known?: AnswerReason,
): LocalgptError<"answer-failed"> {
  const reason = known ?? ollamaAnswerReason(detail) ?? (status === 503 ? "busy" : "other");
  return new LocalgptError("answer-failed", { model, reason, detail });
}
