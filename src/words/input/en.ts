import type { Expected } from "../../core/facts/vocabulary.ts";
import { quoteIt } from "../ask/en.ts";
import { locate, pasteable } from "../phrases.ts";
import type { ErrorTexts } from "../shapes.ts";
import { near } from "../vocabulary/en.ts";

export const expected: Record<Expected, string> = {
  port: "a whole number from 1 to 65535",
  binding: "a port from 1 to 65535, or an address and a port such as `192.168.1.20:3000`",
  "yes-no": "`yes` or `no`",
  size: "a size such as `6g` or `512m`, at least `6m`",
  duration: "a duration such as `90s`, `10m` or `1h30m`",
  time: "a duration such as `10m`, or a moment such as `2026-01-31` or `2026-01-31T09:30`",
  cpus: "a number of CPUs such as `2` or `1.5`, at least `0.01`",
  context: "a whole number of tokens from 256 to 1048576",
  count: "a whole number such as `100`",
  gpu: "one of `auto`, `none`, `nvidia`, `amd` and `vulkan`",
  language: "`es` or `en`",
  "project-name": "a name of lowercase letters, digits, `-` and `_` that starts with a letter or a digit",
  "model-name": "a model name such as `llama3.2` or `llama3.2:1b`",
  "image-reference": "an image such as `ollama/ollama:0.35.1`",
  shell: "one of `bash`, `zsh`, `fish` and `powershell`",
  service: "`ollama` or `open-webui`",
  settings: "lines such as `port: 3000`",
  text: "some text",
  temperature: "a number from 0 to 2 such as `0.7`",
  "top-p": "a number above 0 and up to 1 such as `0.9`",
  "max-tokens": "a whole number of tokens from 1 to 1048576",
  seed: "a whole number from 0 to 2147483647",
  email: "an email address such as `ana@example.org`",
  "person-name": "a name of 1 to 100 characters",
  "web-address": "an address such as `https://example.org/localgpt`",
  "conversation-name":
    "a name of at most 64 letters, digits, spaces, `.`, `_` and `-` (`last` is kept by localgpt itself)",
};

const fixFile = (file: string): string =>
  `Fix the file, or remove it to start with the defaults: \`rm ${pasteable(file)}\``;

const fixLine = "Fix that line of the file, or delete it to use the default";

export const inputErrors = {
  "invalid-value": ({ name, value, expected: kind, place }) => ({
    message: locate(place, "line", "column", `\`${name}\` must be ${expected[kind]}, not \`${value}\``),
    ...(place === undefined ? {} : { hint: kind === "settings" ? fixFile(place.file) : fixLine }),
  }),
  "unknown-setting": ({ key, near: similar, place }) => ({
    message: locate(place, "line", "column", `there is no setting \`${key}\`${near(similar)}`),
    hint: "All settings: `localgpt config list`",
  }),
  "settings-syntax": ({ place, detail, twice }) => ({
    message: locate(
      place,
      "line",
      "column",
      twice === undefined ? `this is not valid YAML: ${detail}` : `\`${twice}\` appears twice`,
    ),
    hint: twice === undefined ? fixFile(place.file) : "Delete one of the two lines",
  }),
  "unknown-command": ({ value, near: similar }) => ({
    message: `There is no command \`${value}\`${near(similar === null ? null : `localgpt ${similar}`)}`,
    hint: "All commands: `localgpt --help`",
  }),
  "unknown-option": ({ value, near: similar, command }) => ({
    message: `\`${command}\` has no option \`${value}\`${near(similar)}`,
    hint: `Its options: \`${command} --help\``,
  }),
  "missing-argument": ({ name, command }) => ({
    message: `\`${command}\` needs \`${name}\``,
    hint: `How to use it: \`${command} --help\``,
  }),
  "excess-arguments": ({ value, command, quoted }) => ({
    message: `\`${command}\` does not take \`${value}\``,
    hint: quoted === undefined ? `How to use it: \`${command} --help\`` : quoteIt(quoted),
  }),
  "missing-value": ({ option, command }) => ({
    message: `\`${option}\` needs a value`,
    hint: `How to use it: \`${command} --help\``,
  }),
  "confirmation-needed": () => ({
    message: "This needs your confirmation, and there is no terminal to ask you on",
    hint: "If you mean it, add `--yes`",
  }),
  "conflicting-options": ({ first, second }) => ({
    message: `\`${first}\` and \`${second}\` cannot be used together`,
    hint: "Remove one of them",
  }),
} satisfies Partial<ErrorTexts>;
