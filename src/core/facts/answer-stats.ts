/** What an answer took, by Ollama's own counters; a rate is null if nothing was counted. */
export type AnswerStats = {
  totalMs: number;
  /** Loading the model into memory. */
  loadMs: number;
  /** Tokens of the question that were read, without those that Ollama had in its cache. */
  promptTokens: number;
  promptMs: number;
  promptTokensPerSecond: number | null;
  answerTokens: number;
  answerMs: number;
  answerTokensPerSecond: number | null;
};

/** Counters as Ollama gives them, in nanoseconds. */
type Counters = Record<"totalNs" | "loadNs" | "promptTokens" | "promptNs" | "answerTokens" | "answerNs", number>;

/**
 * Milliseconds and rates of Ollama's counters: tokens per second = eval_count / eval_duration × 10⁹ (docs/api.md of
 * Ollama).
 */
export function readStats(counters: Counters): AnswerStats {
  const { totalNs, loadNs, promptTokens, promptNs, answerTokens, answerNs } = counters;
  return {
    totalMs: toMs(totalNs),
    loadMs: toMs(loadNs),
    promptTokens,
    promptMs: toMs(promptNs),
    promptTokensPerSecond: rate(promptTokens, promptNs),
    answerTokens,
    answerMs: toMs(answerNs),
    answerTokensPerSecond: rate(answerTokens, answerNs),
  };
}

function toMs(ns: number): number {
  return Math.round(ns / 1e6);
}

function rate(tokens: number, ns: number): number | null {
  return tokens > 0 && ns > 0 ? Math.round((tokens / ns) * 1e10) / 10 : null;
}
