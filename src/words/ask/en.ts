import type { ErrorFacts } from "../../core/errors/errors.ts";
import type { AnswerReason, FileProblem } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, HelpTexts, Message, NoticeTexts } from "../shapes.ts";
import type { AskWords } from "./words.ts";

const format = createFormat("en");

export const ask: AskWords = {
  thinking: "Thinking:",
  loading: (model) => `Loading ${model} into memory…`,
  reading: (model) => `${model} is reading the question…`,
};

const problems: Record<FileProblem, (file: string) => string> = {
  missing: (file) => `The file ${file} does not exist`,
  folder: (file) => `${file} is a folder`,
  denied: (file) => `You are not allowed to read ${file}`,
  neither: (file) => `${file} is neither text nor an image (PNG, JPEG, WebP or GIF)`,
  empty: (file) => `${file} is empty`,
  "too-large": (file) => `${file} is larger than 32 MiB, more than any model can read`,
};

const advice: Record<FileProblem, string | null> = {
  missing: "Check the path; names with spaces need quotes",
  folder: "Name the files in it one by one",
  denied: "Check who owns it",
  neither: 'Turn it into text first, for a PDF: `pdftotext FILE.pdf - | localgpt ask "QUESTION"`',
  empty: null,
  "too-large": 'Ask about a part of it: `head -c 10000 FILE | localgpt ask "QUESTION"`',
};

export const askErrors = {
  "question-missing": () => ({
    message: "The question is missing",
    hint: 'Write it in quotes: `localgpt ask "What is a process?"`',
  }),
  "file-unusable": ({ path, problem }) => {
    const hint = advice[problem];
    const message = problems[problem](path === null ? "the piped input" : `\`${path}\``);
    return { message: message.charAt(0).toUpperCase() + message.slice(1), ...(hint === null ? {} : { hint }) };
  },
  "schema-invalid": ({ path, problem, detail }) => ({
    message: {
      missing: `\`--format\` must be \`json\` or the path of a JSON schema, and the file \`${path}\` does not exist`,
      syntax: `\`${path}\` is not valid JSON: ${detail}`,
      "no-object": `\`${path}\` is not a JSON schema: it must be an object, such as \`{"type": "object"}\``,
    }[problem],
    hint: "For any JSON: `--format json`",
  }),
} satisfies Partial<ErrorTexts>;

export const askNotices = {
  "waiting-for-input": () => "Waiting for text on standard input; end it with Ctrl-D, or stop with Ctrl-C",
  "input-not-waited": ({ waitedMs }) =>
    `Nothing came through the pipe in ${format.duration(waitedMs)}, so the question is sent without it; to wait for it, add \`--file -\``,
  "text-too-long": ({ model, tokens, context, suggested }) =>
    `The text has about ${tokens} tokens, but ${model} sees only ${context}, so Ollama cuts it; ` +
    (suggested === null
      ? "ask about a part of it"
      : `ask again with \`--context ${suggested}\` (it needs more memory)`),
  "answer-cut": ({ model, tokens, context }) =>
    `The answer stops after ${tokens} tokens because the context of ${model} is full; ask again with \`--context ${context * 2}\``,
  "answer-stats": ({ stats }) => {
    const rate = (value: number | null) => (value === null ? "" : ` at ${format.number(value)} tokens/s`);
    const { answerTokens, answerTokensPerSecond, promptTokens, promptTokensPerSecond, loadMs, totalMs } = stats;
    return [
      `Answer: ${answerTokens} tokens${rate(answerTokensPerSecond)}`,
      `question: ${promptTokens} tokens${rate(promptTokensPerSecond)}`,
      `loading the model: ${format.duration(loadMs)}`,
      `total: ${format.duration(totalMs)}`,
    ].join("; ");
  },
} satisfies Partial<NoticeTexts>;

/** What to do about a question that has no quotes around it. */
export const quoteIt = (quoted: string): string => `Put the question in quotes: \`localgpt ask ${pasteable(quoted)}\``;

export const answerReasons: Record<AnswerReason, (facts: ErrorFacts["answer-failed"]) => Message> = {
  "no-memory": ({ model }) => ({
    message: `Not enough memory for ${model}`,
    hint: `See what it needs and what would fit: \`localgpt fit ${pasteable(model)}\``,
  }),
  "cannot-chat": ({ model }) => ({
    message: `${model} cannot answer questions: it is a model for other tasks, such as embeddings`,
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
    hint: `Check its files and download the damaged ones again: \`localgpt pull ${pasteable(model)}\``,
  }),
  busy: () => ({
    message: "Ollama's queue of questions is full",
    hint: "Try again in a moment; `localgpt status` shows how busy it is",
  }),
  cut: ({ model }) => ({
    message: `The answer of ${model} broke off before the end`,
    hint: "See why: `localgpt logs ollama --tail 50`, then ask again",
  }),
  other: ({ model, detail }) => ({
    message: `${model} could not answer: ${detail}`,
    hint: "See more: `localgpt logs ollama --tail 50`",
  }),
};

export const askHelp = {
  ask: {
    summary: "Ask a model one question",
    description:
      "Asks a model one question and shows the answer as it comes. Piped text goes before the question, after an empty line, or is the question if you give none (also written `-`); files come between the two, each below its name.",
    options: {
      file: "a text or image to ask about; can be repeated; `-` waits for standard input",
      system: "system prompt: the role, tone or language of the model",
      temperature: "0 to 2: low for facts and code, high for stories",
      "top-p": "above 0, up to 1: how many unlikely words are allowed",
      "max-tokens": "the longest answer, in tokens",
      context: "tokens that the model sees, question and answer together",
      seed: "the same number gives the same answer",
      format: "answer in JSON: `json` for any JSON, or the path of a JSON schema",
      think: "have the model think first; shown on stderr, apart from the answer",
      "no-think": "have it answer at once",
      stats: "show how fast it was: tokens per second, loading time",
    },
    arguments: {
      model: "the model to ask; without it, the one in the settings, or the only one installed",
      question: "the question, in quotes",
    },
    examples: [
      { command: 'localgpt ask "What is a process?"', what: "ask the model in the settings" },
      { command: 'localgpt ask qwen3:4b "Translate: good morning"', what: "ask another model" },
      { command: 'cat notes.txt | localgpt ask "Summarise this"', what: "ask about piped text" },
      { command: 'localgpt ask gemma3:4b "What is this?" --file photo.jpg', what: "ask about an image" },
      { command: 'localgpt ask "Three planets" --format json | jq', what: "an answer for a program" },
    ],
  },
} satisfies HelpTexts;
