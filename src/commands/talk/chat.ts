import type { Command } from "commander";
import { parseChatLine } from "../../core/chat/chat-line.ts";
import { completeChatLine } from "../../core/chat/complete-chat-line.ts";
import { type Conversation, lastConversation } from "../../core/chat/conversation.ts";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { type ModelParameters, readParameters } from "../../core/models/model-parameters.ts";
import { readModelName, shortModelName } from "../../core/values/model-name.ts";
import { invalidValue } from "../../core/values/parse-values.ts";
import { listConversations, loadConversation } from "../../host/stores/conversations.ts";
import { loadHistory } from "../../host/stores/prompt-history.ts";
import type { Ollama } from "../../services/clients/ollama.ts";
import { chooseModel } from "../../services/models/choose-model.ts";
import { requireInstalled } from "../../services/models/use-ollama.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Prompt } from "../context.ts";
import { addModelOptions, addThinkOptions, type WrittenModelOptions } from "../model-options.ts";
import { withOllama } from "../with-ollama.ts";
import { answerQuestion, loadModel } from "./chat-answer.ts";
import { carryOutOrder } from "./chat-orders.ts";
import { rememberMessage, type Session } from "./chat-session.ts";

export type ChatOptions = {
  /** Null for the model of the settings or, with `continues`, of the conversation. */
  model: ModelName | null;
  system: string | null;
  parameters: ModelParameters;
  think: boolean | null;
  /** Whether to continue the last conversation. */
  continues: boolean;
};

type Written = WrittenModelOptions & { think?: boolean; continue?: boolean };

/** Defines `localgpt chat`. */
export function defineChat(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.chat;
  const command = parent
    .command("chat")
    .description(help.summary)
    .argument("[MODEL]", help.arguments.model)
    .option("--continue", help.options.continue);
  addModelOptions(command, help.options);
  addThinkOptions(command, help.options).action((model: string | undefined, written: Written) => {
    const options = readOptions(model, written);
    return execute({ run: (context) => runChat(context, options), render: () => "" });
  });
}

function readOptions(model: string | undefined, written: Written): ChatOptions {
  if (written.system?.trim() === "") throw invalidValue({ name: "--system" }, written.system, "text");
  return {
    model: model === undefined ? null : readModelName(model, { name: "MODEL" }),
    system: written.system ?? null,
    parameters: readParameters(written),
    think: written.think ?? null,
    continues: written.continue === true,
  };
}

/**
 * Talks with a model until the person leaves or stdin ends. Ollama may be restarted during a chat: it is waited for and
 * asked again. Throws `unknown-model`, `unknown-conversation`, what starting Ollama throws and, without a person, the
 * error of a line.
 */
export async function runChat(context: Context, options: ChatOptions): Promise<void> {
  const { folder } = context;
  const begun = options.continues ? await loadConversation(folder, lastConversation) : null;
  const named = options.model ?? begun?.model ?? null;
  let session: Session | null = null;
  const complete = (line: string) =>
    completeChatLine(line, {
      models: () => (session === null ? Promise.resolve([]) : listModels(session.ollama, context.signal)),
      conversations: () => listConversations(folder),
    });
  const prompt = await context.openPrompt({ history: await loadHistory(folder), complete });
  try {
    for (;;) {
      const isOver = await withOllama(context, "localgpt chat", async (used) => {
        const { ollama, signal } = used;
        if (session === null) {
          const model = named ?? (await chooseModel(used, used, context.emit));
          const installed = await requireInstalled(ollama, model, { signal });
          const conversation = startConversation(options, begun, shortModelName(installed.name));
          session = createSession(context, prompt, { ollama, signal }, conversation);
          await greet(session);
        }
        Object.assign(session, { ollama, signal });
        return converse(session);
      });
      if (isOver) return;
      // Ollama may need a while, or not come back: during that time Ctrl-C ends the program.
      prompt.rest();
      context.emit({ type: "notice", notice: { id: "ollama-lost" } });
    }
  } catch (error) {
    await sayKept(session);
    throw context.signal.aborted ? new LocalgptError("interrupted", { work: "answer" }, { cause: error }) : error;
  } finally {
    prompt.rest();
  }
}

/** Whatever ends the chat, the conversation is kept: its last state is on the disk, if it could be written. */
async function sayKept(session: Session | null): Promise<void> {
  if (session === null || session.conversation.turns.length === 0 || session.told.has("not-kept")) return;
  await session.prompt.say(`${session.context.look.words.chat.kept}\n`);
}

function startConversation(options: ChatOptions, begun: Conversation | null, model: ModelName): Conversation {
  return {
    model,
    system: options.system ?? begun?.system ?? null,
    parameters: { ...begun?.parameters, ...options.parameters },
    think: options.think ?? begun?.think ?? null,
    turns: begun?.turns ?? [],
  };
}

function createSession(
  context: Context,
  prompt: Prompt,
  used: { ollama: Ollama; signal: AbortSignal },
  conversation: Conversation,
): Session {
  const nothing = { pending: null, stats: null, contextLength: null, isLoaded: false, told: new Set<never>() };
  return { context, prompt, ...used, conversation, isVerbose: false, remembers: true, ...nothing };
}

async function greet(session: Session): Promise<void> {
  const { context, prompt, conversation } = session;
  if (!prompt.isInteractive) return;
  const { words, style } = context.look;
  await prompt.say(`${style.dim(words.chat.greeting(conversation.model, conversation.turns.length))}\n`);
  void loadModel(session);
}

/**
 * Reads message after message. Returns false when Ollama is lost: the pending question is asked again the next time.
 */
async function converse(session: Session): Promise<boolean> {
  const { prompt } = session;
  for (;;) {
    const text = session.pending ?? (await prompt.read());
    if (text === null) return true;
    const isRepeated = session.pending !== null;
    session.pending = null;
    // The disk need not delay the question.
    const remembering = isRepeated ? null : rememberMessage(session, text);
    try {
      const line = parseChatLine(text);
      if (line.kind === "bye") return true;
      if (line.kind === "message" && line.text.trim() === "") continue;
      await prompt.during(async (stopping) => {
        const signal = AbortSignal.any([session.signal, stopping]);
        if (line.kind === "message") await answerQuestion(session, line.text, signal);
        else await carryOutOrder(session, line, signal);
      });
    } catch (error) {
      if (isError(error, "service-unreachable")) {
        if (isRepeated) throw error;
        session.pending = text;
        return false;
      }
      // With a person present, a failed line does not end the chat; a script must not go on as if it had succeeded.
      const isForPerson = prompt.isInteractive && !session.signal.aborted && error instanceof LocalgptError;
      if (!isForPerson) throw error;
      if (!isError(error, "interrupted")) await prompt.tell(error);
    } finally {
      await remembering;
    }
  }
}

async function listModels(ollama: Ollama, signal: AbortSignal): Promise<string[]> {
  const installed = await ollama.installed({ signal, timeoutMs: 1000 });
  return installed.map(({ name }) => shortModelName(name));
}
