import { expect, test } from "vitest";
import {
  openHarmlessAnswer,
  openLines,
  openMarkdownAnswer,
  openRawAnswer,
  openThinkingText,
} from "../../../../src/cli/terminal/answer.ts";
import type { AnswerWriter } from "../../../../src/commands/context.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import { words } from "../../../../src/words/en.ts";

const style = await createStyle({ colour: true, unicode: true });
const look = { words, style, columns: 20, nowMs: 0, measure };

/** What is written of an answer that comes in these pieces. */
async function show(open: (write: (text: string) => Promise<void>) => AnswerWriter, ...pieces: string[]) {
  let written = "";
  const answer = open(async (text) => {
    written += text;
  });
  for (const piece of pieces) await answer.write(piece);
  await answer.end();
  return written;
}

test("in a pipe an answer is what the model said, with an end to its last line", async () => {
  expect(await show(openRawAnswer, "**a**\u001b[1m", " b")).toBe("**a**\u001b[1m b\n");
  expect(await show(openRawAnswer, "a\n")).toBe("a\n");
  expect(await show(openRawAnswer)).toBe("");
});

test("what is no Markdown stays as it is on a terminal too, less what would act on it", async () => {
  expect(await show(openHarmlessAnswer, '{"a": "*x*', '\u001b[2J"}')).toBe('{"a": "*x*[2J"}\n');
});

test("with --json each piece is a line", async () => {
  expect(await show((write) => openLines(write, "answer"), "a\n", "b")).toBe('{"answer":"a\\n"}\n{"answer":"b"}\n');
  let printed = "";
  const answer = openLines(async (text) => {
    printed += text;
  }, "answer");
  await answer.end({ doneReason: "stop" });
  expect(printed).toBe('{"doneReason":"stop"}\n');
});

test("Markdown on a terminal", async () => {
  expect(await show((write) => openMarkdownAnswer(write, look), "**a", "** b")).toBe("\u001b[1ma\u001b[22m b\n");
});

test("what a model thinks has a heading, is dimmed and broken into lines, and an empty line follows", async () => {
  const shown = await show((write) => openThinkingText(write, look), "\n", "First I look at", " the\n\nquestion.\n\n");
  const dim = (text: string) => `\u001b[2m${text}\u001b[22m`;
  const spaced = (...parts: string[]) => parts.map(dim).join(dim(" "));
  expect(shown).toBe(
    [dim("Thinking:"), spaced("First", "I", "look", "at", "the"), "", dim("question."), "", ""].join("\n"),
  );
  expect(await show((write) => openThinkingText(write, look))).toBe("");
});
