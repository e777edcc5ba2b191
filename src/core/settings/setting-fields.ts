import { gpuChoices, languages, type ModelName } from "../facts/names.ts";
import { type ServiceName, serviceNames } from "../services/services.ts";
import { formatBinding, parseBinding } from "../values/binding.ts";
import { readModelName, shortModelName } from "../values/model-name.ts";
import {
  type Origin,
  parseChoice,
  parseContext,
  parseCpus,
  parseDurationMs,
  parseImageReference,
  parsePort,
  parseProjectName,
  parseSizeBytes,
} from "../values/parse-values.ts";
import type { Settings } from "./settings.ts";

/**
 * The settings by the names that `settings.yaml`, `config` and the options of `up` know them by; a dot stands for a
 * nested key.
 */
export const settingKeys = [
  "name",
  "port",
  "let-anyone-sign-up",
  "model",
  "context",
  "cpus",
  "memory",
  "gpu",
  "language",
  "timeout",
  "stall",
  "ollama.image",
  "ollama.port",
  "open-webui.image",
] as const;
export type SettingKey = (typeof settingKeys)[number];

/** Settings as a person wrote them, by key; null resets one to its default. */
export type SettingChanges = Partial<Record<SettingKey, string | null>>;

type Field = {
  /** Reads what a person wrote; throws `invalid-value`. */
  parse: (text: string, origin: Origin) => Partial<Settings>;
  /** The value as a person writes it. */
  format: (settings: Settings) => string;
};

const none = "none";
const auto = "auto";

type FieldMaker = (before: Settings) => Field;

/** Each service runs an image that a person may choose. */
const imageFields = Object.fromEntries(
  serviceNames.map((service): [string, FieldMaker] => [
    `${service}.image`,
    ({ images }) => ({
      parse: (text, origin) => ({ images: { ...images, [service]: parseImageReference(text, origin) } }),
      format: (settings) => settings.images[service],
    }),
  ]),
) as Record<`${ServiceName}.image`, FieldMaker>;

const fields: Record<SettingKey, FieldMaker> = {
  name: () => ({ parse: (text, origin) => ({ name: parseProjectName(text, origin) }), format: ({ name }) => name }),
  port: () => ({ parse: parseBinding, format: formatBinding }),
  "let-anyone-sign-up": () => ({
    parse: (text, origin) => ({ letAnyoneSignUp: parseChoice(text, ["yes", "no"], "yes-no", origin) === "yes" }),
    format: ({ letAnyoneSignUp }) => (letAnyoneSignUp ? "yes" : "no"),
  }),
  model: () => ({
    parse: (text, origin) => ({ model: text === none ? null : shortenModel(text, origin) }),
    format: ({ model }) => model ?? none,
  }),
  context: () => ({
    parse: (text, origin) => ({ context: parseContext(text, origin) }),
    format: ({ context }) => `${context}`,
  }),
  cpus: () => ({
    parse: (text, origin) => ({ cpus: text === none ? null : parseCpus(text, origin) }),
    format: ({ cpus }) => `${cpus ?? none}`,
  }),
  memory: () => ({
    parse: (text, origin) => ({ memoryBytes: text === auto ? null : parseSizeBytes(text, origin) }),
    format: ({ memoryBytes }) => (memoryBytes === null ? auto : formatSize(memoryBytes)),
  }),
  gpu: () => ({
    parse: (text, origin) => ({ gpu: parseChoice(text, gpuChoices, "gpu", origin) }),
    format: ({ gpu }) => gpu,
  }),
  language: () => ({
    parse: (text, origin) => ({ language: text === auto ? null : parseChoice(text, languages, "language", origin) }),
    format: ({ language }) => language ?? auto,
  }),
  timeout: () => ({
    parse: (text, origin) => ({ timeoutMs: parseDurationMs(text, origin) }),
    format: ({ timeoutMs }) => formatDuration(timeoutMs),
  }),
  stall: () => ({
    parse: (text, origin) => ({ stallMs: parseDurationMs(text, origin) }),
    format: ({ stallMs }) => formatDuration(stallMs),
  }),
  "ollama.port": () => ({
    parse: (text, origin) => ({ ollamaPort: text === none ? null : parsePort(text, origin) }),
    format: ({ ollamaPort }) => `${ollamaPort ?? none}`,
  }),
  ...imageFields,
};

/** Narrows any text to the key of a setting. */
export function isSettingKey(text: string): text is SettingKey {
  return (settingKeys as readonly string[]).includes(text);
}

/** The settings with one of them as a person wrote it; throws `invalid-value`, naming `origin`. */
export function withSetting(settings: Settings, key: SettingKey, text: string, origin: Origin): Settings {
  return { ...settings, ...fields[key](settings).parse(text.trim(), origin) };
}

/** The value of a setting as a person writes it; `withSetting` reads it back to the same. */
export function formatSetting(settings: Settings, key: SettingKey): string {
  return fields[key](settings).format(settings);
}

/** A model as the settings keep it: `llama3.2` and not `llama3.2:latest`, which means the same. */
function shortenModel(text: string, origin: Origin): ModelName {
  const name = readModelName(text, origin);
  const short = shortModelName(name);
  // A model that is called `none` would be read as no model.
  return short === none ? name : short;
}

/** A size as Compose and a person write it, whole: `6g`, `19968m`. */
export function formatSize(bytes: number): string {
  const units = ["", "k", "m", "g", "t"];
  let index = 0;
  let value = bytes;
  while (index < units.length - 1 && value % 1024 === 0) {
    value /= 1024;
    index += 1;
  }
  return `${value}${units[index]}`;
}

function formatDuration(ms: number): string {
  if (ms % 1000 !== 0) return `${ms}ms`;
  let restSeconds = ms / 1000;
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ["d", 86_400],
    ["h", 3600],
    ["m", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(restSeconds / seconds);
    if (count > 0) parts.push(`${count}${unit}`);
    restSeconds -= count * seconds;
  }
  return parts.join("");
}
