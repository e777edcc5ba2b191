import type { PullReason } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, HelpTexts } from "../shapes.ts";
import { near, tellShare } from "../vocabulary/en.ts";
import type { ModelsWords } from "./words.ts";

const format = createFormat("en");

const size = (bytes: number | null): string => (bytes === null ? "" : ` (${format.bytes(bytes)})`);

const capabilities: Record<string, string> = {
  completion: "answers questions",
  vision: "sees images",
  tools: "uses tools",
  thinking: "thinks before it answers",
  embedding: "turns text into numbers",
  insert: "fills in code",
};

const reasons: Partial<Record<PullReason, (detail: string) => string>> = {
  unauthorized: () => "it denied access to this machine",
  "rate-limited": () => "it accepts no more requests from this network for now",
  "no-such-host": (detail) => `its name could not be resolved (${detail})`,
  unreachable: (detail) => `it cannot be reached (${detail})`,
  proxy: (detail) => `the proxy does not let it through (${detail})`,
  tls: (detail) => `its certificate is not trusted (${detail})`,
  "needs-newer-ollama": () => "it needs a newer Ollama",
};

export const models: ModelsWords = {
  headings: {
    model: "Model",
    size: "Size",
    parameters: "Parameters",
    quantization: "Quantization",
    context: "Context",
    modified: "Modified",
    loaded: "In memory",
    family: "Family",
    capabilities: "Can do",
    parent: "Made from",
    sets: "Own parameters",
    system: "System prompt",
    license: "License",
    digest: "Digest",
  },
  none: "No model is installed yet. Download one: `localgpt pull llama3.2`",
  defaultMark: "* the default model",
  defaultMissing: (model) =>
    `The default model, ${model}, is not installed: \`localgpt up\` downloads it, \`localgpt models default MODEL\` chooses another`,
  isDefault: "the default model",
  inMemory: ({ sizeBytes, gpuShare, untilMs }) =>
    `${format.memory(sizeBytes)}, ${tellShare(gpuShare)}, ${untilMs === null ? "until you unload it" : `for ${format.duration(untilMs)} more`}`,
  notInMemory: "no",
  capabilities: (names) => format.list(names.map((name) => capabilities[name] ?? name)),
  nothingRemoved: "Nothing was deleted",
  removed: (names, freedBytes) =>
    `Deleted ${format.list(names)}${freedBytes === null ? "" : `: ${format.bytes(freedBytes)} freed`}`,
  notRemoved: (model) => `${model} was not deleted`,
  removedDefault: (model) =>
    `${model} was your default model: the next \`localgpt up\` would download it again. Choose another one: \`localgpt models default MODEL\``,
  update: {
    outdated: (model, bytes) => `${model} has a newer version${size(bytes)}`,
    updated: (model, bytes) => `${model} is up to date again${size(bytes)}`,
    current: (names) => `Up to date: ${format.list(names)}`,
    local: (model, parent) =>
      parent === null
        ? `${model} is not in a registry, so it cannot be updated`
        : `${model} was made here from ${parent}, so it cannot be updated`,
    notCompared: (names, reason, detail) =>
      `Could not ask the registry about ${format.list(names)}: ${reasons[reason]?.(detail) ?? detail}`,
    notComparedHint: "Check that this machine is online, then run the same command again",
    wouldDownload: (bytes) => `An update would download ${format.bytes(bytes)}; nothing has been changed`,
    wouldChangeNothing: "An update would change nothing",
    nothingNew: "Nothing to update",
  },
  default: {
    changed: (model, before) => `${model} is the default model now${before === "none" ? "" : `, instead of ${before}`}`,
    same: (model) => `${model} was already the default model`,
    pageSet: (before) =>
      `New chats on the page start with it${before === null ? "" : `, and no longer with ${before}`}; reload the page to see it`,
    pageSame: "New chats on the page start with it already",
    pageLater: "The page is not running: new chats will start with it after the next `localgpt up`",
    pageByHand: (detail) =>
      `On the page it could not be changed${detail === "" ? "" : ` (${detail})`}. As the administrator, choose it there in Admin Panel → Settings → Models`,
    accounts: "Accounts that chose a default model of their own on the page keep it",
  },
  loaded: (model, facts) => `${model} ${facts.wasLoaded ? "was already" : "is"} in memory: ${models.inMemory(facts)}`,
  loadedAndGone: (model) => `${model} was loaded, but is no longer in memory: another model may have needed the space`,
  unloaded: (model, bytes) => `${model} is out of memory: ${format.memory(bytes)} freed`,
  wasNotLoaded: (model) => `${model} was not in memory`,
  stillLoaded: (model) => `${model} is still answering; it will be unloaded when it finishes`,
};

export const modelsHelp = {
  models: {
    summary: "Show and manage the models on disk",
    description:
      "Without a command, it lists the models: size, parameters, quantization, the context they were trained for, and which are in memory. If the stack is down, only Ollama is started, and stopped again afterwards.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt models", what: "what is on disk and in memory" },
      { command: "localgpt models rm tiny", what: "delete a model" },
      { command: "localgpt models update --all --dry-run", what: "what has a newer version" },
    ],
  },
  "models list": {
    summary: "List the models on disk",
    description: "Lists the models on disk, the most recently changed first, and how much memory the loaded ones take.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt models list", what: "the same as `localgpt models`" },
      { command: "localgpt models list --json", what: "for a program" },
    ],
  },
  "models show": {
    summary: "Show everything about a model",
    description: "Shows what a model can do, what it was made from and which parameters and system prompt it sets.",
    options: {},
    arguments: { model: "an installed model" },
    examples: [{ command: "localgpt models show llama3.2", what: "everything about one model" }],
  },
  "models rm": {
    summary: "Delete models from the disk",
    description:
      "Deletes models after asking, and shows how much space that freed. Files that other models use are kept. If one name does not exist, nothing is deleted.",
    options: { yes: "do not ask" },
    arguments: { model: "installed models" },
    examples: [
      { command: "localgpt models rm qwen3:4b", what: "one model" },
      { command: "localgpt models rm qwen3:4b gemma3:4b --yes", what: "two, without asking" },
    ],
  },
  "models update": {
    summary: "Download newer versions of models",
    description:
      "Compares models with their registry and downloads those that are newer there. It shows the size before it downloads. The old version stays until the new one is complete. Models made with `tune` are left alone.",
    options: { all: "every installed model", "dry-run": "show what is newer, without downloading it" },
    arguments: { model: "installed models" },
    examples: [
      { command: "localgpt models update llama3.2", what: "one model" },
      { command: "localgpt models update --all --dry-run", what: "only look" },
    ],
  },
  "models default": {
    summary: "Choose the model that chats start with",
    description:
      "Writes the setting `model` and, on the page, makes new chats start with this model. Accounts that chose a default model of their own on the page keep it.",
    options: {},
    arguments: { model: "an installed model" },
    examples: [{ command: "localgpt models default qwen3:4b", what: "chat with another model from now on" }],
  },
  "models load": {
    summary: "Load a model into memory",
    description:
      "Loads a model, so that the first answer does not have to wait for it, and shows how much memory it takes and for how long.",
    options: {},
    arguments: { model: "an installed model" },
    examples: [{ command: "localgpt models load llama3.2", what: "before a class begins" }],
  },
  "models unload": {
    summary: "Take a model out of memory",
    description: "Frees the memory that a model takes. It stays on disk, and the next question loads it again.",
    options: {},
    arguments: { model: "an installed model" },
    examples: [{ command: "localgpt models unload llama3.2", what: "free its memory" }],
  },
} satisfies HelpTexts;

export const modelErrors = {
  "unknown-model": ({ value, near: similar, installed }) => ({
    message: `The model \`${value}\` is not installed${near(similar)}`,
    hint:
      installed.length === 0
        ? `No model is installed yet. Download it: \`localgpt pull ${pasteable(value)}\``
        : `Installed: ${format.list(installed)}. Download it: \`localgpt pull ${pasteable(value)}\``,
  }),
} satisfies Partial<ErrorTexts>;
