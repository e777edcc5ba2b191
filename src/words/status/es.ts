import { serviceTitles } from "../../core/services/services.ts";
import { createFormat } from "../format.ts";
import { tellShare } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { StatusWords } from "./words.ts";

const format = createFormat("es");

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
  nameLost: "La página no encuentra Ollama: Ollama ha perdido su nombre en la red",
  next: {
    up: () => "Para arrancarlo: `localgpt up`",
    repair: () => "Para repararlo: `localgpt up`",
    pull: () => "Para descargar un modelo: `localgpt pull llama3.2`",
    restart: (service) => `Para arrancar otra vez ${serviceTitles[service]}: \`localgpt restart ${service}\``,
    logs: (service) => `Para ver por qué: \`localgpt logs ${service} --tail 50\``,
  },
};

export const statusHelp: typeof en.statusHelp = {
  status: {
    summary: "Muestra qué está en marcha, desde cuándo y cuánto consume",
    description:
      "Muestra los servicios, la dirección de la página, los modelos en disco y en memoria, y la CPU y la memoria que usa cada contenedor.",
    options: { watch: "se actualiza cada dos segundos hasta que pulses Ctrl-C" },
    arguments: {},
    examples: [
      { command: "localgpt status", what: "el estado actual" },
      { command: "localgpt status --watch", what: "lo mantiene en pantalla" },
      { command: "localgpt status --json", what: "para un programa" },
    ],
  },
};
