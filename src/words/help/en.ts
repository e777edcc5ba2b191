import { adminHelp } from "../admin/en.ts";
import { adoptHelp } from "../adopt/en.ts";
import { modelsHelp } from "../models/en.ts";
import { selfUpdateHelp } from "../self-update/en.ts";
import { uninstallHelp } from "../uninstall/en.ts";
import type { Words } from "../words.ts";

export const help: Words["help"] = {
  program: {
    description: "Your own private ChatGPT on this machine: Ollama and Open WebUI in Docker, with one command.",
    examples: [
      { command: "localgpt up", what: "start everything and show the address of the page" },
      { command: "localgpt pull qwen3:4b", what: "download one more model" },
      { command: "localgpt down", what: "stop; models and conversations are kept" },
    ],
  },
  headings: {
    usage: "Usage",
    arguments: "Arguments",
    options: "Options",
    global: "Global options",
    commands: "Commands",
    examples: "Examples",
  },
  usage: { options: "options", command: "command" },
  defaultValue: (value) => `(default: ${value})`,
  more: "More about a command: `localgpt COMMAND --help`",
  global: {
    json: "print the result as JSON (and progress to stderr, one JSON object per line)",
    quiet: "print only the result and errors",
    verbose: "print more detail, and where unexpected errors come from",
    lang: "language: es or en (default: your system's)",
    project: "use another stack, with its own settings",
    version: "print the version",
    help: "show this help",
  },
  up: {
    summary: "Start everything and show the address of the page",
    description:
      "Checks this machine, downloads what is missing, starts Ollama and Open WebUI and waits until both answer. Port, model, limits and GPU are remembered for next time. If it is already running, only what is needed changes.",
    options: {
      port: "port of the page on this machine, or ADDRESS:PORT to let others reach it",
      "let-anyone-sign-up": "let others reach the page though anyone can make an account there",
      model: "model to use; downloaded if missing",
      "no-model": "do not download any model",
      cpus: "CPU limit for Ollama, such as 2 or 1.5",
      memory: "memory limit for Ollama, such as 6g",
      context: "tokens of the conversation that the model sees",
      gpu: "auto, none, nvidia, amd or vulkan",
      open: "open the page in the browser when ready",
      timeout: "how long to wait for the services, such as 90s or 10m",
      force: "continue even if a check fails",
      "dry-run": "show what would be done and why, without doing it",
    },
    arguments: {},
    examples: [
      { command: "localgpt up", what: "start with the remembered settings" },
      { command: "localgpt up --model llama3.2:1b --port 8080", what: "a smaller model, another port" },
      { command: "localgpt up --memory 6g --dry-run", what: "preview what a limit would change" },
    ],
  },
  down: {
    summary: "Stop everything; models and conversations are kept",
    description:
      "Stops and removes the containers and their network. The volumes with the models and conversations are kept.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt down", what: "stop; `localgpt up` brings it all back" }],
  },
  restart: {
    summary: "Restart the services and wait until they answer",
    description:
      "Restarts both services, or the given ones, and waits until they are ready again. If one does not come back, it shows why.",
    options: { timeout: "how long to wait for the services, such as 90s or 10m" },
    arguments: { service: "ollama or open-webui; both without it" },
    examples: [
      { command: "localgpt restart", what: "restart both" },
      { command: "localgpt restart ollama", what: "only the engine; the page keeps running" },
    ],
  },
  update: {
    summary: "Move to newer versions, with a way back",
    description:
      "Moves Ollama and Open WebUI to the versions that this release of localgpt was tested with, or to the ones you name. The data of the page is copied first; if the new version does not work or anything is missing, image and data go back by themselves.",
    options: {
      to: "other versions, as SERVICE:TAG or a whole image; remembered for next time",
      "dry-run": "show what would be done, without doing it",
    },
    arguments: {},
    examples: [
      { command: "localgpt update --dry-run", what: "see what there is to update" },
      { command: "localgpt update", what: "the versions of this release" },
      { command: "localgpt update --to open-webui:v0.12.0", what: "a version of your own choice" },
    ],
  },
  rollback: {
    summary: "Go back to before the last update or restore",
    description:
      "Goes back to the images and the data of the page as they were before the last update, restore or adoption. What was written since is kept in its volume, and a second rollback returns to it.",
    options: { yes: "go on without asking", "dry-run": "show what would be done, without doing it" },
    arguments: {},
    examples: [{ command: "localgpt rollback", what: "the version and the conversations of before" }],
  },
  status: {
    summary: "Show what is running, since when and what it uses",
    description:
      "Shows the services, the address of the page, the models on disk and in memory, and the CPU and memory that each container uses.",
    options: { watch: "refresh every two seconds until Ctrl-C" },
    arguments: {},
    examples: [
      { command: "localgpt status", what: "the current state" },
      { command: "localgpt status --watch", what: "keep it on screen" },
      { command: "localgpt status --json", what: "for a program" },
    ],
  },
  logs: {
    summary: "Show the logs of the services",
    description: "Shows the logs of both services, or of the given ones, sorted by time.",
    options: {
      follow: "keep showing new lines until Ctrl-C",
      tail: "only the last N lines of each service",
      since: "only lines newer than this, such as 10m or 2026-01-31T09:30",
    },
    arguments: { service: "ollama or open-webui; both without it" },
    examples: [
      { command: "localgpt logs --tail 50", what: "the last lines of both" },
      { command: "localgpt logs ollama -f", what: "follow Ollama" },
      { command: "localgpt logs --since 10m", what: "the last ten minutes" },
    ],
  },
  open: {
    summary: "Open the page in the browser",
    description: "Opens the page in the browser of this machine and prints its address.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt open", what: "open the page" }],
  },
  ask: {
    summary: "Ask a model one question",
    description:
      "Asks a model one question and shows the answer as it comes. Text that is piped in goes before the question, with an empty line between them, or is the question where there is no other (also written `-`); files come between the two, each below its name.",
    options: {
      file: "a text or image to ask about; can be repeated; `-` waits for standard input",
      system: "what the model is to be: its role, tone or language",
      temperature: "0 to 2: low for facts and code, high for stories",
      "top-p": "above 0, up to 1: fewer or more unlikely words",
      "max-tokens": "the longest answer, in tokens",
      context: "tokens that the model sees, question and answer together",
      seed: "the same number gives the same answer",
      format: "an answer in JSON: `json` for any, or the path of a JSON schema",
      think: "have the model think first; shown on stderr, apart from the answer",
      "no-think": "have it answer at once",
      stats: "say how fast it was: tokens per second, loading time",
    },
    arguments: {
      model: "the model to ask; without it, the one in the settings, or the only one installed",
      question: "the question, in quotes",
    },
    examples: [
      { command: 'localgpt ask "What is a process?"', what: "ask the model of the settings" },
      { command: 'localgpt ask qwen3:4b "Translate: good morning"', what: "ask another one" },
      { command: 'cat notes.txt | localgpt ask "Summarise this"', what: "ask about what is piped in" },
      { command: 'localgpt ask gemma3:4b "What is this?" --file photo.jpg', what: "ask about an image" },
      { command: 'localgpt ask "Three planets" --format json | jq', what: "an answer for a program" },
    ],
  },
  chat: {
    summary: "Talk with a model in the terminal",
    description:
      "Talks with a model, message after message; it remembers what was said. Ctrl-C stops an answer, /help shows the orders inside the chat, /bye leaves. The last conversation is always kept. From a pipe, each line is a message. If the stack is down, Ollama is started for the chat alone.",
    options: {
      continue: "go on with the last conversation",
      system: "tell the model how to answer",
      temperature: "creativity, from 0 to 2",
      "top-p": "share of the likeliest words to choose from, above 0 to 1",
      "max-tokens": "the longest answer, in tokens",
      context: "tokens of the conversation that the model sees",
      seed: "the same number gives the same answers",
      think: "let the model think before it answers",
      "no-think": "let it answer at once",
    },
    arguments: { model: "an installed model; without it, the one of the settings" },
    examples: [
      { command: "localgpt chat", what: "talk with the default model" },
      { command: "localgpt chat qwen3:4b --system 'Answer in Spanish'", what: "another one, told how to answer" },
      { command: "localgpt chat --continue", what: "go on where you left off" },
    ],
  },
  pull: {
    summary: "Download models",
    description:
      "Downloads one or more models, up to three at a time, or resumes an interrupted download. First it shows how big they are and whether they fit. If one fails, the others go on. If the stack is down, only Ollama is started, and stopped again afterwards.",
    options: { force: "download even if a check fails" },
    arguments: { model: "a name from https://ollama.com/library, such as llama3.2 or qwen3:4b" },
    examples: [
      { command: "localgpt pull llama3.2", what: "one model" },
      { command: "localgpt pull llama3.2:1b qwen3:4b", what: "both at the same time" },
    ],
  },
  ...modelsHelp,
  ...adminHelp,
  ...adoptHelp,
  check: {
    summary: "Check that this machine is ready and say how to fix what is not",
    description:
      "Looks at Docker, memory, processor, disk, port, GPU and network, and shows what is fine and how to fix what is not. `up` runs the same checks.",
    options: {},
    arguments: { model: "check this model instead of the one in the settings" },
    examples: [
      { command: "localgpt check", what: "check everything" },
      { command: "localgpt check llama3.1:8b", what: "could this model be used here?" },
    ],
  },
  fit: {
    summary: "Does a model fit here? With numbers, before the download",
    description:
      "Works out the memory that a model needs and the disk space that it takes, and compares them with what there is: for the models you have, for the usual ones and, with internet, for any of the library. It also tells how much context fits and, where the model does not, which ones do.",
    options: { context: "tokens of the conversation that the model sees (default: those of the settings)" },
    arguments: { model: "a name from https://ollama.com/library, or one of your own" },
    examples: [
      { command: "localgpt fit llama3.1:8b", what: "does it fit with the settings as they are?" },
      { command: "localgpt fit qwen3:4b --context 32768", what: "and with long conversations?" },
      { command: "localgpt fit mistral:7b && localgpt pull mistral:7b", what: "download it only if it fits" },
    ],
  },
  compose: {
    summary: "Print the Compose file of the stack",
    description:
      "Prints the Compose file that `up` uses, with comments. It also works with plain `docker compose`, without localgpt.",
    options: { output: "write it to this file", force: "overwrite an existing file" },
    arguments: {},
    examples: [
      { command: "localgpt compose", what: "read it" },
      { command: "localgpt compose --output compose.yaml", what: "keep it; then `docker compose up -d`" },
    ],
  },
  backup: {
    summary: "Save conversations, accounts and settings in one file",
    description:
      "Saves Open WebUI's data, the settings and the saved chats in one file, also while people are chatting. Of the models it saves the names, and with --with-models the models themselves. Without FILE it goes into the folder of localgpt.",
    options: {
      "with-models": "save the models too (many gigabytes)",
      note: "a note to find it again by; one with a note is never removed by --keep",
      keep: "afterwards keep only so many of the backups that got their names from localgpt",
    },
    arguments: { file: "file to write, which must not exist" },
    examples: [
      { command: "localgpt backup", what: "save everything except the models" },
      { command: "localgpt backup /media/usb/localgpt.tar --with-models", what: "onto a USB stick, with the models" },
      { command: "localgpt backup --keep 7", what: "for a daily task: the last seven stay" },
    ],
  },
  restore: {
    summary: "Bring a backup back",
    description:
      "Checks every byte of a backup, makes a backup of what is there now, and then puts the saved accounts, chats and files in its place. If the page does not work with them, everything goes back by itself. Models and saved chats are added where they are missing.",
    options: {
      check: "only check the file and say what it has; needs no Docker",
      "with-settings": "take the settings of the backup too, except the name",
      yes: "do not ask",
    },
    arguments: { file: "file that `localgpt backup` wrote" },
    examples: [
      { command: "localgpt restore --check /media/usb/localgpt.tar", what: "is it whole, and what is in it?" },
      { command: "localgpt restore /media/usb/localgpt.tar", what: "bring it back, also on another computer" },
    ],
  },
  "backup list": {
    summary: "List the backups in the folder of localgpt",
    description: "Lists the backups that were given no place of their own: when they were made and what they have.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt backup list", what: "the newest first" }],
  },
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
    description: "Lists every setting with its value, and whether it is from the file or the default.",
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
  ...selfUpdateHelp,
  ...uninstallHelp,
  completion: {
    summary: "Print a script for completion with Tab",
    description:
      "Prints a script for your shell, which then completes commands, options, services and models with Tab.",
    options: {},
    arguments: { shell: "bash, zsh, fish or powershell" },
    examples: [
      { command: 'eval "$(localgpt completion bash)"', what: "bash: put it in ~/.bashrc" },
      { command: 'eval "$(localgpt completion zsh)"', what: "zsh: put it in ~/.zshrc, after compinit" },
      { command: "localgpt completion fish | source", what: "fish: put it in ~/.config/fish/config.fish" },
      {
        command: "localgpt completion powershell | Out-String | Invoke-Expression",
        what: "PowerShell: put it in $PROFILE",
      },
    ],
  },
};
