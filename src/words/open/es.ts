import type { ErrorTexts } from "../shapes.ts";
import type * as en from "./en.ts";

export const open: typeof en.open = {
  opened: (address) => `Abierto ${address} en el navegador`,
  byHand: (address) => `Aquí no se ha podido abrir ningún navegador. Abre tú esta dirección: ${address}`,
};

export const openErrors: ErrorTexts<keyof typeof en.openErrors> = {
  "browser-failed": ({ address }) => ({
    message: "No se ha podido abrir ningún navegador",
    hint: `Abre tú esta dirección: ${address}`,
  }),
};

export const openHelp: typeof en.openHelp = {
  open: {
    summary: "Abre la página en el navegador",
    description: "Abre la página en el navegador de este equipo y muestra su dirección.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt open", what: "abre la página" }],
  },
};
