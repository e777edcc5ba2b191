import type { ServiceDescription } from "./service.ts";

/** Ollama: loads language models and answers over REST. */
export const ollama = {
  name: "ollama",
  title: "Ollama",
  image: { reference: "ollama/ollama:0.35.1", downloadBytes: 3.8e9 },
  port: 11434,
  dataFolder: "/root/.ollama",
  usesProxy: true,
  takesMemory: true,
  colour: "cyan",
  // Answers that went well, Gin's list of routes, and one long line with the whole environment.
  logNoise: [
    /^\[GIN\][^|]*\|\s*[23]\d\d\s*\|/,
    /^\[GIN-debug\]/,
    /\bmsg="server config"|\bsource=routes\.go:\d+ msg="server config/,
  ],
} as const satisfies ServiceDescription;
