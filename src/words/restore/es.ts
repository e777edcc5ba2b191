import type { UnusableReason } from "../../core/errors/backup-errors.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { causes } from "../backup/es.ts";
import { createFormat } from "../format.ts";
import { localMoment, pasteable } from "../phrases.ts";
import type { ErrorTexts, OperationTexts } from "../shapes.ts";
import { counted } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { RestoreWords } from "./words.ts";

const format = createFormat("es");

/** A moment as this language writes it. */
export const moment = (iso: string): string => {
  const { year, month, day, time } = localMoment(iso);
  return `${day}/${month}/${year} ${time}`;
};

const models = (names: string[]): string => format.list(names.map(shortModelName));

const reasons: Record<UnusableReason, (entry: string | null, fileFormat: number | null) => string> = {
  "not-a-backup": () => "no es una copia de seguridad de localgpt",
  "newer-format": (_entry, fileFormat) => `la hizo un localgpt más nuevo (formato ${fileFormat ?? "?"})`,
  truncated: () => "está cortada: le falta el final",
  altered: (entry) => `ha sido modificada${entry === null ? "" : ` (en \`${entry}\`)`}`,
  unsafe: (entry) => `\`${entry ?? ""}\` no debería estar en una copia y se escribiría en otro sitio`,
};

export const restoreErrors: ErrorTexts<keyof typeof en.restoreErrors> = {
  "backup-missing": ({ path, problem }) => ({
    message: problem === "missing" ? `No existe el archivo \`${path}\`` : `\`${path}\` es una carpeta`,
    hint: "Tus copias: `localgpt backup list`",
  }),
  "backup-unusable": ({ path, reason, entry, format: fileFormat }) => ({
    message: `\`${path}\` no se puede restaurar: ${reasons[reason](entry, fileFormat)}`,
    hint:
      reason === "newer-format"
        ? "No se ha cambiado nada. Instala el localgpt más nuevo y vuelve a intentarlo"
        : "No se ha cambiado nada. Vuelve a copiar el archivo o usa otra copia: `localgpt backup list`",
  }),
  "backup-newer": ({ path, openWebui, installed }) => ({
    message: `\`${path}\` es de Open WebUI ${openWebui}, y la versión instalada, ${installed}, no puede leer los datos de una más nueva`,
    hint: "No se ha cambiado nada. Actualiza antes: `localgpt update`",
  }),
};

export const restoreOperations: OperationTexts<keyof typeof en.restoreOperations> = {
  "check-backup": {
    planned: ({ file }) => `comprobar ${file}`,
    doing: () => "Comprobando la copia",
    done: () => "Copia comprobada",
  },
  "restore-models": {
    planned: () => "añadir los modelos que faltan",
    doing: () => "Añadiendo los modelos que faltan",
    done: () => "Modelos añadidos",
  },
};

export const restore: RestoreWords = {
  cancelled: "No se ha cambiado nada",
  done: ({ createdAt }, counts) =>
    `La página está como el ${moment(createdAt)}${counts === null ? "" : `: ${counted(counts)}`}`,
  settings: "Los ajustes son los de la copia",
  conversations: (names) => `Conversaciones de \`localgpt chat\` recuperadas: ${format.list(names)}`,
  conversationsKept: (names) => `Ya estaban y no se cambian: ${format.list(names)}`,
  modelsAdded: (names) => `Modelos añadidos: ${models(names)}`,
  modelsKept: (names) => `Hay otra versión instalada y se conserva: ${models(names)}`,
  modelsMissing: (names) =>
    `Modelos que no están: ${models(names)}. Para descargarlos: \`localgpt pull ${names.map(shortModelName).map(pasteable).join(" ")}\``,
  page: (address) => `La página: ${address}`,
  safety: (path) => `Para volver a lo que había antes: \`localgpt restore ${pasteable(path)}\``,
  before: (volume) => `También sigue en el volumen ${volume}: \`localgpt rollback\``,
  whole: (bytes, entries) =>
    `La copia está entera: ${entries} entradas, ${format.bytes(bytes)} y todas las sumas de comprobación coinciden`,
  made: ({ createdAt, localgpt, project, note, cause }) => {
    const why = note ?? causes[cause] ?? "";
    return `Hecha el ${moment(createdAt)} con localgpt ${localgpt}, de \`${project}\`${why === "" ? "" : `: ${why}`}`;
  },
  hasSettings: "Ajustes: sí (se usan con `--with-settings` o si no hay otros)",
  hasConversations: (names) => `Conversaciones guardadas de \`localgpt chat\`: ${format.list(names)}`,
  damaged: (databases) => `Ya estaban dañadas al guardarlas: ${format.list(databases)}`,
  newer: (openWebui, installed) =>
    `Aquí todavía no se puede restaurar: es de Open WebUI ${openWebui}, más nuevo que el ${installed} instalado. Actualiza antes: \`localgpt update\``,
  bringBack: (path) => `Para recuperarla: \`localgpt restore ${pasteable(path)}\``,
};

export const restoreHelp: typeof en.restoreHelp = {
  restore: {
    summary: "Recupera una copia de seguridad",
    description:
      "Comprueba la copia byte a byte, guarda otra de lo que hay ahora y después pone en su lugar las cuentas, las conversaciones y los archivos guardados. Si la página no funciona con ellos, lo deshace todo. Los modelos y las conversaciones guardadas que faltan se añaden.",
    options: {
      check: "solo comprueba el archivo y muestra qué contiene; no necesita Docker",
      "with-settings": "usa también los ajustes de la copia, menos el nombre",
      yes: "no pregunta",
    },
    arguments: { file: "archivo escrito por `localgpt backup`" },
    examples: [
      { command: "localgpt restore --check /media/usb/localgpt.tar", what: "¿está entera? ¿qué contiene?" },
      { command: "localgpt restore /media/usb/localgpt.tar", what: "la recupera, también en otro equipo" },
    ],
  },
};
