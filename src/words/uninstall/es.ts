import type { Belonging } from "../../core/plan/plan-uninstall.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import type * as en from "./en.ts";
import type { UninstallWords } from "./words.ts";

const format = createFormat("es");

type Used = { kind: Belonging["kind"]; count?: number; users: string[] };

const users = ({ kind, count = 1, users: names }: Used): string => {
  const isFeminine = kind === "image" || kind === "network";
  const used = count === 1 ? (isFeminine ? "la" : "lo") : isFeminine ? "las" : "los";
  return names.length === 0
    ? `${used} usan otros contenedores`
    : `${used} ${names.length === 1 ? "usa el contenedor" : "usan los contenedores"} ${format.list(names)}`;
};

const fileCount = (count: number): string => (count === 1 ? "un archivo" : `${count} archivos`);

export const uninstall: UninstallWords = {
  going: (project) => `Se va a eliminar de ${project}:`,
  staying: "Se conserva:",
  kinds: {
    container: (count) => (count === 1 ? "contenedor" : "contenedores"),
    network: (count) => (count === 1 ? "red" : "redes"),
    volume: (count) => (count === 1 ? "volumen" : "volúmenes"),
    image: (count) => (count === 1 ? "imagen" : "imágenes"),
    file: (count) => (count === 1 ? "archivo" : "archivos"),
  },
  size: (kind, sizeBytes) => {
    if (sizeBytes === null) return "";
    if (kind !== "image") return ` (${format.bytes(sizeBytes)})`;
    return sizeBytes === 0 ? " (solo el nombre: la imagen tiene otros)" : ` (hasta ${format.bytes(sizeBytes)})`;
  },
  files: (names, folder) => `${format.list(names)} en ${folder}`,
  backups: (count, sizeBytes, folder) =>
    `${count === 1 ? "una copia de seguridad" : `${count} copias de seguridad`} (${format.bytes(sizeBytes)}) en ${folder}`,
  reasons: {
    data: () => "para el próximo `localgpt up`",
    "in-use": users,
    foreign: () => "no lo creó localgpt",
    needed: () => "hasta que se elimine también el resto",
    backup: () => "`uninstall` nunca borra las copias",
  },
  backupFirst: (folder, withModels) =>
    `Antes se hace una última copia de seguridad, ${withModels ? "con los modelos" : "sin los modelos (`--with-models` los añade)"}, en ${folder}`,
  noBackup: "No se hace copia de seguridad",
  nothingRemoved: "No se ha eliminado nada",
  nothingThere: (project) => `No hay nada de ${project} que eliminar`,
  dryRun: "No se ha eliminado nada",
  removed: ({ project, isAll, freedBytes }) =>
    `${isAll ? `${project} está desinstalado` : `No se ha podido eliminar todo lo de ${project}`}${freedBytes === null ? "" : `: ${format.bytes(freedBytes)} liberados`}`,
  wayBack: {
    "keep-data": () =>
      "Para instalarlo otra vez, con tus datos: `localgpt up`. Para borrar también los datos: `localgpt uninstall --purge`",
    purge: (backup) =>
      `Para empezar de cero: \`localgpt up\`. Con la copia de seguridad: \`localgpt restore ${backup === null ? "FILE" : pasteable(backup)}\``,
  },
  stuck: "Elimina los contenedores indicados y borra después el resto: `localgpt uninstall --purge`",
};

export const uninstallErrors: ErrorTexts<keyof typeof en.uninstallErrors> = {
  "name-needed": ({ project }) => ({
    message: `Esto borra todos los datos de ${project}, y no hay terminal donde preguntarte`,
    hint: `Si es lo que quieres, añade \`--yes-delete ${project}\`; qué borraría: \`localgpt uninstall --purge --dry-run\``,
  }),
  "wrong-name": ({ value, project }) => ({
    message: `\`--yes-delete\` tiene que ser \`${project}\`, el nombre del proyecto que se borra, y no \`${value}\``,
    hint: "Para otro proyecto: `localgpt --project NAME uninstall --purge`",
  }),
};

export const uninstallNotices: NoticeTexts<keyof typeof en.uninstallNotices> = {
  "still-used": ({ kind, name, users: by }) =>
    `Se conserva ${kind === "volume" ? "el volumen" : "la imagen"} ${name}: ${users({ kind, users: by })}`,
};

export const uninstallOperations: OperationTexts<keyof typeof en.uninstallOperations> = {
  "remove-leftover": {
    planned: ({ name }) => `eliminar el contenedor ${name}`,
    doing: ({ name }) => `Eliminando el contenedor ${name}`,
    done: ({ name }) => `Contenedor ${name} eliminado`,
  },
  "remove-volume": {
    planned: ({ volume }) => `borrar el volumen ${volume}`,
    doing: ({ volume }) => `Borrando el volumen ${volume}`,
    done: ({ volume }) => `Volumen ${volume} borrado`,
  },
  "remove-image": {
    planned: ({ image }) => `eliminar la imagen ${image}`,
    doing: ({ image }) => `Eliminando la imagen ${image}`,
    done: ({ image }) => `Imagen ${image} eliminada`,
  },
  "remove-files": {
    planned: ({ folder, names }) => `borrar ${fileCount(names.length)} de ${folder}`,
    doing: ({ folder, names }) => `Borrando ${fileCount(names.length)} de ${folder}`,
    done: ({ folder, names }) =>
      `${fileCount(names.length)} de ${folder}: ${names.length === 1 ? "borrado" : "borrados"}`,
  },
};

export const uninstallHelp: typeof en.uninstallHelp = {
  uninstall: {
    summary: "Lo elimina todo de Docker; conserva tus datos salvo con --purge",
    description:
      "Elimina los contenedores, su red y las imágenes, y antes pregunta. Los modelos, las cuentas, las conversaciones, los ajustes y las copias de seguridad se conservan para el próximo `up`. Con --purge hace una última copia y borra también todo eso, menos las copias. Nunca toca lo que otros usan o han creado.",
    options: {
      "keep-data": "conserva modelos, cuentas, conversaciones y ajustes (lo predeterminado)",
      purge: "los borra también; pide el nombre del proyecto",
      yes: "no pregunta; para --purge no basta",
      "yes-delete": "no pregunta: NAME es el nombre del proyecto que se borra",
      "no-backup": "no hace una última copia de seguridad antes de --purge",
      "with-models": "incluye también los modelos en esa copia",
      "dry-run": "muestra qué se eliminaría y qué se conservaría",
    },
    arguments: {},
    examples: [
      { command: "localgpt uninstall", what: "libera espacio; `localgpt up` lo recupera todo" },
      { command: "localgpt uninstall --purge --dry-run", what: "qué se borraría y cuánto ocupa" },
      { command: "localgpt uninstall --purge", what: "lo borra todo" },
    ],
  },
};
