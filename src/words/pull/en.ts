import type { ErrorFacts } from "../../core/errors/errors.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { loginCommand, pasteable } from "../phrases.ts";
import type { HelpTexts, Message } from "../shapes.ts";
import { near } from "../vocabulary/en.ts";

const format = createFormat("en");

export const pull = {
  done: (model: string, sizeBytes: number | null) =>
    `${model} is ready${sizeBytes === null ? "" : ` (${format.bytes(sizeBytes)})`}`,
  next: (address: string | null) =>
    address === null ? "To chat: `localgpt up`" : `To chat, choose the model on the page: ${address}`,
};

type Facts = ErrorFacts["pull-failed"];

const what = ({ kind, name }: Facts): string => `The ${kind} \`${name}\` could not be downloaded`;

const again = (facts: Facts): string =>
  facts.kind === "model"
    ? `\`localgpt pull ${pasteable(facts.name)}\``
    : facts.isUpdate
      ? "`localgpt update`"
      : "`localgpt up`";

/** Ollama downloads in its container, which has only the proxy that it was given. */
const behindProxy = ({ kind }: Facts): string =>
  kind === "model"
    ? " and, if you use a proxy, that Docker passes it to containers (https://docs.docker.com/engine/cli/proxy/)"
    : "";

const missing = ({ remainingBytes }: Facts): string =>
  remainingBytes ? `; ${format.bytes(remainingBytes)} are still to be downloaded` : "";

export const pullReasons: Record<PullReason, (facts: Facts) => Message> = {
  "not-found": (facts) =>
    facts.kind === "model"
      ? {
          message: `The model \`${facts.name}\` does not exist${near(facts.near)}`,
          hint: "Browse the models: https://ollama.com/library",
        }
      : {
          message: `The image \`${facts.name}\` does not exist`,
          hint: "Go back to the tested images: `localgpt config unset ollama.image`, `localgpt config unset open-webui.image`",
        },
  unauthorized: (facts) => ({
    message: `${what(facts)}: it does not exist, or the registry wants you to log in`,
    hint:
      facts.kind === "model" ? "Check the name: https://ollama.com/library" : `Log in: \`${loginCommand(facts.name)}\``,
  }),
  "rate-limited": (facts) => ({
    message: `${what(facts)}: the registry allows no more downloads from this network for now`,
    hint: `Wait an hour and run the same command again${facts.kind === "image" ? `, or log in for a higher limit: \`${loginCommand(facts.name)}\`` : ""}`,
  }),
  "no-such-host": (facts) => ({
    message: `${what(facts)}: the name of the registry could not be resolved (${facts.detail})`,
    hint: `Check that this machine has internet and a working DNS${behindProxy(facts)}, then: ${again(facts)}`,
  }),
  unreachable: (facts) => ({
    message: `${what(facts)}: the registry cannot be reached (${facts.detail})`,
    hint: `Check that this machine has internet${behindProxy(facts)}, then: ${again(facts)}`,
  }),
  proxy: (facts) => ({
    message: `${what(facts)}: the proxy does not answer or does not let it through (${facts.detail})`,
    hint:
      facts.kind === "model"
        ? `Correct the proxy that Docker gives to containers (https://docs.docker.com/engine/cli/proxy/), then \`localgpt down\` and ${again(facts)}`
        : "Set Docker's proxy as described in https://docs.docker.com/engine/daemon/proxy/",
  }),
  tls: (facts) => ({
    message: `${what(facts)}: the registry's certificate is not trusted (${facts.detail})`,
    hint:
      facts.kind === "model"
        ? "Check that the date of this machine is right; if your school or company inspects traffic, make an image of Ollama that has its certificate (https://docs.ollama.com/faq) and use it: `localgpt config set ollama.image IMAGE`, then `localgpt up`"
        : "Check that the date of this machine is right; if your school or company inspects traffic, Docker needs its certificate: https://docs.docker.com/engine/security/certificates/",
  }),
  "no-space": (facts) => ({
    message: `${what(facts)}: no space is left where Docker keeps its data${missing(facts)}`,
    hint:
      facts.kind === "model"
        ? `Remove models that you do not use (\`localgpt models\`, \`localgpt models rm MODEL\`) or images that no container uses (\`docker image prune -a\`). What was downloaded is kept; then: ${again(facts)}`
        : `See what uses it with \`docker system df\` and remove images that no container uses with \`docker image prune -a\`. What was downloaded is kept; then: ${again(facts)}`,
  }),
  "wrong-platform": (facts) => ({
    message: `The ${facts.kind} \`${facts.name}\` does not exist for the processor of this Docker Engine`,
    hint: "Go back to the tested images: `localgpt config unset ollama.image`, `localgpt config unset open-webui.image`",
  }),
  corrupt: (facts) => ({
    message: `${what(facts)}: the downloaded data is damaged (${facts.detail})`,
    hint: `Try again: ${again(facts)}`,
  }),
  "needs-newer-ollama": (facts) => ({
    message: `The model \`${facts.name}\` needs a newer Ollama than ${facts.ollamaVersion ? `yours, which is ${facts.ollamaVersion}` : "yours"}`,
    hint: `Choose a newer version at https://hub.docker.com/r/ollama/ollama/tags, set it with \`localgpt config set ollama.image ollama/ollama:VERSION\`, then: \`localgpt up\`, ${again(facts)}`,
  }),
  "needs-mlx": (facts) => ({
    message: `The model \`${facts.name}\` is made for Apple's MLX and does not run in a container`,
    hint: "Choose one in GGUF format: https://ollama.com/library",
  }),
  stalled: (facts) => ({
    message: `${what(facts)}: data stopped arriving, although it was tried several times`,
    hint: `What was downloaded is kept. Resume: ${again(facts)}`,
  }),
  cut: (facts) => ({
    message: `${what(facts)}: the connection breaks off again and again${facts.detail === "" ? "" : ` (${facts.detail})`}`,
    hint: `What was downloaded is kept. Resume: ${again(facts)}`,
  }),
  other: (facts) => ({ message: `${what(facts)}: ${facts.detail}`, hint: `Try again: ${again(facts)}` }),
};

export const pullHelp = {
  pull: {
    summary: "Download models",
    description:
      "Downloads one or more models, up to three at a time, or resumes an interrupted download. First it shows how big they are and whether they fit. If one fails, the others continue. If the stack is down, only Ollama is started, and stopped again afterwards.",
    options: { force: "download even if a check fails" },
    arguments: { model: "a name from https://ollama.com/library, such as llama3.2 or qwen3:4b" },
    examples: [
      { command: "localgpt pull llama3.2", what: "one model" },
      { command: "localgpt pull llama3.2:1b qwen3:4b", what: "both at the same time" },
    ],
  },
} satisfies HelpTexts;
