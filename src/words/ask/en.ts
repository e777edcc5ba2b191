import type { FileProblem } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { AskErrors, AskNotices, AskWords } from "./words.ts";

const format = createFormat("en");

export const ask: AskWords = {
  thinking: "Thinking:",
  loading: (model) => `Loading ${model} into memory…`,
  reading: (model) => `${model} is reading the question…`,
};

const problems: Record<FileProblem, (file: string) => string> = {
  missing: (file) => `There is no file ${file}`,
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

export const askErrors: AskErrors = {
  "question-missing": () => ({
    message: "There is no question to ask",
    hint: 'Write it in quotes: `localgpt ask "What is a process?"`',
  }),
  "file-unusable": ({ path, problem }) => {
    const hint = advice[problem];
    const message = problems[problem](path === null ? "what was piped in" : `\`${path}\``);
    return { message: message.charAt(0).toUpperCase() + message.slice(1), ...(hint === null ? {} : { hint }) };
  },
  "schema-invalid": ({ path, problem, detail }) => ({
    message: {
      missing: `\`--format\` must be \`json\` or the path of a JSON schema, and there is no file \`${path}\``,
      syntax: `\`${path}\` is not valid JSON: ${detail}`,
      "no-object": `\`${path}\` is not a JSON schema: it must be an object, such as \`{"type": "object"}\``,
    }[problem],
    hint: "For any JSON: `--format json`",
  }),
};

export const askNotices: AskNotices = {
  "waiting-for-input": () => "Waiting for text on standard input; end it with Ctrl-D, or stop with Ctrl-C",
  "input-not-waited": ({ waitedMs }) =>
    `Nothing came through the pipe in ${format.duration(waitedMs)}, so the question goes without it; to wait for it, add \`--file -\``,
  "text-too-long": ({ model, tokens, context, suggested }) =>
    `The text has about ${tokens} tokens and ${model} sees ${context}, so Ollama cuts it; ` +
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
      `all together: ${format.duration(totalMs)}`,
    ].join("; ");
  },
};

/** What to do about a question that has no quotes around it. */
export const quoteIt = (quoted: string): string => `Put the question in quotes: \`localgpt ask ${pasteable(quoted)}\``;
