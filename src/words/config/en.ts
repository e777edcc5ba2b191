import type { HelpTexts } from "../shapes.ts";

export const config = {
  headings: { setting: "Setting", value: "Value", origin: "Origin" },
  origins: { file: "file", default: "default" },
  saved: (key: string, value: string) => `${key} is now ${value}`,
  unset: (key: string, value: string) => `${key} is back to its default: ${value}`,
  same: (key: string, value: string) => `${key} was already ${value}`,
  next: "It takes effect with `localgpt up`",
};

export const configHelp = {
  config: {
    summary: "Show and change the settings",
    description: "The settings are what `up` remembers, in one readable file.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt config list", what: "all settings and where each one comes from" },
      { command: "localgpt config set model qwen3:4b", what: "choose another model" },
    ],
  },
  "config list": {
    summary: "List all settings",
    description: "Lists every setting with its value, and whether it comes from the file or is the default.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt config list", what: "all settings" }],
  },
  "config get": {
    summary: "Print one setting",
    description: "Prints the value of one setting and nothing else.",
    options: {},
    arguments: { key: "name of the setting, such as model or ollama.port" },
    examples: [{ command: "localgpt config get port", what: "the port of the page" }],
  },
  "config set": {
    summary: "Change one setting",
    description: "Checks one setting and writes it to the file. It takes effect with the next `localgpt up`.",
    options: {},
    arguments: { key: "name of the setting, such as model or ollama.port", value: "its new value" },
    examples: [
      { command: "localgpt config set context 8192", what: "longer conversations" },
      { command: "localgpt config set ollama.port 11434", what: "let editors on this machine use Ollama" },
    ],
  },
  "config unset": {
    summary: "Reset a setting to its default",
    description: "Removes one setting from the file. It takes effect with the next `localgpt up`.",
    options: {},
    arguments: { key: "name of the setting, such as model or ollama.port" },
    examples: [{ command: "localgpt config unset memory", what: "the limit that suits this machine" }],
  },
  "config path": {
    summary: "Print where the settings file is",
    description: "Prints the path of the settings file, whether it exists or not.",
    options: {},
    arguments: {},
    examples: [{ command: 'nano "$(localgpt config path)"', what: "edit it by hand" }],
  },
} satisfies HelpTexts;
