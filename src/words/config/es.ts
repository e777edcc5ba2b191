import type * as en from "./en.ts";

export const config: typeof en.config = {
  headings: { setting: "Ajuste", value: "Valor", origin: "Origen" },
  origins: { file: "archivo", default: "predeterminado" },
  saved: (key, value) => `${key} ahora es ${value}`,
  unset: (key, value) => `${key} vuelve a su valor predeterminado: ${value}`,
  same: (key, value) => `${key} ya era ${value}`,
  next: "Se aplicará con `localgpt up`",
};

export const configHelp: typeof en.configHelp = {
  config: {
    summary: "Muestra y cambia los ajustes",
    description: "Los ajustes son lo que `up` recuerda, en un solo archivo fácil de leer.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt config list", what: "todos los ajustes y de dónde sale cada uno" },
      { command: "localgpt config set model qwen3:4b", what: "elige otro modelo" },
    ],
  },
  "config list": {
    summary: "Muestra todos los ajustes",
    description: "Muestra cada ajuste con su valor, y si viene del archivo o es el predeterminado.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt config list", what: "todos los ajustes" }],
  },
  "config get": {
    summary: "Muestra un ajuste",
    description: "Muestra el valor de un ajuste y nada más.",
    options: {},
    arguments: { key: "nombre del ajuste, por ejemplo model u ollama.port" },
    examples: [{ command: "localgpt config get port", what: "el puerto de la página" }],
  },
  "config set": {
    summary: "Cambia un ajuste",
    description: "Comprueba un ajuste y lo escribe en el archivo. Se aplica con el próximo `localgpt up`.",
    options: {},
    arguments: { key: "nombre del ajuste, por ejemplo model u ollama.port", value: "su nuevo valor" },
    examples: [
      { command: "localgpt config set context 8192", what: "conversaciones más largas" },
      { command: "localgpt config set ollama.port 11434", what: "permite que los editores del equipo usen Ollama" },
    ],
  },
  "config unset": {
    summary: "Devuelve un ajuste a su valor predeterminado",
    description: "Quita un ajuste del archivo. Se aplica con el próximo `localgpt up`.",
    options: {},
    arguments: { key: "nombre del ajuste, por ejemplo model u ollama.port" },
    examples: [{ command: "localgpt config unset memory", what: "el límite adecuado para este equipo" }],
  },
  "config path": {
    summary: "Muestra dónde está el archivo de ajustes",
    description: "Muestra la ruta del archivo de ajustes, exista o no.",
    options: {},
    arguments: {},
    examples: [{ command: 'nano "$(localgpt config path)"', what: "lo edita a mano" }],
  },
};
