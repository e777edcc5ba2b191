import { expect, test } from "vitest";
import { renderHelp, renderShown } from "../../../../src/commands/talk/chat-text.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import { readShown } from "../../../../src/services/clients/ollama-answers.ts";
import { words as en } from "../../../../src/words/en.ts";
import { words as es } from "../../../../src/words/es.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const style = await createStyle({ colour: false, unicode: true });
const look = { words: en, style, columns: 80, nowMs: 0, measure };

test.each([en, es])("the help fits a terminal of 80 columns ($language)", (words) => {
  const lines = renderHelp({ ...look, words }).split("\n");
  expect(lines.filter((line) => measure(line) > 80)).toEqual([]);
});

test("what is set is shown before what the model brings along, and nothing of it can move the cursor", () => {
  const conversation = {
    model: modelNamed("tiny"),
    system: "Answer in\nverse\u001b[2J",
    parameters: { temperature: 0.7 },
    think: null,
    turns: [{ role: "user" as const, content: "hola" }],
  };
  const model = readShown({
    details: { parameter_size: "3.2B", quantization_level: "Q4_K_M" },
    capabilities: ["completion", "tools"],
    parameters: 'stop "<|a|>"\nstop "<|b|>"',
    system: "its own",
  });
  const shown = { conversation, model, usedTokens: 120, contextLength: 4096 };
  expect(renderShown(shown, "info", look).split("\n")).toEqual([
    "Model        tiny, 3.2B, Q4_K_M",
    "It can       completion, tools",
    "Parameters   temperature 0.7",
    "             stop <|a|>, <|b|> (the model's own)",
    "System       Answer in",
    "             verse",
    "Messages     1",
    "Context      120 of 4096 tokens",
  ]);
  const unset = { ...shown, conversation: { ...conversation, system: null, parameters: {} } };
  expect(renderShown(unset, "system", look)).toBe("System   its own");
  const own = { ...unset, model: null };
  expect(renderShown(own, "parameters", look)).toBe("Parameters   the model's own");
});
