import type { BackupCause } from "../../core/backup/backup-format.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import { accounts, chats, counted } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { BackupWords } from "./words.ts";

const format = createFormat("es");

const files = (names: string[]): string =>
  names.length > 3 ? `${format.list(names.slice(0, 3))} y ${names.length - 3} más` : format.list(names);

export const backupErrors: ErrorTexts<keyof typeof en.backupErrors> = {
  "backup-exists": ({ path }) => ({
    message: `\`${path}\` ya existe, y una copia de seguridad nunca se escribe encima de un archivo`,
    hint: "Elige otro nombre, o no pongas ninguno: `localgpt backup` elige uno",
  }),
  "backup-place": ({ path, problem }) => ({
    message: problem === "folder" ? `\`${path}\` es una carpeta` : `No existe la carpeta \`${path}\``,
    hint:
      problem === "folder"
        ? `Escribe el nombre de un archivo dentro de ella; por ejemplo, \`localgpt backup ${pasteable(`${path}/localgpt.tar`)}\``
        : `Créala: \`mkdir -p ${pasteable(path)}\``,
  }),
  "no-data": ({ project }) => ({
    message: `\`${project}\` todavía no tiene cuentas ni conversaciones: su página no ha arrancado nunca`,
    hint: "Ponlo en marcha: `localgpt up`",
  }),
  "data-failed": ({ problem, path, detail }) => ({
    message: {
      "no-space": `Docker se ha quedado sin espacio en el disco para copiar los datos: ${detail}`,
      locked: `La base de datos \`${path ?? ""}\` ha estado un minuto bloqueada y no se ha podido copiar`,
      other: `No se han podido leer los datos de Open WebUI${path === null ? "" : ` (\`${path}\`)`}: ${detail}`,
    }[problem],
    hint: {
      "no-space": "Libera espacio donde Docker guarda sus datos; con `docker system df` ves qué lo ocupa",
      locked: "Para la página, haz la copia y vuelve a arrancarla: `localgpt down && localgpt backup && localgpt up`",
      other: "Busca la causa con `localgpt logs open-webui` y `localgpt check`",
    }[problem],
  }),
};

export const backupOperations: OperationTexts<keyof typeof en.backupOperations> = {
  "save-backup": {
    planned: ({ file }) => `guardar una copia de seguridad en ${file}`,
    doing: () => "Guardando una copia de seguridad",
    done: () => "Copia de seguridad guardada",
  },
};

export const backupNotices: NoticeTexts<keyof typeof en.backupNotices> = {
  "backup-changed": ({ files: names }) =>
    `Estos archivos cambiaron mientras se copiaban y pueden estar incompletos: ${files(names)}. A las conversaciones no les afecta`,
  "backup-damaged": ({ databases }) =>
    `Ya estaban dañadas antes de esta copia y se han guardado tal cual: ${files(databases)}. Conserva tus copias anteriores`,
  "backup-left-out": ({ files: names }) => `No se incluye, porque no se podría restaurar: ${files(names)}`,
};

/** What backups are made for, as a clause. */
export const causes: Record<BackupCause, string> = {
  asked: "",
  update: "antes de actualizar",
  restore: "antes de restaurar",
  adopt: "antes de adoptar datos",
  rollback: "antes de volver atrás",
  uninstall: "antes de desinstalar",
  admin: "antes de cambiar cuentas",
};

export const backup: BackupWords = {
  saved: (path, bytes) => `Guardados ${format.bytes(bytes)} en ${path}`,
  has: ({ counts, openWebui, withModels, models }) => {
    const page = `Open WebUI${openWebui === null ? "" : ` ${openWebui}`}`;
    const data = counts === null ? `Los datos de ${page}` : `${counted(counts)} de ${page}`;
    const names = format.list(models.map(({ name }) => shortModelName(name)));
    if (models.length === 0) return `${data}; no había modelos`;
    return withModels ? `${data}, con los modelos: ${names}` : `${data}; de los modelos, solo los nombres: ${names}`;
  },
  removed: (paths) =>
    paths.length === 1 ? `Eliminada una copia anterior: ${paths[0]}` : `Eliminadas ${paths.length} copias anteriores`,
  next: (path) => `Puedes comprobarla cuando quieras: \`localgpt restore --check ${pasteable(path)}\``,
  headings: { when: "Hecha", size: "Tamaño", has: "Contenido", note: "Nota", file: "Archivo" },
  counted: ({ counts, withModels }) =>
    [
      ...(counts === null ? [] : [accounts(counts.accounts), chats(counts.chats)]),
      ...(withModels ? ["modelos"] : []),
    ].join(", "),
  noteOf: ({ note, cause }) => note ?? causes[cause] ?? "",
  cut: "incompleta: está cortada",
  none: "Todavía no hay copias de seguridad. Haz una: `localgpt backup`",
  kept: (folder) => `Están en ${folder}`,
};

export const backupHelp: typeof en.backupHelp = {
  backup: {
    summary: "Guarda conversaciones, cuentas y ajustes en un archivo",
    description:
      "Guarda en un solo archivo los datos de Open WebUI, los ajustes y las conversaciones guardadas, incluso mientras alguien usa la página. De los modelos guarda solo los nombres o, con --with-models, también los modelos. Sin FILE, la copia va a la carpeta de localgpt.",
    options: {
      "with-models": "guarda también los modelos (muchos gigabytes)",
      note: "una nota para reconocerla; --keep no borra las copias con nota",
      keep: "después, conserva solo las COUNT copias más recientes con nombre automático",
    },
    arguments: { file: "archivo en el que se guarda; no debe existir" },
    examples: [
      { command: "localgpt backup", what: "guarda todo menos los modelos" },
      { command: "localgpt backup /media/usb/localgpt.tar --with-models", what: "en un USB y con los modelos" },
      { command: "localgpt backup --keep 7", what: "para una tarea diaria: conserva las siete últimas" },
    ],
  },
  "backup list": {
    summary: "Muestra las copias de la carpeta de localgpt",
    description:
      "Muestra las copias de seguridad guardadas en la carpeta de localgpt: cuándo se hicieron y qué contienen.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt backup list", what: "primero la más reciente" }],
  },
};
