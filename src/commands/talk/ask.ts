import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import { type AnswerStats, readStats } from "../../core/facts/answer-stats.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { type ModelParameters, readParameters, toOllamaOptions } from "../../core/models/model-parameters.ts";
import { isSameModel, readModelName, shortModelName } from "../../core/values/model-name.ts";
import { announceWait } from "../../services/clients/announce-wait.ts";
import type { ChatMessage, ChatRequest } from "../../services/clients/ollama.ts";
import type { ChatPiece, LoadedModel } from "../../services/clients/ollama-answers.ts";
import { checkQuestion } from "../../services/models/check-question.ts";
import { chooseModel } from "../../services/models/choose-model.ts";
import { answerTimeoutMs, streamAnswer } from "../../services/models/stream-answer.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute } from "../context.ts";
import { addModelOptions, addThinkOptions, type WrittenModelOptions } from "../model-options.ts";
import { withOllama } from "../with-ollama.ts";
import { type Question, readQuestion, standardInput } from "./ask-input.ts";
import { showAnswer } from "./show-answer.ts";

export type AskOptions = {
  /** Null for that of the settings. */
  model: ModelName | null;
  /** Null if the piped text is the question. */
  question: string | null;
  /** Paths; `-` is standard input. */
  files: string[];
  system: string | null;
  parameters: ModelParameters;
  /** `json`, the path of a JSON schema, or null for free text. */
  format: string | null;
  /** Null for the model's own default. */
  think: boolean | null;
  stats: boolean;
};

/** How an answer ended: `doneReason` is Ollama's (`stop`, `length`), `stats` null if it counted nothing. */
export type AskResult = { model: string; doneReason: string | null; stats: AnswerStats | null };

type Written = WrittenModelOptions & {
  file: string[];
  format?: string;
  think?: boolean;
  stats?: boolean;
};

/** Defines `localgpt ask`. */
export function defineAsk(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.ask;
  const addPath = (path: string, paths: string[]): string[] => [...paths, path];
  const command = parent
    .command("ask")
    .description(help.summary)
    .argument("[MODEL]", help.arguments.model)
    .argument("[QUESTION]", help.arguments.question)
    .option("-f, --file <PATH>", help.options.file, addPath, []);
  addModelOptions(command, help.options).option("--format <json|PATH>", help.options.format);
  addThinkOptions(command, help.options)
    .option("--stats", help.options.stats)
    // More than two words are probably a question without quotes, which has a message of its own.
    .allowExcessArguments()
    .action((_model: string | undefined, _question: string | undefined, written: Written, { args }: Command) => {
      const options = readOptions(args, written);
      return execute({ run: (context) => runAsk(context, options), render: () => "", endsStream: true });
    });
}

function readOptions(words: readonly string[], written: Written): AskOptions {
  if (words.length > 2) {
    const facts = { value: words[1] ?? "", command: "localgpt ask", quoted: words.join(" ") };
    throw new LocalgptError("excess-arguments", facts);
  }
  const [model, question] = words.length === 2 ? words : [undefined, words[0]];
  if (question?.trim() === "") throw new LocalgptError("question-missing", {});
  return {
    model: model === undefined ? null : readModelName(model, { name: "MODEL" }),
    question: question === standardInput ? null : (question ?? null),
    files: written.file,
    system: written.system?.trim() ? written.system : null,
    parameters: readParameters(written),
    format: written.format ?? null,
    think: written.think ?? null,
    stats: written.stats === true,
  };
}

/**
 * Asks a model one question and shows the answer as it comes. Errors in the input are reported before any request to
 * Ollama. Throws `question-missing`, `file-unusable`, `schema-invalid`, `unknown-model`, `answer-failed` and
 * `interrupted`; by then, what has arrived of the answer has been shown.
 */
export async function runAsk(context: Context, options: AskOptions): Promise<AskResult> {
  const question = await readQuestion(context, options);
  try {
    return await withOllama(context, "localgpt ask", async (used) => {
      const { ollama, loaded, signal, settings } = used;
      const model = shortModelName(options.model ?? (await chooseModel(used, used, context.emit)));
      const text = `${options.system ?? ""}${question.content}`;
      const { think, parameters } = options;
      const asked = { hasImages: question.images.length > 0, thinks: think === true };
      const contexts = { context: parameters.context ?? null, usualContext: settings.context };
      await checkQuestion(ollama, { model, text, ...asked, ...contexts }, { signal, emit: context.emit });
      const answer = streamAnswer(ollama, describeRequest(model, question, options), {
        signal,
        timeoutMs: answerTimeoutMs,
      });
      const phase = isLoaded(loaded, model, parameters.context) ? "reading" : "loading";
      const showing = { isVerbatim: options.format !== null, asksToThink: think === true };
      const last = await showAnswer(context, announceWait(answer, { phase, model }, context.emit), showing);
      return finish(context, model, last, options, parameters.context ?? settings.context);
    });
  } catch (error) {
    throw context.signal.aborted ? new LocalgptError("interrupted", { work: "answer" }, { cause: error }) : error;
  }
}

/** Whether a model is loaded already; with another context it is loaded again. */
function isLoaded(loaded: readonly LoadedModel[], model: ModelName, context: number | undefined): boolean {
  const inMemory = loaded.find(({ name }) => isSameModel(name, model));
  return inMemory !== undefined && (context === undefined || inMemory.contextLength === context);
}

function describeRequest(model: ModelName, { content, images, format }: Question, options: AskOptions): ChatRequest {
  const { system, parameters, think } = options;
  const messages: ChatMessage[] = system === null ? [] : [{ role: "system", content: system }];
  messages.push({ role: "user", content, ...(images.length > 0 ? { images } : {}) });
  const chosen = toOllamaOptions(parameters);
  return {
    model,
    messages,
    ...(Object.keys(chosen).length > 0 ? { options: chosen } : {}),
    ...(format === null ? {} : { format }),
    ...(think === null ? {} : { think }),
  };
}

function finish(
  { emit }: Context,
  model: string,
  last: ChatPiece | null,
  { stats: isAsked, parameters }: AskOptions,
  context: number,
): AskResult {
  const doneReason = last?.doneReason ?? null;
  const stats = last?.stats ? readStats(last.stats) : null;
  // An answer that stops where the person wanted needs no warning.
  if (doneReason === "length" && parameters.maxTokens === undefined) {
    emit({ type: "notice", notice: { id: "answer-cut", model, tokens: stats?.answerTokens ?? 0, context } });
  }
  if (isAsked && stats !== null) emit({ type: "notice", notice: { id: "answer-stats", model, stats } });
  return { model, doneReason, stats };
}
