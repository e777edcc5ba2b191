import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, OperationTexts } from "../shapes.ts";
import { counted, near } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { AdoptWords } from "./words.ts";

const format = createFormat("es");

const sized = (models: { model: string; bytes: number }[]): string =>
  format.list(models.map(({ model, bytes }) => `${shortModelName(model)} (${format.bytes(bytes)})`));

export const adopt: AdoptWords = {
  cancelled: "No se ha cambiado nada",
  dryRun: "No se ha cambiado nada; `adopt` haría esto:",
  plan: (steps) => `Para la página daría ${steps === 1 ? "un paso" : `${steps} pasos`}:`,
  page: ({ from, counts }) => `La página tiene ahora lo que había en ${from}: ${counted(counts)}`,
  pagePlanned: ({ from, counts }) => `copiar a la página lo que hay en ${from}: ${counted(counts)}`,
  replaced: ({ volume, counts, backup, dryRun }) =>
    `Lo que ${dryRun ? "tiene ahora" : "tenía antes"} la página (${counted(counts)}) ${dryRun ? "seguiría" : "sigue"} en ${volume}${backup === null ? "" : ` y en ${backup}`}${dryRun ? ", después de una copia de seguridad" : "; `localgpt rollback` vuelve a ello"}`,
  signIn: (address) => `Entra con una cuenta de allí: ${address}`,
  added: (models) => `Modelos añadidos: ${sized(models)}`,
  toAdd: (models) => `añadir ${sized(models)}`,
  same: (models) => `Ya estaban aquí: ${format.list(models.map(shortModelName))}`,
  other: (models) =>
    `Sin copiar, porque aquí hay otro modelo con ese nombre: ${format.list(models.map(shortModelName))}. Borra el que no quieras: \`localgpt models rm MODEL\``,
  incomplete: (model) =>
    `${shortModelName(model)} no se ha copiado: allí le falta un archivo. Descárgalo: \`localgpt pull ${pasteable(shortModelName(model))}\``,
  damaged: (model) =>
    `${shortModelName(model)} no se ha copiado: allí tiene un archivo dañado. Descárgalo: \`localgpt pull ${pasteable(shortModelName(model))}\``,
  originals: (volumes) =>
    `${format.list(volumes)} ${volumes.length === 1 ? "sigue" : "siguen"} sin cambios. Cuando no ${volumes.length === 1 ? "lo" : "los"} necesites: \`docker volume rm ${volumes.map(pasteable).join(" ")}\``,
};

export const adoptErrors: ErrorTexts<keyof typeof en.adoptErrors> = {
  "unknown-volume": ({ value, near: similar, volumes }) => ({
    message: `Docker no tiene ningún volumen \`${value}\`${near(similar)}`,
    hint:
      volumes.length === 0
        ? "Todos los volúmenes: `docker volume ls`"
        : `Los que pueden tener datos de Ollama u Open WebUI: ${format.list(volumes)}`,
  }),
  "volume-is-ours": ({ volume }) => ({
    message: `\`${volume}\` es el volumen con el que trabaja esta instalación: no hay nada que copiar`,
    hint: "Otros volúmenes: `docker volume ls`",
  }),
  "volume-in-use": ({ volume, containers }) => ({
    message: `\`${volume}\` lo está usando ${format.list(containers)}, que podría escribir en él mientras tanto`,
    hint: `Páralo antes: \`docker stop ${containers.map(pasteable).join(" ")}\``,
  }),
  "volume-refused": ({ volume, problem, detail, image }) =>
    ({
      neither: {
        message: `En \`${volume}\` no hay datos de Open WebUI ni modelos de Ollama`,
        hint: "Todos los volúmenes: `docker volume ls`",
      },
      damaged: {
        message: `La base de datos de \`${volume}\` está dañada${detail === "" ? "" : `: ${detail}`}`,
        hint: "No se ha cambiado nada",
      },
      newer: {
        message: `Los datos de \`${volume}\` son de un Open WebUI más nuevo que ${image}, que no puede leerlos (revisión ${detail})`,
        hint: "No se ha cambiado nada. Pasa antes esta instalación a esa versión: `localgpt update --to open-webui:TAG`",
      },
      second: {
        message: `\`${volume}\` tiene datos de una página, igual que \`${detail}\`, y esta instalación solo tiene una`,
        hint: "Elige uno de los dos; para el otro crea una instalación aparte: `localgpt --project NAME up`",
      },
    })[problem],
};

export const adoptHelp: typeof en.adoptHelp = {
  adopt: {
    summary: "Copia los datos de otro Ollama u Open WebUI",
    description:
      "Copia a esta instalación lo que dejó otra anterior en volúmenes de Docker: las cuentas, las conversaciones y los archivos de su página, que sustituyen a los de esta, y los modelos, que se añaden. Los originales no se tocan; de lo que tenía la página se hace antes una copia de seguridad. Los contenedores que usan esos volúmenes tienen que estar parados.",
    options: { yes: "no pregunta", "dry-run": "muestra qué se copiaría, sin hacerlo" },
    arguments: { volume: "volúmenes de la otra instalación" },
    examples: [
      { command: "localgpt adopt open-webui ollama", what: "la página y los modelos de una instalación anterior" },
      { command: "localgpt adopt school_ollama --dry-run", what: "¿qué modelos se añadirían?" },
    ],
  },
};

export const adoptOperations: OperationTexts<keyof typeof en.adoptOperations> = {
  "copy-models": {
    planned: ({ from }) => `copiar los modelos de ${from}`,
    doing: ({ from }) => `Copiando los modelos de ${from}`,
    done: ({ from }) => `Modelos de ${from} copiados`,
  },
};
