import type { Transfer } from "../../core/run/events.ts";
import { serviceTitles } from "../../core/services/services.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { adoptOperations } from "../adopt/es.ts";
import { askNotices } from "../ask/es.ts";
import { backupNotices, backupOperations } from "../backup/es.ts";
import { changeNotices, changeOperations } from "../change/es.ts";
import { chatNotices } from "../chat/es.ts";
import { actions } from "../docker/es.ts";
import { createFormat } from "../format.ts";
import { registryReasons, retryReasons } from "../registry/es.ts";
import { restoreOperations } from "../restore/es.ts";
import { selfUpdateOperations } from "../self-update/es.ts";
import type { CauseTexts, NoticeTexts, OperationTexts } from "../shapes.ts";
import { tellCause } from "../tell.ts";
import { uninstallNotices, uninstallOperations } from "../uninstall/es.ts";
import { updateNotices } from "../update/es.ts";

const format = createFormat("es");

const modelCount = (count: number): string => (count === 1 ? "un modelo" : `${count} modelos`);

export const causes: CauseTexts = {
  missing: () => "aún no está",
  "maybe-missing": () => "solo si falta, y eso se sabrá cuando Ollama esté en marcha",
  stopped: () => "no está en marcha",
  paused: () => "está en pausa",
  "settings-changed": ({ changed }) =>
    changed.length === 0 ? "han cambiado sus ajustes" : `han cambiado sus ajustes: ${changed.join(", ")}`,
  "image-changed": () => "ha cambiado su imagen",
  "network-changed": () => "no está conectado a la red de la instalación",
  "aliases-missing": () => "no se encuentra por su nombre en la red",
  "volume-changed": () => "sus datos están en otro volumen",
  replaced: () => "quedó de una actualización",
  requested: () => "lo has pedido",
};

export const operations: OperationTexts = {
  ...changeOperations,
  ...adoptOperations,
  ...uninstallOperations,
  ...backupOperations,
  ...restoreOperations,
  ...selfUpdateOperations,
  "pull-image": {
    planned: ({ image }) => `descargar la imagen ${image}`,
    doing: ({ image }) => `Descargando la imagen ${image}`,
    done: ({ image }) => `Imagen ${image} descargada`,
  },
  "create-network": {
    planned: ({ network }) => `crear la red ${network}`,
    doing: ({ network }) => `Creando la red ${network}`,
    done: ({ network }) => `Red ${network} creada`,
  },
  "remove-network": {
    planned: ({ network }) => `eliminar la red ${network}`,
    doing: ({ network }) => `Eliminando la red ${network}`,
    done: ({ network }) => `Red ${network} eliminada`,
  },
  "create-volume": {
    planned: ({ volume }) => `crear el volumen ${volume}`,
    doing: ({ volume }) => `Creando el volumen ${volume}`,
    done: ({ volume }) => `Volumen ${volume} creado`,
  },
  "create-container": {
    planned: ({ service }) => `crear el contenedor de ${serviceTitles[service]}`,
    doing: ({ service }) => `Creando el contenedor de ${serviceTitles[service]}`,
    done: ({ service }) => `Contenedor de ${serviceTitles[service]} creado`,
  },
  "start-container": {
    planned: ({ service }) => `arrancar ${serviceTitles[service]}`,
    doing: ({ service }) => `Arrancando ${serviceTitles[service]}`,
    done: ({ service }) => `${serviceTitles[service]} en marcha`,
  },
  "unpause-container": {
    planned: ({ service }) => `reanudar ${serviceTitles[service]}`,
    doing: ({ service }) => `Reanudando ${serviceTitles[service]}`,
    done: ({ service }) => `${serviceTitles[service]} reanudado`,
  },
  "stop-container": {
    planned: ({ service }) => `parar ${serviceTitles[service]}`,
    doing: ({ service }) => `Parando ${serviceTitles[service]}`,
    done: ({ service }) => `${serviceTitles[service]} parado`,
  },
  "remove-container": {
    planned: ({ service }) => `eliminar el contenedor de ${serviceTitles[service]}`,
    doing: ({ service }) => `Eliminando el contenedor de ${serviceTitles[service]}`,
    done: ({ service }) => `Contenedor de ${serviceTitles[service]} eliminado`,
  },
  "restart-container": {
    planned: ({ service }) => `reiniciar ${serviceTitles[service]}`,
    doing: ({ service }) => `Reiniciando ${serviceTitles[service]}`,
    done: ({ service }) => `${serviceTitles[service]} reiniciado`,
  },
  "wait-ready": {
    planned: ({ service }) => `esperar a que ${serviceTitles[service]} esté listo`,
    doing: ({ service }) => `Esperando a que ${serviceTitles[service]} esté listo`,
    done: ({ service }) => `${serviceTitles[service]} está listo`,
  },
  "ensure-model": {
    planned: ({ model }) => `descargar el modelo ${model}`,
    doing: ({ model }) => `Descargando el modelo ${model}`,
    done: ({ model }) => `Modelo ${model} listo`,
  },
  "load-model": {
    planned: ({ model }) => `cargar el modelo ${model} en memoria`,
    doing: ({ model }) => `Cargando el modelo ${model} en memoria`,
    done: ({ model }) => `Modelo ${model} cargado en memoria`,
  },
  "compare-models": {
    planned: ({ count }) => `consultar ${modelCount(count)} en el servidor de modelos`,
    doing: ({ count }) => `Consultando ${modelCount(count)} en el servidor de modelos`,
    done: ({ count }) => `Consulta al servidor de modelos terminada: ${modelCount(count)}`,
  },
};

export const notices: NoticeTexts = {
  ...askNotices,
  ...backupNotices,
  ...chatNotices,
  ...changeNotices,
  ...updateNotices,
  ...uninstallNotices,
  connected: ({ endpoint, engineVersion }) => `Conectado con Docker ${engineVersion} en ${endpoint}`,
  "waiting-for-lock": ({ pid, host, command, sinceMs }) =>
    `Esperando a \`${command}\` (proceso ${pid}${host === null ? "" : ` en ${host}`}), que lleva ${format.duration(sinceMs)} trabajando en esta instalación`,
  "lock-left-behind": ({ pid, command, waitMs }) =>
    `\`${command}\` (proceso ${pid}) se quedó a medias; se continúa en ${format.duration(waitMs)} como mucho`,
  "lock-held": ({ folder }) => `Esperando a otro localgpt, que está trabajando en ${folder}`,
  "waiting-for-docker": ({ action, waitedMs }) =>
    `Docker va lento: lleva ${format.duration(waitedMs)} sin responder al pedirle ${actions[action] ?? action}; se sigue esperando`,
  "settings-saved": ({ changed }) =>
    `Guardado para la próxima vez: ${changed.map(({ key, value }) => `${key} ${value}`).join(", ")}`,
  "files-closed": ({ folder, count }) =>
    `Otros usuarios de este equipo podían abrir ${count === 1 ? "un archivo o carpeta" : `${count} archivos y carpetas`} de localgpt en ${folder}; ahora solo tú`,
  "gpu-refused": ({ gpu, detail }) =>
    `Docker no ha podido usar la GPU (${gpu}); se sigue solo con el procesador: ${detail}`,
  retry: ({ kind, name, reason, attempt, waitMs }) =>
    `Descarga ${kind === "model" ? "del modelo" : "de la imagen"} ${name} interrumpida (${retryReasons[reason]}); intento ${attempt} dentro de ${format.duration(waitMs)}`,
  "model-present": ({ model }) => `El modelo ${model} ya estaba descargado`,
  "updates-found": ({ models }) =>
    `Se va a descargar: ${format.list(models.map(({ model, downloadBytes }) => `${model}${downloadBytes === null ? "" : ` (${format.bytes(downloadBytes)})`}`))}`,
  "page-default-set": ({ model }) => `En la página, las conversaciones nuevas empiezan ahora con ${model}`,
  "page-default-kept": ({ model, detail }) =>
    `En la página no se ha podido elegir ${model} para las conversaciones nuevas${detail === "" ? "" : ` (${detail})`}: hazlo allí con la cuenta de administrador, en Administración → Ajustes → Modelos`,
  "model-damaged": ({ model, files }) =>
    files === 1
      ? `Hay un archivo de ${model} dañado en el disco: se descarga de nuevo`
      : `Hay ${files} archivos de ${model} dañados en el disco: se descargan de nuevo`,
  "not-updated": ({ model, reason }) =>
    `No se ha podido mirar si hay una versión más nueva de ${model} (${registryReasons[reason]}): se conserva la que ya tenías`,
  "only-model": ({ model }) => `Se usa ${shortModelName(model)}, el único modelo instalado`,
  "ollama-alone": () => "Todo está parado: Ollama arranca solo para esta orden",
  "ollama-stopped": () => "Ollama vuelve a estar parado, como antes",
  "still-waiting": ({ service, waitedMs, reason }) =>
    `${serviceTitles[service]} sigue sin estar listo después de ${format.duration(waitedMs)}${reason === null ? "" : `: ${reason}`}`,
  "network-in-use": ({ network }) => `La red ${network} se conserva: la usan otros contenedores`,
  "not-sized": () => "Docker no responde: este archivo no lleva límites a la medida de tu equipo",
  recreating: ({ service, cause }) =>
    `Se vuelve a crear el contenedor de ${serviceTitles[service]} (${tellCause(cause, { causes })})`,
  "checks-forced": ({ failures }) =>
    `Se sigue aunque ${failures === 1 ? "ha fallado una comprobación" : `han fallado ${failures} comprobaciones`} (\`--force\`)`,
};

export const phases: Record<Transfer["phase"], string> = {
  starting: "preparando",
  downloading: "descargando",
  extracting: "desempaquetando",
  copying: "copiando",
  verifying: "verificando",
};
