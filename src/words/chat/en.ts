import type { ConversationPart } from "../../core/facts/vocabulary.ts";
import { fileReasons } from "../files/en.ts";
import { createFormat } from "../format.ts";
import { locate, pasteable } from "../phrases.ts";
import type { ErrorTexts, HelpTexts, NoticeTexts } from "../shapes.ts";
import { near } from "../vocabulary/en.ts";
import type { ChatWords } from "./words.ts";

const format = createFormat("en");

export const chat: ChatWords = {
  greeting: (model, turns) =>
    `${turns === 0 ? `You are talking with ${model}` : `Continuing with ${model}: ${turns} messages so far`}. /help shows what you can do, /bye leaves`,
  leave: "Press Ctrl-C again to leave; Ctrl-D or /bye leave too",
  orders: {
    "/help": { usage: "/help", what: "show this help" },
    "/model": { usage: "/model [NAME]", what: "switch to another model, or list the models" },
    "/system": { usage: "/system [TEXT]", what: "set the system prompt, or show it" },
    "/set": { usage: "/set …", what: "change how it answers (below)" },
    "/show": { usage: "/show [PART]", what: "show the settings: info, parameters or system" },
    "/save": { usage: "/save NAME", what: "save the conversation" },
    "/load": { usage: "/load [NAME]", what: "resume one (`last`: the latest), or list them" },
    "/clear": { usage: "/clear", what: "start again with the same settings" },
    "/stats": { usage: "/stats", what: "show how long the last answer took" },
    "/bye": { usage: "/bye", what: "leave" },
  },
  set: {
    parameter: { usage: "/set parameter NAME VALUE", what: "temperature, top_p, num_predict, num_ctx or seed" },
    system: { usage: "/set system TEXT", what: "same as /system" },
    verbose: { usage: "/set verbose", what: "show figures after each answer" },
    quiet: { usage: "/set quiet", what: "do not show them" },
    think: { usage: "/set think", what: "let the model think first" },
    nothink: { usage: "/set nothink", what: "let it answer at once" },
    history: { usage: "/set history", what: "keep what you type for the next chats" },
    nohistory: { usage: "/set nohistory", what: "do not keep it" },
  },
  headings: { orders: "Commands", set: "Settings", keys: "Keys" },
  keys: [
    { keys: '"""', what: "starts and ends a message of several lines" },
    { keys: "Ctrl-C", what: "stops the answer, or clears what you are typing" },
    { keys: "Tab", what: "completes commands and names" },
    { keys: "↑ ↓", what: "earlier messages" },
  ],
  noStats: "No answer yet",
  show: {
    model: "Model",
    capabilities: "It can",
    parameters: "Parameters",
    system: "System",
    messages: "Messages",
    context: "Context",
  },
  modelsOwn: "the model's own",
  ofContext: (used, context) =>
    context === null ? "known after the first answer" : `${used ?? 0} of ${context} tokens`,
  saved: (names) => (names.length === 0 ? "No conversation is saved yet: `/save NAME`" : format.list(names)),
  kept: "Your conversation is kept. Continue it: `localgpt chat --continue`",
  switched: {
    verbose: "The figures are shown after each answer",
    quiet: "The figures are no longer shown",
    think: "The model thinks before it answers",
    nothink: "The model answers without thinking first",
    history: "What you type is kept for the next chats",
    nohistory: "What you type is not kept any more",
  },
};

const parts: Record<ConversationPart, string> = {
  yaml: "this is not valid YAML",
  model: "a line such as `model: llama3.2` is missing",
  system: "`system` must be a text",
  messages: "`messages` must be a list of lines such as `- user: Hello` and `- assistant: Hello`",
  think: "`think` must be `true` or `false`",
  parameters: "`parameters` must be lines such as `temperature: 0.7`",
};

export const chatErrors = {
  "unknown-chat-order": ({ value, near: similar }) => ({
    message: `Unknown command \`${value}\`${near(similar)}`,
    hint: "All commands: `/help`",
  }),
  "chat-order-usage": ({ order }) => ({
    message: `\`${order}\` is incomplete. Usage: \`${chat.orders[order].usage}\``,
    hint: "All commands: `/help`",
  }),
  "unknown-parameter": ({ value, near: similar, known }) => ({
    message: `Unknown parameter \`${value}\`${near(similar)}`,
    hint: `The parameters are ${format.list(known.map((name) => `\`${name}\``))}`,
  }),
  "unknown-conversation": ({ value, near: similar, saved }) => ({
    message: `No conversation \`${value}\` is saved${near(similar)}`,
    hint:
      saved.length === 0
        ? "None is saved yet: `/save NAME` saves one, and the latest is always kept"
        : `Saved: ${format.list(saved)}`,
  }),
  "conversation-exists": ({ name }) => ({
    message: `A conversation \`${name}\` already exists`,
    hint: "Choose another name, or save it in a terminal, which asks whether to replace it",
  }),
  "conversation-unreadable": ({ place, part, detail }) => ({
    message: locate(place, "line", "column", `${parts[part]}${detail === "" ? "" : `: ${detail}`}`),
    hint: `Fix the file in an editor: \`nano ${pasteable(place.file)}\``,
  }),
} satisfies Partial<ErrorTexts>;

export const chatNotices = {
  "chat-set": ({ name, value }) => {
    if (name === "model") return `Now talking with ${value}`;
    if (name === "system") return "The model follows this from now on";
    return value === "" ? chat.switched[name as keyof typeof chat.switched] : `${name} is ${value} from now on`;
  },
  "chat-cleared": () => "New conversation; the model and the settings stay",
  "chat-saved": ({ name, path }) => `Saved. \`/load ${name}\` brings it back; the file is ${path}`,
  "chat-loaded": ({ name, messages, model }) =>
    `Continuing ${name} with ${model}: ${messages === 1 ? "one message" : `${messages} messages`} so far`,
  "chat-model-missing": ({ model, kept }) =>
    `The model ${model} of this conversation is not installed; continuing with ${kept}`,
  "chat-stopped": ({ said }) =>
    said ? "Stopped. The answer so far stays in the conversation" : "Stopped before the answer began",
  "chat-outgrown": ({ context }) =>
    `The conversation has outgrown the ${context} tokens that the model sees: it no longer sees how the conversation began. \`/set parameter num_ctx ${context * 2}\` shows it more and needs more memory; \`/clear\` starts again`,
  "chat-not-kept": ({ path, reason }) =>
    `${path} could not be written (${fileReasons[reason] ?? reason}), so this chat is not kept`,
  "ollama-lost": () => "Ollama stopped answering. Waiting for it, then asking again",
} satisfies Partial<NoticeTexts>;

export const chatHelp = {
  chat: {
    summary: "Talk with a model in the terminal",
    description:
      "Talks with a model, message by message; the model remembers what was said. Ctrl-C stops an answer, /help shows the commands of the chat, /bye leaves. The last conversation is always kept. From a pipe, each line is a message. If the stack is down, only Ollama is started, for this chat.",
    options: {
      continue: "continue the last conversation",
      system: "system prompt: how the model should answer",
      temperature: "creativity, from 0 to 2",
      "top-p": "share of the likeliest words to choose from, above 0 to 1",
      "max-tokens": "the longest answer, in tokens",
      context: "tokens of the conversation that the model sees",
      seed: "the same number gives the same answers",
      think: "let the model think before it answers",
      "no-think": "let it answer at once",
    },
    arguments: { model: "an installed model; without it, the one in the settings" },
    examples: [
      { command: "localgpt chat", what: "talk with the default model" },
      { command: "localgpt chat qwen3:4b --system 'Answer in Spanish'", what: "another one, with a system prompt" },
      { command: "localgpt chat --continue", what: "continue where you left off" },
    ],
  },
} satisfies HelpTexts;
