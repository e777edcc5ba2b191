import { LocalgptError } from "../errors/errors.ts";
import { type ChatOrder, chatOrders } from "../facts/vocabulary.ts";
import { ollamaName, type ParameterName, parameterNames, parseParameter } from "../models/model-parameters.ts";
import { findNearest } from "../text/nearest.ts";
import { stripQuotes } from "../text/whole-message.ts";

/** What `/set` switches, by the words that `ollama run` has for it. */
export type ChatSwitch = "verbose" | "quiet" | "think" | "nothink" | "history" | "nohistory";

/** The parts of a conversation that `/show` shows. */
export type ShowTopic = "info" | "parameters" | "system";

/** What a person wants with a line of a chat: something for the model, or a command to the program. */
export type ChatLine =
  | { kind: "message"; text: string }
  | { kind: "help" | "clear" | "stats" | "bye" }
  | { kind: "model"; name: string | null }
  | { kind: "system"; text: string | null }
  | { kind: "parameter"; name: ParameterName; value: number }
  | { kind: "switch"; to: ChatSwitch }
  | { kind: "show"; topic: ShowTopic }
  | { kind: "save"; name: string }
  | { kind: "load"; name: string | null };

/** What may follow `/set` and `/show`. */
export const setWords = [
  "parameter",
  "system",
  "verbose",
  "quiet",
  "think",
  "nothink",
  "history",
  "nohistory",
] as const;
export const showTopics: readonly ShowTopic[] = ["info", "parameters", "system"];

/** The names of the parameters that `/set parameter` takes: Ollama's. */
export const chatParameters: readonly string[] = parameterNames.map(ollamaName);

/** Other names of a command, from `ollama run` and from habit. */
const aliases: Record<string, ChatOrder> = { "/?": "/help", "/exit": "/bye", "/quit": "/bye", "/list": "/model" };

/**
 * Reads what a person wrote in a chat. A line that begins with a path (`/etc/hosts`) is not a command. Throws
 * `unknown-chat-order`, `chat-order-usage`, `unknown-parameter` and `invalid-value`.
 */
export function parseChatLine(text: string): ChatLine {
  const [, word = "", rest = ""] = /^\s*(\/(?:[\p{L}-]+|\?))(?:\s+(.*))?$/su.exec(text) ?? [];
  if (word === "") return { kind: "message", text: stripQuotes(text) };
  const name = word.toLowerCase();
  const order = aliases[name] ?? chatOrders.find((known) => known === name);
  if (order === undefined) {
    const near = findNearest(name, [...chatOrders, ...Object.keys(aliases)]);
    throw new LocalgptError("unknown-chat-order", { value: word, near });
  }
  return readOrder(order, rest.trim());
}

function readOrder(order: ChatOrder, rest: string): ChatLine {
  switch (order) {
    case "/model":
      return { kind: "model", name: rest === "" ? null : rest };
    case "/system":
      return { kind: "system", text: rest === "" ? null : readText(order, rest) };
    case "/set":
      return readSet(rest);
    case "/show":
      return { kind: "show", topic: rest === "" ? "info" : readWord(order, rest, showTopics) };
    case "/save":
      if (rest === "") throw misused(order);
      return { kind: "save", name: rest };
    case "/load":
      return { kind: "load", name: rest === "" ? null : rest };
    case "/help":
      return { kind: "help" };
    case "/clear":
      return { kind: "clear" };
    case "/stats":
      return { kind: "stats" };
    case "/bye":
      return { kind: "bye" };
  }
}

function readSet(rest: string): ChatLine {
  const [, first = "", value = ""] = /^(\S+)(?:\s+(.*))?$/s.exec(rest) ?? [];
  if (first === "") throw misused("/set");
  const word = readWord("/set", first, setWords);
  if (word === "parameter") return readParameter(value);
  if (word !== "system") return { kind: "switch", to: word };
  if (value === "") throw misused("/set");
  return { kind: "system", text: readText("/set", value) };
}

function readParameter(rest: string): ChatLine {
  const [written, value, ...more] = rest.split(/\s+/).filter(Boolean);
  const name = parameterNames.find((known) => ollamaName(known) === written?.toLowerCase());
  if (written !== undefined && name === undefined) {
    const near = findNearest(written, chatParameters);
    throw new LocalgptError("unknown-parameter", { value: written, near, known: [...chatParameters] });
  }
  if (name === undefined || value === undefined || more.length > 0) throw misused("/set");
  return { kind: "parameter", name, value: parseParameter(name, value, { name: ollamaName(name) }) };
}

/** A text in triple or plain quotes, or without them. */
function readText(order: ChatOrder, written: string): string {
  const text = stripQuotes(written);
  const plain = /^"([^"]*)"$/s.exec(text)?.[1] ?? text;
  if (plain.trim() === "") throw misused(order);
  return plain;
}

function readWord<W extends string>(order: ChatOrder, written: string, words: readonly W[]): W {
  const found = words.find((word) => word === written.toLowerCase());
  if (found !== undefined) return found;
  const near = findNearest(written, words);
  throw new LocalgptError("unknown-chat-order", {
    value: `${order} ${written}`,
    near: near === null ? null : `${order} ${near}`,
  });
}

function misused(order: ChatOrder): LocalgptError<"chat-order-usage"> {
  return new LocalgptError("chat-order-usage", { order });
}
