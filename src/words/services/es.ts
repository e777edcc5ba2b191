import type { Words } from "../words.ts";

export const services: Words["services"] = { ollama: "Ollama", "open-webui": "Open WebUI" };
