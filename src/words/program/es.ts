import { createFormat } from "../format.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

export const program: typeof en.program = {
  description: "Tu propio ChatGPT privado en este equipo: Ollama y Open WebUI en Docker, con una sola orden.",
  examples: [
    { command: "localgpt up", what: "arranca todo y muestra la dirección de la página" },
    { command: "localgpt pull qwen3:4b", what: "descarga otro modelo" },
    { command: "localgpt down", what: "para todo; los modelos y las conversaciones se conservan" },
  ],
  headings: {
    usage: "Uso",
    arguments: "Argumentos",
    options: "Opciones",
    global: "Opciones generales",
    commands: "Órdenes",
    examples: "Ejemplos",
  },
  usage: { options: "opciones", command: "orden" },
  defaultValue: (value) => `(valor predeterminado: ${value})`,
  more: "Más sobre una orden: `localgpt <orden> --help`",
  global: {
    json: "muestra el resultado en JSON (y el progreso por stderr, un objeto JSON por línea)",
    quiet: "muestra solo el resultado y los errores",
    verbose: "muestra más detalles y el origen de los errores inesperados",
    lang: "idioma: es o en (si no se indica, el de tu sistema)",
    project: "usa otra instalación, con sus propios ajustes",
    version: "muestra la versión",
    help: "muestra esta ayuda",
  },
};

export const general: typeof en.general = {
  unexpected: (detail, version) => ({
    message: `Algo ha ido mal dentro de localgpt ${version}: ${detail}`,
    hint: "Repite la orden con `--verbose` e informa de lo que muestre",
  }),
  took: (ms) => `(${format.duration(ms)})`,
  failed: (what) => `Ha fallado: ${what}`,
  stopping: "Parando… pulsa Ctrl-C otra vez para salir ya",
  yesNo: "[s/N]",
  yesPattern: /^(s[ií]?|y(es)?)$/i,
  left: (ms) => `quedan ${format.duration(ms)}`,
};
