import fc from "fast-check";
import { describe, expect } from "vitest";
import { chatParameters, parseChatLine, setWords, showTopics } from "../../src/core/chat/chat-line.ts";
import { completeChatLine } from "../../src/core/chat/complete-chat-line.ts";
import { type Conversation, parseConversationName } from "../../src/core/chat/conversation.ts";
import { formatConversation, readConversation } from "../../src/core/chat/conversation-file.ts";
import { LocalgptError } from "../../src/core/errors/errors.ts";
import { chatOrders } from "../../src/core/facts/vocabulary.ts";
import { composeQuestion } from "../../src/core/text/question.ts";
import { isWholeMessage, stripQuotes } from "../../src/core/text/whole-message.ts";
import { shortModelName } from "../../src/core/values/model-name.ts";
import { anyText, damaged, modelNames, textOf } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

const lines = fc.oneof(
  anyText,
  textOf(
    [
      ...chatOrders,
      ...setWords,
      ...showTopics,
      ...chatParameters,
      " ",
      "\n",
      "\t",
      '"""',
      '"',
      "/",
      "/?",
      "/ñ",
      "0.5",
      "42",
      "-",
      "\u3000",
      "A",
    ],
    8,
  ),
);

const chatCodes = ["unknown-chat-order", "chat-order-usage", "unknown-parameter", "invalid-value"];

describe("a line of a chat", () => {
  property("is a message, an order, or refused", [lines], (text) => {
    try {
      const line = parseChatLine(text);
      if (line.kind === "message") expect(line.text).toBe(stripQuotes(text));
      if (line.kind === "parameter") expect(Number.isFinite(line.value)).toBe(true);
      if (line.kind === "save") expect(line.name).not.toBe("");
    } catch (error) {
      if (!(error instanceof LocalgptError)) throw error;
      expect(chatCodes).toContain(error.code);
    }
  });

  property("without a slash at its beginning is a message, whatever it says", [fc.oneof(lines, anyText)], (text) => {
    fc.pre(!text.trimStart().startsWith("/"));
    expect(parseChatLine(text).kind).toBe("message");
  });

  property("between triple quotes is what stands between them", [anyText], (text) => {
    fc.pre(!text.includes('"""') && text.trim() !== "" && !/^\n|\s$/.test(text));
    const quoted = `"""${text}"""`;
    expect(isWholeMessage(quoted)).toBe(true);
    expect(parseChatLine(quoted)).toEqual({ kind: "message", text });
    expect(parseChatLine(`/system ${quoted}`)).toEqual({ kind: "system", text: text.replace(/^"([^"]*)"$/s, "$1") });
  });

  property(
    "is completed by words that begin with its last one",
    [lines],
    async (text) => {
      const names = { models: async () => ["llama3.2", "ñ"], conversations: async () => ["mi clase"] };
      const { word, candidates } = await completeChatLine(text, names);
      expect(text.endsWith(word)).toBe(true);
      for (const candidate of candidates) expect(candidate.startsWith(word)).toBe(true);
    },
    { share: 0.5 },
  );
});

// What a conversation can have: text out of JSON, halves of characters aside, which no file in UTF-8 can keep.
const said = fc
  .oneof(
    anyText,
    textOf(
      [
        "\n",
        "\r",
        "\r\n",
        " ",
        "  ",
        "\t",
        "- ",
        ": ",
        "#",
        " #",
        "|",
        ">",
        "'",
        '"',
        "\\",
        "%",
        "---",
        "...",
        "\n---\n",
        "a",
        "ñ",
        "¿",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\u0000",
        "null",
        "42",
        "yes",
        "&a",
        "*a",
        "!x",
        "{",
        "[",
        "? ",
      ],
      14,
    ),
  )
  .map((text) => Buffer.from(text).toString());
const conversations = fc.record<Conversation>({
  model: modelNames.map(shortModelName),
  system: fc.option(said, { nil: null }),
  think: fc.option(fc.boolean(), { nil: null }),
  parameters: fc.record(
    {
      temperature: fc.integer({ min: 0, max: 2_000_000 }).map((millionths) => millionths / 1e6),
      topP: fc.integer({ min: 1, max: 1_000_000 }).map((millionths) => millionths / 1e6),
      maxTokens: fc.integer({ min: 1, max: 1_048_576 }),
      context: fc.integer({ min: 256, max: 1_048_576 }),
      seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    },
    { requiredKeys: [] },
  ),
  turns: fc.array(fc.record({ role: fc.constantFrom("user", "assistant"), content: said }), { maxLength: 4 }),
});

describe("a conversation's file", () => {
  property(
    "is read back as it was saved",
    [conversations],
    (conversation) => {
      expect(readConversation(formatConversation(conversation), "c.yaml")).toEqual(conversation);
    },
    { share: 2 },
  );

  const files = conversations.map(formatConversation);
  const pieces = [
    "model: ",
    "messages:\n",
    "- user: ",
    "- assistant: |\n",
    "system: ",
    "think: ",
    "parameters:\n",
    "  seed: ",
    "\n",
    "  ",
    "&a ",
    "*a",
    "? ",
    "!!int ",
    "[",
    "]",
    "{",
    "}",
    "---\n",
    "a",
    "42",
    "\t",
  ];
  property(
    "of any text is a conversation or refused",
    [fc.oneof(damaged(files, textOf(pieces, 3)), textOf(pieces), anyText)],
    (text) => {
      try {
        const { model, turns } = readConversation(text, "c.yaml");
        expect(model).toBeTypeOf("string");
        expect(turns.filter(({ content }) => typeof content !== "string")).toEqual([]);
      } catch (error) {
        if (!(error instanceof LocalgptError)) throw error;
        expect(["conversation-unreadable", "invalid-value"]).toContain(error.code);
        expect(error.facts).toMatchObject({ place: { file: "c.yaml" } });
      }
    },
    { share: 2 },
  );

  property(
    "has a name that is one of a file in its folder, or none",
    [
      fc.oneof(
        anyText,
        textOf(["a", "ñ", "n\u0303", ".", "/", "\\", " ", "con", "COM1", "-", "_", ":", "\u0000", "😀"], 6),
      ),
    ],
    (text) => {
      try {
        const name = parseConversationName(text, { name: "NAME" });
        expect(name).toMatch(/^[^/\\:*?"<>|.\s][^/\\:*?"<>|]*$/u);
        expect(name.length).toBeLessThanOrEqual(64);
        expect(parseConversationName(name, { name: "NAME" })).toBe(name);
      } catch (error) {
        if (!(error instanceof LocalgptError)) throw error;
        expect(error.code).toBe("invalid-value");
      }
    },
  );
});

describe("a question with files", () => {
  property(
    "keeps every file between marks that the file does not have",
    [anyText, fc.array(textOf(["`", "```", "\n", "a", "~~~"], 12), { minLength: 1, maxLength: 3 })],
    (question, texts) => {
      const message = composeQuestion(
        question,
        texts.map((text, index) => ({ name: `f${index}`, text })),
      );
      let rest = message;
      for (const [index, text] of texts.entries()) {
        const [whole = "", mark = "", inside = ""] =
          new RegExp(`f${index}:\\n(\`+)\\n(.*?)\\n\\1(?=\\n\\n|$)`, "s").exec(rest) ?? [];
        expect(mark.length).toBeGreaterThanOrEqual(3);
        expect(inside).toBe(text.replace(/^\n+|\s+$/g, ""));
        rest = rest.slice(rest.indexOf(whole) + whole.length);
      }
      expect(rest.trim()).toBe(question.trim());
    },
  );
});
