import { createFormat } from "../format.ts";
import { services } from "../services/es.ts";
import type { ExitWords, OpenWords, PullWords, StatusWords } from "./words.ts";

const format = createFormat("es");

export const exits: ExitWords = {
  clean: () => "terminó sin errores",
  failed: ({ exitCode }) => `terminó con un error (código de salida ${exitCode})`,
  "out-of-memory": ({ exitCode, memoryLimitBytes }) =>
    memoryLimitBytes === null
      ? `se quedó sin memoria (código de salida ${exitCode})`
      : `necesitaba más de sus ${format.memory(memoryLimitBytes)} de memoria (código de salida ${exitCode})`,
  killed: ({ exitCode }) => `se cerró a la fuerza, casi siempre por falta de memoria (código de salida ${exitCode})`,
  "bad-instruction": ({ exitCode }) =>
    `al procesador de este equipo le falta una instrucción que necesita, casi siempre AVX (código de salida ${exitCode})`,
  crashed: ({ exitCode }) => `se cerró por un fallo (código de salida ${exitCode})`,
  stopped: ({ exitCode }) => `se le pidió que parara (código de salida ${exitCode})`,
  "not-executable": ({ exitCode }) => `su programa no se puede ejecutar en este equipo (código de salida ${exitCode})`,
  "not-found": ({ exitCode }) => `su programa no está en la imagen (código de salida ${exitCode})`,
  "engine-failed": ({ exitCode }) => `Docker no pudo arrancarlo (código de salida ${exitCode})`,
};

export const status: StatusWords = {
  states: {
    ready: "listo",
    starting: "arrancando",
    restarting: "se reinicia sin parar",
    unhealthy: "no responde",
    paused: "en pausa",
    created: "sin arrancar",
    stopped: "parado",
    missing: "sin contenedor",
  },
  overall: {
    running: "en marcha",
    starting: "arrancando",
    partial: "en marcha solo en parte",
    stopped: "parado",
    absent: "no está en marcha",
  },
  headings: {
    service: "Servicio",
    state: "Estado",
    since: "Desde",
    cpu: "CPU",
    memory: "Memoria",
    address: "Dirección",
    models: "Modelos",
    volumes: "Volúmenes",
    file: "Archivo Compose",
    context: "Contexto",
    docker: "Docker",
  },
  openToNetwork: "abierta a la red",
  ofLimit: (used, limit) => `${used} de ${limit}`,
  restarts: (count) => `reiniciado ${count === 1 ? "una vez" : `${count} veces`}`,
  model: ({ sizeBytes, parameterSize, quantization }) =>
    [format.bytes(sizeBytes), parameterSize, quantization].filter((part) => part !== null).join(", "),
  inMemory: ({ sizeBytes, gpuShare, untilMs }) =>
    `en memoria: ${format.memory(sizeBytes)}, ${tellShare(gpuShare)}${untilMs === null ? "" : `, ${format.duration(untilMs)} más`}`,
  noModels: "todavía ninguno",
  modelsUnknown: "no se sabe mientras Ollama no responda",
  tokens: (count) => `${count} tokens`,
  engine: (version, endpoint) => `${version} en ${endpoint}`,
  kept: (volumes) => `Los modelos y las conversaciones siguen en ${format.list(volumes)}`,
  nothingKept: "Tampoco hay modelos ni conversaciones",
  firstAccount: "Todavía no hay cuentas: la primera que se cree será la de administrador",
  nameLost: "La página no encuentra a Ollama: su nombre ya no está en la red de ambos",
  next: {
    up: () => "Para arrancarlo: `localgpt up`",
    repair: () => "Para repararlo: `localgpt up`",
    pull: () => "Para descargar un modelo: `localgpt pull llama3.2`",
    restart: (service) => `Para arrancar otra vez ${services[service]}: \`localgpt restart ${service}\``,
    logs: (service) => `Para ver por qué: \`localgpt logs ${service} --tail 50\``,
  },
};

/** Where a model lies, by the share of it on a GPU. */
export function tellShare(gpuShare: number): string {
  if (gpuShare <= 0) return "en el procesador";
  if (gpuShare >= 1) return "en la GPU";
  return `${format.percent(gpuShare)} en la GPU y ${format.percent(1 - gpuShare)} en el procesador`;
}

export const open: OpenWords = {
  opened: (address) => `Abierto ${address} en el navegador`,
  byHand: (address) => `Aquí no se ha podido abrir ningún navegador. Abre tú esta dirección: ${address}`,
};

export const pull: PullWords = {
  done: (model, sizeBytes) => `${model} está listo${sizeBytes === null ? "" : ` (${format.bytes(sizeBytes)})`}`,
  next: (address) =>
    address === null ? "Para chatear: `localgpt up`" : `Para chatear, elige el modelo en la página: ${address}`,
};
