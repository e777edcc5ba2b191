import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, HelpTexts } from "../shapes.ts";
import type { TuneWords } from "./words.ts";

const format = createFormat("en");

export const tune: TuneWords = {
  made: (model, parent) => `Made ${model} from ${parent}`,
  replaced: (model, parent) => `Made ${model} again from ${parent}`,
  change: (before, after) => `${before ?? "not set"} → ${after}`,
  contextTooLong: (context, trained) =>
    `The model was trained for ${trained} tokens of context, so Ollama will not give it ${context}`,
  next: (model) =>
    `Choose it on the page, or make it the default: \`localgpt models default ${pasteable(shortModelName(model))}\``,
};

export const tuneErrors = {
  "model-exists": ({ model }) => ({
    message: `A model \`${model}\` already exists`,
    hint: "Choose another name with `--as`, or replace it: add `--force`",
  }),
  "nothing-to-change": ({ model, asked }) => ({
    message:
      asked.length === 0
        ? `Nothing makes the new model different from \`${model}\``
        : `\`${model}\` has these values already: ${format.list(asked.map((name) => `\`${name}\``))}`,
    hint: "Say what to change, for example `--temperature 0.2`; all options: `localgpt tune --help`",
  }),
} satisfies Partial<ErrorTexts>;

export const tuneHelp = {
  tune: {
    summary: "Make a model with parameters of your own",
    description:
      "Makes a new model from an installed one, with its own parameters or system prompt; the page offers it too. It takes almost no space, because the two share their files. The original does not change.",
    options: {
      as: "name of the new model",
      temperature: "creativity, from 0 to 2",
      "top-p": "share of the likeliest words to choose from, up to 1",
      "max-tokens": "longest answer, in tokens",
      context: "tokens of the conversation that the model sees",
      seed: "a whole number: the same one gives the same answer",
      system: "system prompt: what the model reads before every conversation",
      force: "replace the model of that name",
    },
    arguments: { model: "an installed model" },
    examples: [
      { command: "localgpt tune llama3.2 --as precise --temperature 0.1", what: "for facts and code" },
      {
        command: 'localgpt tune llama3.2 --as tutor --system "Guide me with questions"',
        what: "a tutor",
      },
    ],
  },
} satisfies HelpTexts;
