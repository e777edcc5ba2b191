import { expect, test } from "vitest";
import { readStats } from "../../../../src/core/facts/answer-stats.ts";
import { composeQuestion, estimateTokens, suggestContext } from "../../../../src/core/text/question.ts";

test("what is piped in goes before the question, files between them under their names", () => {
  const piped = { name: null, text: "some notes\n" };
  const file = { name: "a.c", text: "\nint x;\n\n" };
  expect(composeQuestion("sum it up", [])).toBe("sum it up");
  expect(composeQuestion(" sum it up\n", [piped])).toBe("some notes\n\nsum it up");
  expect(composeQuestion("", [piped])).toBe("some notes");
  expect(composeQuestion("sum it up", [piped, file])).toBe("some notes\n\na.c:\n```\nint x;\n```\n\nsum it up");
});

test("a file's own fences do not end it", () => {
  const file = { name: "README.md", text: "```sh\nls\n```\n````\nx\n````" };
  expect(composeQuestion("?", [file])).toBe(`README.md:\n\`\`\`\`\`\n${file.text}\n\`\`\`\`\`\n\n?`);
});

test("a token for four bytes, and a context with room for the answer", () => {
  expect(estimateTokens("")).toBe(0);
  expect(estimateTokens("abcde")).toBe(2);
  expect(estimateTokens("ñ".repeat(4))).toBe(2);
  expect(suggestContext(5000, null)).toBe(8192);
  expect(suggestContext(8000, 131_072)).toBe(16_384);
  expect(suggestContext(8000, 12_000)).toBe(12_000);
  expect(suggestContext(8000, 8192)).toBeNull();
  expect(suggestContext(2_000_000, null)).toBeNull();
});

test("Ollama's nanoseconds as milliseconds and tokens per second", () => {
  const counters = {
    totalNs: 9.1e9,
    loadNs: 1.2e9,
    promptTokens: 26,
    promptNs: 0.25e9,
    answerTokens: 42,
    answerNs: 7e9,
  };
  expect(readStats(counters)).toEqual({
    totalMs: 9100,
    loadMs: 1200,
    promptTokens: 26,
    promptMs: 250,
    promptTokensPerSecond: 104,
    answerTokens: 42,
    answerMs: 7000,
    answerTokensPerSecond: 6,
  });
  expect(readStats({ ...counters, promptTokens: 0, promptNs: 0 }).promptTokensPerSecond).toBeNull();
});
