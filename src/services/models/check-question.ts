import { LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { AnswerReason } from "../../core/facts/vocabulary.ts";
import type { Emit } from "../../core/run/events.ts";
import { estimateTokens, suggestContext } from "../../core/text/question.ts";
import type { Ollama } from "../clients/ollama.ts";
import { requireInstalled } from "./use-ollama.ts";

/** A question and what must be known about its model before it is asked. */
type CheckRequest = {
  model: ModelName;
  /** All the text that is sent. */
  text: string;
  hasImages: boolean;
  thinks: boolean;
  /** The context that the person chose; null for the model's, else the stack's. */
  context: number | null;
  usualContext: number;
};

/** A text this short fits into any context. */
const fewTokens = 200;

/**
 * Refuses what the model cannot do, and warns of a text that is longer than its context: Ollama would silently truncate
 * it. A short question with only text does not need the model's facts. Throws `unknown-model` and `answer-failed`.
 */
export async function checkQuestion(
  ollama: Ollama,
  request: CheckRequest,
  { signal, emit }: { signal: AbortSignal; emit: Emit },
): Promise<void> {
  const { model, text, hasImages, thinks, context, usualContext } = request;
  const tokens = estimateTokens(text);
  if (!hasImages && !thinks && tokens <= fewTokens) return;
  const shown = await ollama.show(model, { signal });
  if (shown === null) {
    await requireInstalled(ollama, model, { signal });
    return;
  }
  const { capabilities, trainedContext, parameters } = shown;
  const refuse = (reason: AnswerReason) => new LocalgptError("answer-failed", { model, reason, detail: "" });
  // An Ollama that does not list abilities may still have a model with them.
  const cannot = (ability: string) => capabilities.length > 0 && !capabilities.includes(ability);
  if (hasImages && cannot("vision")) throw refuse("cannot-see");
  if (thinks && cannot("thinking")) throw refuse("cannot-think");
  const chosen = context ?? (Number(parameters.num_ctx?.[0]) || usualContext);
  const seen = Math.min(chosen, trainedContext ?? chosen);
  if (tokens <= seen) return;
  const suggested = suggestContext(tokens, trainedContext);
  emit({ type: "notice", notice: { id: "text-too-long", model, tokens, context: seen, suggested } });
}
