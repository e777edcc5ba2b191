import type { PageCounts } from "../../core/facts/page-counts.ts";
import { version } from "../../core/facts/version.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import { counted } from "../vocabulary/es.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

/** What is in a page's database, where it has one. */
export const countedIn = (counts: PageCounts | null): string =>
  counts === null ? "ninguna base de datos" : counted(counts);

/** Lo que se cambia de una vez, con su artículo. */
export const changes = {
  update: "la actualización",
  restore: "la restauración",
  adopt: "la adopción",
  rollback: "la vuelta atrás",
};

const last = {
  update: "La última actualización",
  restore: "La última restauración",
  adopt: "La última adopción",
  rollback: "La última vuelta atrás",
};

export const changeErrors: ErrorTexts<keyof typeof en.changeErrors> = {
  "data-damaged": ({ detail }) => ({
    message: `La base de datos de la página está dañada${detail === "" ? "" : `: ${detail}`}`,
    hint: "No se ha cambiado nada. Si tienes una copia de seguridad, recupérala: `localgpt backup list`, `localgpt restore FILE`",
  }),
  "data-not-copied": ({ from, volume, detail }) => ({
    message: `No se han podido copiar los datos de ${from} a ${volume}${detail === "" ? "" : `: ${detail}`}`,
    hint: "No se ha cambiado nada. Mira cuánto espacio queda: `localgpt check`",
  }),
  "data-lost": ({ expected, found }) => ({
    message: `Faltan datos después del cambio: hay ${countedIn(found)} en vez de ${countedIn(expected)}`,
    hint: "Mira su registro: `localgpt logs open-webui --tail 50`",
  }),
  "migration-failed": ({ detail }) => ({
    message: `Open WebUI no ha podido pasar su base de datos a la versión nueva: ${detail}`,
    hint: "Sigue con la versión que tienes hasta que salga otra",
  }),
  "disk-full": ({ place, neededBytes, freeBytes }) => ({
    message: `No hay espacio suficiente para ${place}: hacen falta ${format.bytes(neededBytes)} y quedan ${format.bytes(freeBytes)}`,
    hint: "No se ha cambiado nada. Libera espacio, por ejemplo con `localgpt models rm MODEL`, y vuelve a intentarlo",
  }),
  "installation-newer": ({ path }) => ({
    message: `\`${path}\` lo escribió un localgpt más nuevo, que este (${version}) no entiende`,
    hint: "Actualiza localgpt: `localgpt self-update`",
  }),
};

export const changeNotices: NoticeTexts<keyof typeof en.changeNotices> = {
  "change-interrupted": ({ kind, phase }) =>
    phase === "filling"
      ? `${last[kind]} se cortó antes de cambiar nada: se elimina lo que dejó a medias`
      : `${last[kind]} se cortó cerca del final: se termina ahora`,
  "installation-unread": ({ path }) =>
    `No se ha podido leer el archivo que dice qué hay instalado y se ha movido a ${path}; todo sigue en marcha, pero \`localgpt rollback\` no está disponible`,
  "going-back": ({ kind }) => `No ha funcionado ${changes[kind]}: se deshace`,
  "volume-superseded": ({ volume, removed }) =>
    removed
      ? `Se ha eliminado ${volume}, los datos de la penúltima versión: los más recientes los contienen todos`
      : `El volumen ${volume} se conserva, pero ya no lo usa nadie. Puede que su contenido no esté en ningún otro sitio; si no lo necesitas: \`docker volume rm ${volume}\``,
};

export const changeOperations: OperationTexts<keyof typeof en.changeOperations> = {
  "fill-volume": {
    planned: ({ volume, from }) => `copiar los datos de ${from} a ${volume}`,
    doing: ({ from }) => `Copiando los datos de ${from}`,
    done: ({ from }) => `Datos de ${from} copiados`,
  },
  "verify-data": {
    planned: () => "comprobar que están todas las cuentas y conversaciones",
    doing: () => "Comprobando que están todas las cuentas y conversaciones",
    done: () => "Están todas las cuentas y conversaciones",
  },
};
