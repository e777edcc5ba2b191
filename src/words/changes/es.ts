import type { PageCounts } from "../../core/facts/page-counts.ts";
import { version } from "../../core/facts/version.ts";
import { counted } from "../counts/es.ts";
import { createFormat } from "../format.ts";
import { registryReasons } from "../registry-reasons/es.ts";
import { services } from "../services/es.ts";
import type { Words } from "../words.ts";

const format = createFormat("es");

type ChangeCode =
  | "data-damaged"
  | "data-not-copied"
  | "data-lost"
  | "migration-failed"
  | "disk-full"
  | "nothing-before"
  | "downgrade-refused"
  | "installation-newer"
  | "unknown-image";
type ChangeNotice =
  | "change-interrupted"
  | "installation-unread"
  | "going-back"
  | "volume-superseded"
  | "image-not-refreshed"
  | "update-waiting";

const countedIn = (counts: PageCounts | null): string => (counts === null ? "ninguna base de datos" : counted(counts));

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

export const changeErrors: Pick<Words["errors"], ChangeCode> = {
  "data-damaged": ({ detail }) => ({
    message: `La base de datos de la página está dañada${detail === "" ? "" : `: ${detail}`}`,
    hint: "No se ha cambiado nada. Si tienes una copia de seguridad, recupérala: `localgpt backup list`, `localgpt restore ARCHIVO`",
  }),
  "data-not-copied": ({ from, volume, detail }) => ({
    message: `No se han podido copiar los datos de ${from} a ${volume}${detail === "" ? "" : `: ${detail}`}`,
    hint: "No se ha cambiado nada. Mira cuánto espacio queda: `localgpt check`",
  }),
  "data-lost": ({ expected, found }) => ({
    message: `Después del cambio hay menos que antes: ${countedIn(found)} en vez de ${countedIn(expected)}`,
    hint: "Mira su registro: `localgpt logs open-webui --tail 50`",
  }),
  "migration-failed": ({ detail }) => ({
    message: `Open WebUI no ha podido pasar su base de datos a la versión nueva: ${detail}`,
    hint: "Sigue con la versión que tienes hasta que salga otra",
  }),
  "disk-full": ({ place, neededBytes, freeBytes }) => ({
    message: `No hay espacio suficiente para ${place}: hacen falta ${format.bytes(neededBytes)} y quedan ${format.bytes(freeBytes)}`,
    hint: "No se ha cambiado nada. Haz sitio, por ejemplo con `localgpt models rm NOMBRE`, y vuelve a intentarlo",
  }),
  "nothing-before": ({ gone }) => ({
    message:
      gone === null
        ? "No hay nada a lo que volver: todavía no se ha actualizado ni restaurado nada"
        : `El volumen ${gone}, con los datos de antes, ya no existe`,
    hint: "Se puede recuperar una copia de seguridad: `localgpt backup list`, `localgpt restore ARCHIVO`",
  }),
  "downgrade-refused": ({ installed, wanted }) => ({
    message: `${wanted} es anterior a la versión instalada, ${installed}, y un Open WebUI más antiguo no sabe leer los datos de uno más nuevo`,
    hint: "Vuelve a la imagen y los datos de antes de la última actualización: `localgpt rollback`",
  }),
  "installation-newer": ({ path }) => ({
    message: `\`${path}\` lo escribió un localgpt más nuevo, que este (${version}) no entiende`,
    hint: "Actualiza localgpt: `localgpt self-update`",
  }),
  "unknown-image": ({ value, near }) => ({
    message: `\`${value}\` no es una imagen de este conjunto`,
    hint: `Indica el servicio y la etiqueta${near === null ? "" : ` (¿querías decir \`${near}\`?)`}: \`localgpt update --to open-webui:ETIQUETA ollama:ETIQUETA\``,
  }),
};

export const changeNotices: Pick<Words["notices"], ChangeNotice> = {
  "change-interrupted": ({ kind, phase }) =>
    phase === "filling"
      ? `${last[kind]} se cortó antes de cambiar nada: se quita lo que había empezado`
      : `${last[kind]} se cortó cerca del final: ahora se termina`,
  "installation-unread": ({ path }) =>
    `Lo anotado sobre esta instalación no se podía leer y ahora está en ${path}; todo sigue como estaba, pero \`localgpt rollback\` no tiene a qué volver`,
  "going-back": ({ kind }) => `No funciona ${changes[kind]}: se vuelve a lo que había antes`,
  "volume-superseded": ({ volume, removed }) =>
    removed
      ? `Se ha eliminado ${volume}, los datos de la penúltima versión: todo está en lo que vino después`
      : `El volumen ${volume} se conserva, pero ya no lo usa nadie. Puede que lo que hay en él no esté en ningún otro sitio; si no te hace falta: \`docker volume rm ${volume}\``,
  "image-not-refreshed": ({ image, reason }) =>
    `No se ha podido mirar si hay una imagen ${image} más nueva (${registryReasons[reason]}): se usa la que ya está aquí`,
  "update-waiting": ({ service, installed, wanted }) =>
    `${services[service]} sigue en ${installed}: \`localgpt update\` lo pasa a ${wanted} y permite volver atrás`,
};

export const changeOperations: Pick<Words["operations"], "fill-volume" | "verify-data"> = {
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

export const update: Words["update"] = {
  nothing: (images) => `Todo está al día: ${format.list(images)}`,
  plan: (steps) => `\`update\` daría ${steps === 1 ? "un paso" : `${steps} pasos`}; no se ha cambiado nada:`,
  image: ({ service, from, to, isChosen }) =>
    `${services[service]}: ${from} → ${from === to ? "una imagen más nueva con el mismo nombre" : to}${isChosen ? " (elegida por ti)" : ""}`,
  kept: (image) => `${image} se queda: la has elegido tú`,
  done: "Actualizado, y todo responde",
  counts: (counts) => `Está todo, como antes: ${countedIn(counts)}`,
  before: (volume) => `Los datos de antes se conservan en ${volume}; \`localgpt rollback\` vuelve a ellos`,
};

export const rollback: Words["rollback"] = {
  cancelled: "No se ha cambiado nada",
  plan: (steps) => `\`rollback\` daría ${steps === 1 ? "un paso" : `${steps} pasos`}; no se ha cambiado nada:`,
  done: ({ ollama, page }) => `De vuelta en ${page} y ${ollama}, con los datos de entonces`,
  kept: (volume) => `Lo escrito desde entonces se conserva en ${volume}; otro \`localgpt rollback\` regresa a ello`,
};
