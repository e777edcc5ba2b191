import type { CheckFacts } from "../../core/facts/checks.ts";
import type { CacheCertainty } from "../../core/facts/vocabulary.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import { registryReasons } from "../registry/en.ts";
import type { ErrorTexts, HelpTexts } from "../shapes.ts";
import { near } from "../vocabulary/en.ts";
import type { FitWords } from "./words.ts";

const format = createFormat("en");

const { memory: gibibytes } = format;

type Memory = CheckFacts["model-memory"];

export const freeDisk =
  "See what uses the disk with `docker system df` and remove images that no container uses with `docker image prune -a`";

/**
 * What can be done about a model that is too large for the memory: less context, more for Ollama, more that is free.
 */
export function waysToFit(memory: Memory): string[] {
  const { neededBytes, availableBytes, limitBytes, totalBytes, largestContext, context } = memory;
  const needed = neededBytes ?? 0;
  const ways: string[] = [];
  if (largestContext !== null && largestContext < context) {
    ways.push(`give it less context (\`localgpt up --context ${largestContext}\`)`);
  }
  if (limitBytes !== null && limitBytes < needed && needed < totalBytes) {
    ways.push(`allow Ollama more memory (\`localgpt up --memory ${Math.ceil(needed / 1024 ** 3)}g\`)`);
  }
  if (availableBytes !== null && availableBytes < needed && needed < totalBytes) ways.push("close other programs");
  return ways;
}

const cacheWords: Record<CacheCertainty, string> = {
  exact: "conversation",
  "at-most": "conversation at most",
  cautious: "conversation by a cautious guess",
};

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const fit: FitWords = {
  verdict: ({ verdict, cause, memory, disk }) => {
    const model = shortModelName(memory.model);
    const needed = gibibytes(memory.neededBytes ?? 0);
    const room = gibibytes(roomOf(memory));
    if (verdict === "yes") return `Yes, ${model} fits: it needs ${needed} of memory, and there is ${room} for it`;
    if (verdict === "unknown") {
      return `Cannot tell whether ${model} fits: it needs ${needed}, and this machine has ${room} for it; the rest depends on the memory of the GPU (${memory.gpu}), which localgpt cannot measure`;
    }
    if (cause === "disk") {
      const download = `${format.bytes(disk.neededBytes)} to download, and ${format.bytes(disk.freeBytes ?? 0)} free`;
      return verdict === "no"
        ? `No, ${model} does not fit on the disk: ${download}`
        : `Just about: ${model} leaves the disk almost full: ${download}`;
    }
    if (verdict === "tight") return `Just about: ${model} needs ${needed} of memory, and now there is ${room} for it`;
    return `No, ${model} does not fit: it needs ${needed} of memory, and ${tellMost(memory)}`;
  },
  headings: { needs: "Needs", room: "There is", context: "Context", disk: "Disk", model: "Model" },
  needs: (memory) => {
    const { weightsBytes, cacheBytes, overheadBytes, certainty } = memory;
    const cache = `${cacheWords[certainty ?? "cautious"]} ${gibibytes(cacheBytes ?? 0)} (${tellTokens(memory)})`;
    const parts = [`weights ${gibibytes(weightsBytes ?? 0)}`, cache, `rest ${gibibytes(overheadBytes ?? 0)}`];
    return `${gibibytes(memory.neededBytes ?? 0)}: ${parts.join(" + ")}`;
  },
  room: ({ availableBytes, totalBytes, limitBytes }) => {
    const free =
      availableBytes === null
        ? `${gibibytes(totalBytes)} in all (how much is free is unknown)`
        : `${gibibytes(availableBytes)} free of ${gibibytes(totalBytes)}`;
    return limitBytes === null ? free : `${free}; Ollama may use ${gibibytes(limitBytes)}`;
  },
  context: ({ largestContext, trainedContext }) => {
    if (largestContext === null) return "does not fit with any now";
    const isAll = largestContext === trainedContext;
    const limit = trainedContext === null || isAll ? "" : ` (the model takes ${trainedContext})`;
    return `up to ${largestContext} tokens${isAll ? ", all that it takes" : limit}`;
  },
  disk: ({ disk, state, bytes }) => {
    const size = bytes === null ? "" : format.bytes(bytes);
    if (state === "present") return `already downloaded (${size})`;
    const free = disk.freeBytes === null ? "how much is free is unknown" : `${format.bytes(disk.freeBytes)} free`;
    return `${size} to download${state === "unknown" ? ", unless it is there already" : ""}; ${free}`;
  },
  gpu: (kind) =>
    `With the GPU (${kind}) as much as fits goes into its memory, which localgpt cannot measure: these figures are for the memory of the machine`,
  ways: (memory) => waysToFit(memory).map(capitalise),
  alternatives: (models) =>
    models.length === 0
      ? "None of the usual models fits"
      : `These fit: ${format.list(models.map(({ model, neededBytes }) => `${model} (${gibibytes(neededBytes)})`))}`,
  freeDisk,
  next: (model) => `To download it: \`localgpt pull ${pasteable(shortModelName(model))}\``,
};

function roomOf({ availableBytes, limitBytes, totalBytes }: Memory): number {
  return Math.min(availableBytes ?? totalBytes, limitBytes ?? totalBytes);
}

function tellMost({ limitBytes, limitChosen, totalBytes }: Memory): string {
  return limitChosen && limitBytes !== null && limitBytes < totalBytes
    ? `the limit is ${gibibytes(limitBytes)}`
    : `Docker has ${gibibytes(totalBytes)} in all`;
}

function tellTokens({ context, parallel, trainedContext }: Memory): string {
  const each = `${Math.min(context, trainedContext ?? context)} tokens`;
  const all = trainedContext !== null && context > trainedContext ? `${each}, all that it takes` : each;
  return parallel === 1 ? all : `${parallel} × ${all}`;
}

export const fitHelp = {
  fit: {
    summary: "Work out whether a model fits, before the download",
    description:
      "Works out the memory that a model needs and the disk space that it takes, and compares them with what there is: for the models you have, for the usual ones and, with internet, for any of the library. It also shows how much context fits and, if the model does not fit, which ones do.",
    options: { context: "tokens of the conversation that the model sees (default: those of the settings)" },
    arguments: { model: "a name from https://ollama.com/library, or one of your own" },
    examples: [
      { command: "localgpt fit llama3.1:8b", what: "does it fit with the settings as they are?" },
      { command: "localgpt fit qwen3:4b --context 32768", what: "and with long conversations?" },
      { command: "localgpt fit mistral:7b && localgpt pull mistral:7b", what: "download it only if it fits" },
    ],
  },
} satisfies HelpTexts;

export const fitErrors = {
  "size-unknown": ({ model, reason, near: similar }) => ({
    message: `Cannot tell whether \`${shortModelName(model)}\` fits: its registry did not say how large it is (${registryReasons[reason]})${near(similar)}`,
    hint: "This needs internet, except for the models that you have and the usual ones: llama3.2, qwen3:4b, gemma3:4b, mistral:7b and others",
  }),
} satisfies Partial<ErrorTexts>;
