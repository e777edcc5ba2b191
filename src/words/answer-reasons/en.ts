import { pasteable } from "../phrases.ts";
import type { Words } from "../words.ts";

export const answerReasons: Words["answerReasons"] = {
  "no-memory": ({ model }) => ({
    message: `There is not enough memory for ${model}`,
    hint: `See what it needs and what would fit: \`localgpt fit ${pasteable(model)}\``,
  }),
  "cannot-chat": ({ model }) => ({
    message: `${model} cannot answer questions: it is a model for other work, such as embeddings`,
    hint: "Choose another one: `localgpt models`",
  }),
  "cannot-see": ({ model }) => ({
    message: `${model} cannot see images`,
    hint: "Choose a model that can, such as `gemma3:4b`: `localgpt pull gemma3:4b`",
  }),
  "cannot-think": ({ model }) => ({
    message: `${model} cannot think before it answers`,
    hint: "Ask again without `--think` (in a chat: `/set nothink`), or choose a model that can, such as `qwen3:4b`",
  }),
  damaged: ({ model, detail }) => ({
    message: `A file of ${model} on the disk is damaged: ${detail}`,
    hint: `Check its files and download again what is damaged: \`localgpt pull ${pasteable(model)}\``,
  }),
  busy: () => ({
    message: "Ollama has more questions waiting than it takes",
    hint: "Try again in a moment; `localgpt status` shows how busy it is",
  }),
  cut: ({ model }) => ({
    message: `The answer of ${model} broke off before its end`,
    hint: "See why: `localgpt logs ollama --tail 50`, then ask again",
  }),
  other: ({ model, detail }) => ({
    message: `${model} could not answer: ${detail}`,
    hint: "See more: `localgpt logs ollama --tail 50`",
  }),
};
