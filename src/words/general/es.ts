import { createFormat } from "../format.ts";
import type { Words } from "../words.ts";

const format = createFormat("es");

export const general: Words["general"] = {
  unexpected: (detail, version) => ({
    message: `Algo ha ido mal dentro de localgpt ${version}: ${detail}`,
    hint: "Repite la orden con `--verbose` y comunica lo que muestre",
  }),
  took: (ms) => `(${format.duration(ms)})`,
  failed: (what) => `Ha fallado: ${what}`,
  stopping: "Parando… pulsa Ctrl-C otra vez para salir ya",
  yesNo: "[s/N]",
  yesPattern: /^(s[ií]?|y(es)?)$/i,
  left: (ms) => `quedan ${format.duration(ms)}`,
};
