import { createFormat } from "../format.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

export const restart: typeof en.restart = {
  done: (services, address) =>
    `${format.list(services)} ${services.length === 1 ? "responde" : "responden"} de nuevo${address === null ? "" : `: ${address}`}`,
};

export const restartHelp: typeof en.restartHelp = {
  restart: {
    summary: "Reinicia los servicios y espera a que respondan",
    description:
      "Reinicia los dos servicios, o los que indiques, y espera a que estén listos. Si alguno no vuelve, muestra por qué.",
    options: { timeout: "cuánto esperar a los servicios, por ejemplo 90s o 10m" },
    arguments: { service: "ollama u open-webui; si no lo indicas, los dos" },
    examples: [
      { command: "localgpt restart", what: "reinicia los dos" },
      { command: "localgpt restart ollama", what: "solo el motor; la página sigue" },
    ],
  },
};
