import type { AnswerReason, PullReason } from "../facts/vocabulary.ts";
import { type PullTexts, readPullReason } from "./registry-texts.ts";

const pullTexts: PullTexts = [
  ["needs-newer-ollama", /requires a newer version of Ollama|manifest: 412/i],
  ["needs-mlx", /requires MLX/i],
  ["corrupt", /digest mismatch/i],
  ["not-found", /file does not exist/i],
];

/** Why Ollama could not download a model, by its message. */
export function ollamaPullReason(text: string): PullReason {
  return readPullReason(text, pullTexts);
}

/**
 * Whether a step of a download that names no file is its beginning; the others check and store what has arrived.
 */
export function isPullBeginning(status: string): boolean {
  return status.startsWith("pulling");
}

/** The texts are those of server/routes.go and llm/llama_server.go. */
const answerTexts: [AnswerReason, RegExp][] = [
  ["no-memory", /requires more system memory|signal: killed|out of memory|cannot allocate memory/i],
  ["cannot-chat", /does not support (?:chat|generate|completion)/i],
  ["cannot-see", /does not support (?:vision|images?|multimodal)|missing data required for image input/i],
  ["cannot-think", /does not support thinking/i],
  [
    "damaged",
    /corrupted or incomplete|within the file bounds|invalid (?:file )?magic|unable to load model: \S+sha256-|gguf_init_from_file|invalid character .+ looking for/i,
  ],
  ["busy", /server busy|maximum pending requests/i],
];

/** Why Ollama does not answer with a model, by its message; null if the message gives no reason. */
export function ollamaAnswerReason(text: string): AnswerReason | null {
  return answerTexts.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
