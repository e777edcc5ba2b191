import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Conversation, isOutgrown, parseConversationName } from "../../../../src/core/chat/conversation.ts";
import { formatConversation, readConversation } from "../../../../src/core/chat/conversation-file.ts";
import {
  conversationPath,
  listConversations,
  loadConversation,
  saveConversation,
} from "../../../../src/host/stores/conversations.ts";
import { addToHistory, historyPath, loadHistory } from "../../../../src/host/stores/prompt-history.ts";
import { modelNamed } from "../../../support/data/model-named.ts";
import { isPosix } from "../../../support/program/posix.ts";

const onPosix = test.runIf(isPosix);

const nothing: Conversation = { model: modelNamed("tiny"), system: null, parameters: {}, think: null, turns: [] };
const talk: Conversation = {
  model: modelNamed("llama3.2"),
  system: "Responde en español",
  parameters: { temperature: 0.7, topP: 0.9, maxTokens: 200, context: 8192, seed: 1 },
  think: false,
  turns: [
    { role: "user", content: "¿Qué es un proceso?" },
    { role: "assistant", content: "Un **proceso** es:\n\n```c\nint main() {}\n```\n" },
  ],
};

test("a conversation's file can be read and edited by hand", () => {
  expect(formatConversation(talk)).toMatchInlineSnapshot(`
    "model: llama3.2
    system: Responde en español
    think: false
    parameters:
      temperature: 0.7
      top_p: 0.9
      num_predict: 200
      num_ctx: 8192
      seed: 1
    messages:
      - user: ¿Qué es un proceso?
      - assistant: |
          Un **proceso** es:

          \`\`\`c
          int main() {}
          \`\`\`
    "
  `);
});

test.each([
  "",
  " \n",
  "42",
  "true",
  "null",
  "- user: hola",
  "# título\n---\n...\n",
  "  sangrado\n\tcon tabulador \n",
  "línea\r\nde Windows\r",
  "user: x\nmessages: []",
  '"""comillas""" y \'otras\' y `estas`',
  "\u001b[31mrojo\u0000\u0085\u2028",
  "😀\n\n\n",
])("%j comes back exactly", (text) => {
  const conversation: Conversation = {
    ...talk,
    system: text,
    turns: [
      { role: "user", content: text },
      { role: "assistant", content: `${text}fin` },
    ],
  };
  expect(readConversation(formatConversation(conversation), "a.yaml")).toEqual(conversation);
});

test("what a person wrote by hand is read as text", () => {
  const text = "# mía\nmodel: tiny\nparameters:\n  temperature: 1\nmessages:\n- user: 42\n- assistant: yes\n- user:\n";
  expect(readConversation(text, "a.yaml")).toEqual({
    ...nothing,
    parameters: { temperature: 1 },
    turns: [
      { role: "user", content: "42" },
      { role: "assistant", content: "yes" },
      { role: "user", content: "" },
    ],
  });
});

test.each([
  ["model: a\nmessages: [", { part: "yaml", place: { line: 2, column: 12 } }],
  ["hola", { part: "messages", place: { line: 1 } }],
  ["messages: []", { part: "model" }],
  ["model: a", { part: "messages" }],
  ["model: a\nmessages:\n  - robot: hola", { part: "messages", place: { line: 3, column: 5 } }],
  ["model: a\nmessages:\n  - user: hola\n    otro: x", { part: "messages" }],
  ["model: a\nmessages:\n  - user: [hola]", { part: "messages" }],
  ["model: a\nthink: quizá\nmessages: []", { part: "think", place: { line: 2, column: 8 } }],
  ["model: a\nsystem: [x]\nmessages: []", { part: "system" }],
  ["model: a\nparameters: 3\nmessages: []", { part: "parameters" }],
  ["model: a\nparameters:\n  temp: 3\nmessages: []", { part: "parameters", place: { line: 3, column: 3 } }],
])("%j is no conversation, and it says where", (text, facts) => {
  const place = expect.objectContaining({ file: "a.yaml", ...("place" in facts ? facts.place : {}) });
  expect(() => readConversation(text, "a.yaml")).toThrow(
    expect.objectContaining({ code: "conversation-unreadable", facts: expect.objectContaining({ ...facts, place }) }),
  );
});

test("a parameter out of its range is reported with its place", () => {
  const text = "model: a\nparameters:\n  temperature: 9\nmessages: []";
  expect(() => readConversation(text, "a.yaml")).toThrow(
    expect.objectContaining({
      code: "invalid-value",
      facts: expect.objectContaining({ value: "9", place: { file: "a.yaml", line: 3, column: 16 } }),
    }),
  );
});

test.each(["redes", "Sistemas Operativos 1.2", "año-2", "_x", " con espacios alrededor ", "連絡"])(
  "%j is a name",
  (text) => {
    expect(parseConversationName(text, { name: "/save" })).toBe(text.trim());
  },
);

test.each([
  "",
  ".",
  "..",
  "../x",
  "a/b",
  "a\\b",
  "/etc/passwd",
  ".oculto",
  "x.",
  "x\ny",
  "CON",
  "nul.txt",
  "x".repeat(65),
])("%j is no name", (text) => {
  expect(() => parseConversationName(text, { name: "/save" })).toThrow(
    expect.objectContaining({ code: "invalid-value" }),
  );
});

test.each([
  ["fits", { promptTokens: 14, answerTokens: 10, context: 4096 }, false],
  ["question and answer fill the context", { promptTokens: 4000, answerTokens: 96, context: 4096 }, true],
  ["fewer tokens than words: some were left out", { promptTokens: 9, answerTokens: 3, context: 4096 }, true],
])("a conversation that %s", (_, counted, outgrown) => {
  const system = "uno dos tres cuatro cinco seis siete";
  const turns = [
    { role: "user" as const, content: "ocho nueve\ndiez" },
    { role: "assistant" as const, content: "esta respuesta no cuenta ".repeat(100) },
  ];
  expect(isOutgrown({ ...nothing, system, turns }, counted)).toBe(outgrown);
});

describe("in a folder", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "localgpt-chat-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  onPosix("conversations are saved for the user alone, listed, loaded, and not overwritten unasked", async () => {
    expect(await listConversations(folder)).toEqual([]);
    const path = await saveConversation(folder, "mi charla", talk, { overwrite: false });
    expect(path).toBe(conversationPath(folder, "mi charla"));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await loadConversation(folder, "mi charla")).toEqual(talk);

    const other = saveConversation(folder, "mi charla", nothing, { overwrite: false });
    await expect(other).rejects.toMatchObject({ code: "conversation-exists" });
    expect(await loadConversation(folder, "mi charla")).toEqual(talk);
    await saveConversation(folder, "mi charla", nothing, { overwrite: true });
    expect(await loadConversation(folder, "mi charla")).toEqual(nothing);

    await saveConversation(folder, "abc", talk, { overwrite: false });
    await writeFile(join(folder, "conversations", "notas.txt"), "");
    expect(await listConversations(folder)).toEqual(["abc", "mi charla"]);
    const missing = loadConversation(folder, "mi chrla");
    const facts = { value: "mi chrla", near: "mi charla", saved: ["abc", "mi charla"] };
    await expect(missing).rejects.toMatchObject({ code: "unknown-conversation", facts });
    await expect(loadConversation(folder, "../settings")).rejects.toMatchObject({ code: "invalid-value" });
  });

  onPosix("what was typed is kept for the user alone, the newest first, and not without bounds", async () => {
    expect(await loadHistory(folder)).toEqual([]);
    await addToHistory(folder, "uno");
    await addToHistory(folder, "dos\n  líneas");
    expect((await stat(historyPath(folder))).mode & 0o777).toBe(0o600);
    expect(await loadHistory(folder)).toEqual(["dos\n  líneas", "uno"]);

    const lines = Array.from({ length: 2001 }, (_, index) => JSON.stringify(`n${index}`));
    await writeFile(historyPath(folder), `${lines.join("\n")}\n{broken\n`);
    const kept = await loadHistory(folder);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([999, "n2000", "n1002"]);
    expect((await readFile(historyPath(folder), "utf8")).trim().split("\n")).toHaveLength(1000);
    expect((await stat(historyPath(folder))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["chat-history"]);
  });
});
