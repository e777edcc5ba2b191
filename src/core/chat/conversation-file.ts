import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, Scalar, stringify, type YAMLMap } from "yaml";
import { LocalgptError } from "../errors/errors.ts";
import type { ConversationPart, Place } from "../facts/vocabulary.ts";
import {
  type ModelParameters,
  ollamaName,
  parameterNames,
  parseParameter,
  toOllamaOptions,
} from "../models/model-parameters.ts";
import { findModelName, shortModelName } from "../values/model-name.ts";
import type { Conversation, Turn } from "./conversation.ts";

/** A conversation as a file that a person can read and edit, and that `readConversation` reads back exactly. */
export function formatConversation({ model, system, parameters, think, turns }: Conversation): string {
  const chosen = toOllamaOptions(parameters);
  const document = {
    model,
    ...(system === null ? {} : { system: toScalar(system) }),
    ...(think === null ? {} : { think }),
    ...(Object.keys(chosen).length === 0 ? {} : { parameters: chosen }),
    messages: turns.map(({ role, content }) => ({ [role]: toScalar(content) })),
  };
  // Lines as they were written: a folded text is hard to edit.
  return stringify(document, { lineWidth: 0, blockQuote: "literal" });
}

/** A text in its most readable form: on the line where that needs no quotes, else as indented lines below it. */
function toScalar(text: string): string | Scalar {
  if (/^[\p{L}\p{N}¿¡][^\n:#]*$/u.test(text)) return text;
  const scalar = new Scalar(text);
  // In a block, the library would lose spaces from a text that consists of nothing else.
  scalar.type = text.trim() === "" ? "QUOTE_DOUBLE" : "BLOCK_LITERAL";
  return scalar;
}

/**
 * Reads a conversation's file; `file` names it in errors. Throws `conversation-unreadable` and, for a parameter out of
 * its range, `invalid-value`, each with its position.
 */
export function readConversation(text: string, file: string): Conversation {
  const reading = new Reading(text, file);
  const model = findModelName(reading.text("model") ?? "");
  if (model === null) throw reading.refuse("model", reading.node("model"));
  const think = reading.text("think");
  if (think !== null && think !== "true" && think !== "false") throw reading.refuse("think", reading.node("think"));
  return {
    model: shortModelName(model),
    system: reading.text("system"),
    think: think === null ? null : think === "true",
    parameters: reading.parameters(),
    turns: reading.turns(),
  };
}

class Reading {
  readonly #root: YAMLMap;
  readonly #lines = new LineCounter();
  readonly #file: string;

  constructor(text: string, file: string) {
    this.#file = file;
    // Every value is a text, however it looks: an answer of `42` or `yes` stays one.
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, schema: "failsafe" });
    const [error] = document.errors;
    if (error !== undefined) throw this.#fail("yaml", error.pos[0], error.message);
    if (!isMap(document.contents)) throw this.#fail("messages", 0);
    this.#root = document.contents;
  }

  node(name: ConversationPart): unknown {
    return this.#root.get(name, true);
  }

  /** The text at this name, null if there is no such field. */
  text(name: "model" | "system" | "think"): string | null {
    const node = this.node(name);
    if (node === undefined) return null;
    if (!isScalar(node)) throw this.refuse(name, node);
    return String(node.value);
  }

  parameters(): ModelParameters {
    const node = this.node("parameters");
    if (node === undefined) return {};
    if (!isMap(node)) throw this.refuse("parameters", node);
    const read: ModelParameters = {};
    for (const { key, value } of node.items) {
      const name = parameterNames.find((known) => isScalar(key) && ollamaName(known) === key.value);
      if (name === undefined || !isScalar(value)) throw this.refuse("parameters", key);
      const place = this.#place(value.range?.[0] ?? 0);
      read[name] = parseParameter(name, String(value.value), { name: ollamaName(name), place });
    }
    return read;
  }

  turns(): Turn[] {
    const node = this.node("messages");
    if (!isSeq(node)) throw this.refuse("messages", node);
    return node.items.map((item) => {
      const [pair, ...more] = isMap(item) ? item.items : [];
      const role = isScalar(pair?.key) ? pair.key.value : null;
      const isTurn = more.length === 0 && isScalar(pair?.value) && (role === "user" || role === "assistant");
      if (!isTurn) throw this.refuse("messages", item);
      return { role, content: String((pair.value as Scalar).value) };
    });
  }

  /** The error for what stands at this node. */
  refuse(part: ConversationPart, node: unknown): LocalgptError {
    return this.#fail(part, isNode(node) ? (node.range?.[0] ?? 0) : 0);
  }

  #fail(part: ConversationPart, offset: number, detail = ""): LocalgptError {
    return new LocalgptError("conversation-unreadable", { place: this.#place(offset), part, detail });
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
