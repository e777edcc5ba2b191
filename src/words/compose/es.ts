import { pasteable } from "../phrases.ts";
import type * as en from "./en.ts";

export const compose: typeof en.compose = {
  written: (path) => `Archivo escrito: ${path}`,
  use: (path) => `Para usarlo sin localgpt: \`docker compose -f ${pasteable(path)} up -d\``,
};

export const composeHelp: typeof en.composeHelp = {
  compose: {
    summary: "Muestra el archivo de Compose de la instalación",
    description:
      "Muestra el archivo de Compose que usa `up`, con comentarios. También funciona solo con `docker compose`, sin localgpt.",
    options: { output: "lo guarda en este archivo", force: "sobrescribe el archivo si ya existe" },
    arguments: {},
    examples: [
      { command: "localgpt compose", what: "lo muestra" },
      { command: "localgpt compose --output compose.yaml", what: "lo guarda; luego `docker compose up -d`" },
    ],
  },
};
