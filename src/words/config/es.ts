import type { Words } from "../words.ts";

export const config: Words["config"] = {
  headings: { setting: "Ajuste", value: "Valor", origin: "Origen" },
  origins: { file: "archivo", default: "predeterminado" },
  saved: (key, value) => `${key} ahora es ${value}`,
  unset: (key, value) => `${key} vuelve a su valor predeterminado: ${value}`,
  same: (key, value) => `${key} ya era ${value}`,
  next: "Se aplicará con `localgpt up`",
};
