import { type ShowTopic, setWords } from "../../core/chat/chat-line.ts";
import type { Conversation } from "../../core/chat/conversation.ts";
import { toOllamaOptions } from "../../core/models/model-parameters.ts";
import { alignColumns, type Cell } from "../../core/text/columns.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import type { ShownModel } from "../../services/clients/ollama-answers.ts";
import type { Look } from "../context.ts";

/** What `/show` knows of the model and the conversation; `usedTokens` is the count after the last answer. */
export type Shown = {
  conversation: Conversation;
  model: ShownModel | null;
  usedTokens: number | null;
  contextLength: number | null;
};

/** Every command, everything that `/set` accepts, and the keys. */
export function renderHelp({ words, style, measure }: Look): string {
  const { orders, set, keys, headings } = words.chat;
  const rows: Cell[][] = [
    [{ text: headings.orders, paint: style.bold }],
    ...Object.values(orders).map(({ usage, what }) => [{ text: `  ${usage}`, paint: style.accent }, { text: what }]),
    [{ text: headings.set, paint: style.bold }],
    ...setWords.map((word) => [{ text: `  ${set[word].usage}`, paint: style.accent }, { text: set[word].what }]),
    [{ text: headings.keys, paint: style.bold }],
    ...keys.map((entry) => [{ text: `  ${entry.keys}`, paint: style.accent }, { text: entry.what }]),
  ];
  return alignColumns(rows, measure).join("\n");
}

/** The state of this conversation: the model, its settings, and the length. */
export function renderShown({ conversation, model, usedTokens, contextLength }: Shown, topic: ShowTopic, look: Look) {
  const { chat } = look.words;
  const { parameters, system, turns } = conversation;
  const set = Object.entries(toOllamaOptions(parameters)).map(([name, value]) => `${name} ${value}`);
  const own = Object.entries(model?.parameters ?? {}).map(([name, values]) => `${name} ${values.join(", ")}`);
  const told = system ?? model?.system ?? null;
  const rows: Record<ShowTopic, [string, string[]][]> = {
    parameters: [[chat.show.parameters, [...set, ...own.map((text) => `${text} (${chat.modelsOwn})`)]]],
    system: [[chat.show.system, told === null ? [] : told.split("\n")]],
    info: [],
  };
  const details = [conversation.model, model?.parameterSize, model?.quantization].filter((part) => part);
  rows.info = [
    [chat.show.model, [details.join(", ")]],
    [chat.show.capabilities, model === null ? [] : [model.capabilities.join(", ")]],
    ...rows.parameters,
    ...rows.system,
    [chat.show.messages, [`${turns.length}`]],
    [chat.show.context, [chat.ofContext(usedTokens, contextLength)]],
  ];
  const cells = rows[topic].flatMap(([label, lines]) =>
    (lines.length === 0 ? [chat.modelsOwn] : lines).map((line, index) => [
      { text: index === 0 ? label : "", paint: look.style.dim },
      { text: sanitise(line) },
    ]),
  );
  return alignColumns(cells, look.measure).join("\n");
}

/** The installed models, with the current one highlighted. */
export function renderModels(models: string[], current: string, { style }: Look): string {
  return models.map((name) => (name === current ? style.bold(`* ${name}`) : `  ${name}`)).join("\n");
}
