import { serviceTitles } from "../../core/services/services.ts";
import { countedIn } from "../change/es.ts";
import { createFormat } from "../format.ts";
import { registryReasons } from "../registry/es.ts";
import type { ErrorTexts, NoticeTexts } from "../shapes.ts";
import type * as en from "./en.ts";
import type { UpdateWords } from "./words.ts";

const format = createFormat("es");

export const update: UpdateWords = {
  nothing: (images) => `Todo está al día: ${format.list(images)}`,
  plan: (steps) => `\`update\` daría ${steps === 1 ? "un paso" : `${steps} pasos`}; no se ha cambiado nada:`,
  image: ({ service, from, to, isChosen }) =>
    `${serviceTitles[service]}: ${from} → ${from === to ? "una imagen más nueva con el mismo nombre" : to}${isChosen ? " (elegida por ti)" : ""}`,
  kept: (image) => `${image} se queda: la has elegido tú`,
  done: "Actualizado, y todo responde",
  counts: (counts) => `Sigue estando todo: ${countedIn(counts)}`,
  before: (volume) => `Los datos de antes se conservan en ${volume}; \`localgpt rollback\` vuelve a ellos`,
};

export const updateErrors: ErrorTexts<keyof typeof en.updateErrors> = {
  "downgrade-refused": ({ installed, wanted }) => ({
    message: `${wanted} es anterior a la versión instalada, ${installed}, y un Open WebUI más antiguo no puede leer los datos de uno más nuevo`,
    hint: "Vuelve a la imagen y a los datos anteriores a la última actualización: `localgpt rollback`",
  }),
  "unknown-image": ({ value, near }) => ({
    message: `\`${value}\` no es una imagen de esta instalación`,
    hint: `Indica el servicio y la etiqueta${near === null ? "" : ` (¿querías decir \`${near}\`?)`}: \`localgpt update --to open-webui:TAG ollama:TAG\``,
  }),
};

export const updateNotices: NoticeTexts<keyof typeof en.updateNotices> = {
  "image-not-refreshed": ({ image, reason }) =>
    `No se ha podido mirar si hay una imagen ${image} más nueva (${registryReasons[reason]}): se usa la que ya está aquí`,
  "update-waiting": ({ service, installed, wanted }) =>
    `${serviceTitles[service]} sigue en ${installed}: \`localgpt update\` lo pasa a ${wanted} y permite volver atrás`,
};

export const updateHelp: typeof en.updateHelp = {
  update: {
    summary: "Pasa a versiones más nuevas, con vuelta atrás",
    description:
      "Pasa Ollama y Open WebUI a las versiones con las que se probó esta versión de localgpt, o a las que indiques. Antes copia los datos de la página; si la versión nueva no funciona o falta algo, la imagen y los datos se restablecen automáticamente.",
    options: {
      to: "otras versiones, como SERVICE:TAG o una imagen completa; se recuerdan para la próxima vez",
      "dry-run": "muestra qué se haría, sin hacerlo",
    },
    arguments: {},
    examples: [
      { command: "localgpt update --dry-run", what: "mira qué hay para actualizar" },
      { command: "localgpt update", what: "las versiones probadas con este localgpt" },
      { command: "localgpt update --to open-webui:v0.12.0", what: "una versión elegida por ti" },
    ],
  },
};
