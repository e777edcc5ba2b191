import { describe, expect, test } from "vitest";
import { type ChatLine, parseChatLine } from "../../../../src/core/chat/chat-line.ts";
import { completeChatLine } from "../../../../src/core/chat/complete-chat-line.ts";
import { isWholeMessage, stripQuotes } from "../../../../src/core/text/whole-message.ts";

const message = (text: string): ChatLine => ({ kind: "message", text });

test.each<[string, ChatLine]>([
  ["hola", message("hola")],
  ["  sangrado\nfin\n\n", message("  sangrado\nfin")],
  ['"""uno\ndos"""', message("uno\ndos")],
  ['"""\nuno\ndos\n"""', message("uno\ndos")],
  ["/etc/hosts, ¿qué es?", message("/etc/hosts, ¿qué es?")],
  ["/2 es la mitad", message("/2 es la mitad")],
  ["/* un comentario */", message("/* un comentario */")],
  ["a /bye", message("a /bye")],
  ["/help", { kind: "help" }],
  ["/?", { kind: "help" }],
  ["/help set", { kind: "help" }],
  ["  /BYE  ", { kind: "bye" }],
  ["/exit", { kind: "bye" }],
  ["/model", { kind: "model", name: null }],
  ["/list", { kind: "model", name: null }],
  ["/model qwen3:4b", { kind: "model", name: "qwen3:4b" }],
  ["/system", { kind: "system", text: null }],
  ["/system Responde en verso", { kind: "system", text: "Responde en verso" }],
  ['/set system "Responde en verso"', { kind: "system", text: "Responde en verso" }],
  ['/set system """uno\ndos"""', { kind: "system", text: "uno\ndos" }],
  ["/set parameter temperature 0.7", { kind: "parameter", name: "temperature", value: 0.7 }],
  ["/set parameter top_p 0.9", { kind: "parameter", name: "topP", value: 0.9 }],
  ["/set parameter num_ctx 8192", { kind: "parameter", name: "context", value: 8192 }],
  ["/set parameter num_predict 100", { kind: "parameter", name: "maxTokens", value: 100 }],
  ["/set parameter seed 42", { kind: "parameter", name: "seed", value: 42 }],
  ["/set verbose", { kind: "switch", to: "verbose" }],
  ["/set nothink", { kind: "switch", to: "nothink" }],
  ["/show", { kind: "show", topic: "info" }],
  ["/show system", { kind: "show", topic: "system" }],
  ["/save mi charla", { kind: "save", name: "mi charla" }],
  ["/load", { kind: "load", name: null }],
  ["/load last", { kind: "load", name: "last" }],
  ["/clear", { kind: "clear" }],
  ["/stats", { kind: "stats" }],
])("%j is understood", (text, line) => {
  expect(parseChatLine(text)).toEqual(line);
});

test.each([
  ["/hlep", "unknown-chat-order", { value: "/hlep", near: "/help" }],
  ["/quti", "unknown-chat-order", { value: "/quti", near: "/quit" }],
  ["/añadir", "unknown-chat-order", { value: "/añadir", near: null }],
  ["/set verbos", "unknown-chat-order", { value: "/set verbos", near: "/set verbose" }],
  ["/show sistem", "unknown-chat-order", { value: "/show sistem", near: "/show system" }],
  ["/save", "chat-order-usage", { order: "/save" }],
  ["/set", "chat-order-usage", { order: "/set" }],
  ["/set system", "chat-order-usage", { order: "/set" }],
  ['/set system ""', "chat-order-usage", { order: "/set" }],
  ["/set parameter", "chat-order-usage", { order: "/set" }],
  ["/set parameter seed", "chat-order-usage", { order: "/set" }],
  ["/set parameter seed 1 2", "chat-order-usage", { order: "/set" }],
  ["/set parameter temprature 1", "unknown-parameter", { value: "temprature", near: "temperature" }],
  ["/set parameter temperature 9", "invalid-value", { name: "temperature", value: "9", expected: "temperature" }],
  ["/set parameter num_ctx 1", "invalid-value", { name: "num_ctx", value: "1", expected: "context" }],
] as const)("%j is refused", (text, code, facts) => {
  expect(() => parseChatLine(text)).toThrow(expect.objectContaining({ code, facts: expect.objectContaining(facts) }));
});

test.each<[string, boolean]>([
  ["hola", true],
  ["", true],
  ['"""', false],
  ['"""uno', false],
  ['"""uno\ndos', false],
  ['"""uno\ndos"""', true],
  ['"""uno"""', true],
  ['""""""', true],
  ['dice """ en medio', true],
  ['/set system """uno', false],
  ['/system """uno\n"""  ', true],
])("%j is a whole message: %s", (text, whole) => {
  expect(isWholeMessage(text)).toBe(whole);
});

test("only the quotes around a text are taken away", () => {
  expect(stripQuotes('dice """ en medio')).toBe('dice """ en medio');
  // A pipe may end before the quotes are closed.
  expect(stripQuotes('"""uno\ndos')).toBe("uno\ndos");
  expect(stripQuotes('"""\n  uno\n\n"""\n')).toBe("  uno");
});

describe("Tab", () => {
  const names = { models: async () => ["qwen3:4b", "tiny"], conversations: async () => ["last", "mi charla"] };
  test.each<[string, string, string[]]>([
    ["/he", "/he", ["/help "]],
    ["/s", "/s", ["/system ", "/set ", "/show ", "/save ", "/stats "]],
    ["/model ", "", ["qwen3:4b ", "tiny "]],
    ["/model qw", "qw", ["qwen3:4b "]],
    ["/load mi c", "mi c", ["mi charla "]],
    ["/set no", "no", ["nothink ", "nohistory "]],
    ["/set  parameter num_", "num_", ["num_predict ", "num_ctx "]],
    ["/show s", "s", ["system "]],
    ["/help x", "x", []],
    ["una frase con mod", "mod", []],
  ])("after %j", async (line, word, candidates) => {
    expect(await completeChatLine(line, names)).toEqual({ word, candidates });
  });
});
