import { createFormat } from "../format.ts";

const format = createFormat("en");

export const program = {
  description: "Your own private ChatGPT on this machine: Ollama and Open WebUI in Docker, with one command.",
  examples: [
    { command: "localgpt up", what: "start everything and show the address of the page" },
    { command: "localgpt pull qwen3:4b", what: "download one more model" },
    { command: "localgpt down", what: "stop; models and conversations are kept" },
  ],
  headings: {
    usage: "Usage",
    arguments: "Arguments",
    options: "Options",
    global: "Global options",
    commands: "Commands",
    examples: "Examples",
  },
  usage: { options: "options", command: "command" },
  defaultValue: (value: string) => `(default: ${value})`,
  more: "More about a command: `localgpt <command> --help`",
  global: {
    json: "print the result as JSON (and progress to stderr, one JSON object per line)",
    quiet: "print only the result and errors",
    verbose: "print more detail, and where unexpected errors come from",
    lang: "language: es or en (default: your system's)",
    project: "use another stack, with its own settings",
    version: "print the version",
    help: "show this help",
  },
};

export const general = {
  unexpected: (detail: string, version: string) => ({
    message: `Something went wrong inside localgpt ${version}: ${detail}`,
    hint: "Run the same command with `--verbose` and report what it prints",
  }),
  took: (ms: number) => `(${format.duration(ms)})`,
  failed: (what: string) => `Failed: ${what}`,
  stopping: "Stopping… press Ctrl-C again to quit at once",
  yesNo: "[y/N]",
  yesPattern: /^y(es)?$/i,
  left: (ms: number) => `${format.duration(ms)} left`,
};
