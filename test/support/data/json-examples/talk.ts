import type { AskResult } from "../../../../src/commands/talk/ask.ts";

/** A piece of an answer, as it comes. */
type Piece = { answer: string } | { thinking: string };

/**
 * What the commands of `commands/talk` print with `--json`, as docs/json.md shows it: each held to its type, which is
 * what is printed.
 */
export const talkExamples = {
  ask: [
    { thinking: "The user" } satisfies Piece,
    { answer: "A process" } satisfies Piece,
    { answer: " is" } satisfies Piece,
    {
      model: "qwen3:4b",
      doneReason: "stop",
      stats: {
        totalMs: 9100,
        loadMs: 1200,
        promptTokens: 26,
        promptMs: 250,
        promptTokensPerSecond: 104,
        answerTokens: 42,
        answerMs: 7000,
        answerTokensPerSecond: 6,
      },
    } satisfies AskResult,
  ],
  chat: [
    { answer: "A process is a program that runs." } satisfies Piece,
    { model: "llama3.2:latest", doneReason: "stop", stats: null } satisfies AskResult,
  ],
};
