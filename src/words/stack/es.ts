import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { StackWords } from "./words.ts";

const format = createFormat("es");

export const stack: StackWords = {
  ready: ({ address, changed }) =>
    changed ? `Tu ChatGPT está listo: ${address}` : `Nada que cambiar, todo está en marcha: ${address}`,
  firstAccount: "La primera cuenta que se cree ahí será la de administrador; o créala aquí: `localgpt admin create`",
  openToNetwork: (address) =>
    address === null ? "Abierta a la red, en la dirección de la máquina" : `Abierta a la red: ${address}`,
  runsOn: ({ model, gpu }) =>
    `${model === null ? "Sin modelo elegido" : `Modelo ${model}`}, ${gpu === "none" ? "en el procesador" : `en la GPU (${gpu})`}`,
  limits: ({ memoryLimitBytes, context }) => {
    const memory = memoryLimitBytes === null ? "" : `Hasta ${format.memory(memoryLimitBytes)} de memoria, `;
    return `${memory}${context} tokens de contexto`;
  },
  next: "Y ahora",
  suggestions: {
    status: { command: "localgpt status", what: "qué está en marcha y cuánto consume" },
    logs: { command: "localgpt logs", what: "qué escriben los servicios" },
    down: { command: "localgpt down", what: "parar; los modelos y las conversaciones se conservan" },
    pull: { command: "localgpt pull llama3.2", what: "descargar un modelo" },
  },
  plan: (count) => `\`up\` daría ${count === 1 ? "un paso" : `${count} pasos`}; no se ha cambiado nada:`,
  planNothing: "`up` no cambiaría nada: todo está al día",
  down: ({ project, networkKept, volumes }) => ({
    done: `${project} está parado; se han eliminado sus contenedores${networkKept === null ? " y su red" : ""}`,
    kept: `Los modelos y las conversaciones siguen en los volúmenes ${format.list(volumes)}`,
  }),
  downNothing: (project) => `${project} no estaba en marcha: no hay nada que parar`,
  volumesNone: "Tampoco hay volúmenes",
  startAgain: "Para arrancarlo otra vez: `localgpt up`",
  restarted: (services, address) =>
    `${format.list(services)} ${services.length === 1 ? "responde" : "responden"} de nuevo${address === null ? "" : `: ${address}`}`,
  composeWritten: (path) => `Archivo escrito: ${path}`,
  composeUse: (path) => `Para usarlo sin localgpt: \`docker compose -f ${pasteable(path)} up -d\``,
};
