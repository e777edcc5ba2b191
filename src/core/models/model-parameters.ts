import { LocalgptError } from "../errors/errors.ts";
import type { Expected } from "../facts/vocabulary.ts";
import { type Origin, parseContext, parseWholeNumber } from "../values/parse-values.ts";

/** How a model answers, by the names of the options; `toOllamaOptions` gives them Ollama's. */
export type ModelParameters = {
  /** 0 (always the likeliest word) to 2. */
  temperature?: number;
  /** Share of the likeliest words that are chosen from, above 0 to 1. */
  topP?: number;
  /** The longest answer, in tokens. */
  maxTokens?: number;
  /** Tokens of the conversation that the model sees. */
  context?: number;
  /** The seed of the random numbers: the same seed gives the same answer. */
  seed?: number;
};

export type ParameterName = keyof ModelParameters;

/** A parameter's option, Ollama's name for it, and how its text is parsed. */
type Parameter = { option: string; ollama: string; parse: (text: string, origin: Origin) => number };

const parameters: { [P in ParameterName]-?: Parameter } = {
  temperature: {
    option: "--temperature",
    ollama: "temperature",
    parse: (text, origin) => parseFraction(text, { above: -1, most: 2, expected: "temperature" }, origin),
  },
  topP: {
    option: "--top-p",
    ollama: "top_p",
    parse: (text, origin) => parseFraction(text, { above: 0, most: 1, expected: "top-p" }, origin),
  },
  maxTokens: {
    option: "--max-tokens",
    ollama: "num_predict",
    parse: (text, origin) => parseWholeNumber(text, { least: 1, most: 1_048_576, expected: "max-tokens" }, origin),
  },
  context: { option: "--context", ollama: "num_ctx", parse: parseContext },
  seed: {
    option: "--seed",
    ollama: "seed",
    parse: (text, origin) => parseWholeNumber(text, { least: 0, most: 2 ** 31 - 1, expected: "seed" }, origin),
  },
};

/** Every parameter, in the order in which they are shown. */
export const parameterNames = Object.keys(parameters) as ParameterName[];

/** Narrows any text to the name of a parameter. */
export function isParameterName(text: string): text is ParameterName {
  return Object.hasOwn(parameters, text);
}

/** Reads the parameters among written options (Commander's names: `topP` for `--top-p`); throws `invalid-value`. */
export function readParameters(written: Partial<Record<ParameterName, string>>): ModelParameters {
  const read: ModelParameters = {};
  for (const name of parameterNames) {
    const text = written[name];
    if (text !== undefined) read[name] = parseParameter(name, text, { name: parameters[name].option });
  }
  return read;
}

/** One parameter as a person wrote it; throws `invalid-value`, naming `origin`. */
export function parseParameter(name: ParameterName, text: string, origin: Origin): number {
  return parameters[name].parse(text, origin);
}

/** The parameters by Ollama's names, as `/api/chat` takes them in `options` and `/api/create` in `parameters`. */
export function toOllamaOptions(chosen: ModelParameters): Record<string, number> {
  return Object.fromEntries(
    parameterNames.flatMap((name) => (chosen[name] === undefined ? [] : [[parameters[name].ollama, chosen[name]]])),
  );
}

/** The name that Ollama has for a parameter, as `/api/show` and `/set parameter` write it: `num_ctx`. */
export function ollamaName(name: ParameterName): string {
  return parameters[name].ollama;
}

function parseFraction(text: string, bounds: { above: number; most: number; expected: Expected }, origin: Origin) {
  const value = /^\d{1,3}(\.\d{1,6})?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value > bounds.above && value <= bounds.most) return value;
  throw new LocalgptError("invalid-value", { ...origin, value: text, expected: bounds.expected });
}
