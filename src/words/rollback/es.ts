import { createFormat } from "../format.ts";
import type { ErrorTexts } from "../shapes.ts";
import type * as en from "./en.ts";
import type { RollbackWords } from "./words.ts";

const format = createFormat("es");

export const rollback: RollbackWords = {
  cancelled: "No se ha cambiado nada",
  plan: (steps) => `\`rollback\` daría ${steps === 1 ? "un paso" : `${steps} pasos`}; no se ha cambiado nada:`,
  done: (images) => `De vuelta en ${format.list(images)}, con los datos de entonces`,
  kept: (volume) => `Lo escrito desde entonces se conserva en ${volume}; otro \`localgpt rollback\` vuelve a ello`,
};

export const rollbackErrors: ErrorTexts<keyof typeof en.rollbackErrors> = {
  "nothing-before": ({ gone }) => ({
    message:
      gone === null
        ? "No hay un estado anterior: todavía no se ha actualizado ni restaurado nada"
        : `El volumen ${gone}, con los datos anteriores, ya no existe`,
    hint: "Se puede recuperar una copia de seguridad: `localgpt backup list`, `localgpt restore FILE`",
  }),
};

export const rollbackHelp: typeof en.rollbackHelp = {
  rollback: {
    summary: "Deshace la última actualización, restauración o adopción",
    description:
      "Vuelve a las imágenes y a los datos de la página anteriores a la última actualización, restauración o adopción. Lo escrito desde entonces se conserva en su volumen, y un segundo rollback vuelve a ello.",
    options: { yes: "no pregunta", "dry-run": "muestra qué se haría, sin hacerlo" },
    arguments: {},
    examples: [{ command: "localgpt rollback", what: "la versión y las conversaciones anteriores" }],
  },
};
