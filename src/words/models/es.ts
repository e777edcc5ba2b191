import type { PullReason } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts } from "../shapes.ts";
import { near, tellShare } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { ModelsWords } from "./words.ts";

const format = createFormat("es");

const size = (bytes: number | null): string => (bytes === null ? "" : ` (${format.bytes(bytes)})`);

const capabilities: Record<string, string> = {
  completion: "responde preguntas",
  vision: "ve imágenes",
  tools: "usa herramientas",
  thinking: "razona antes de responder",
  embedding: "convierte texto en números",
  insert: "completa código",
};

const reasons: Partial<Record<PullReason, (detail: string) => string>> = {
  unauthorized: () => "deniega el acceso a este equipo",
  "rate-limited": () => "por ahora no admite más consultas desde esta red",
  "no-such-host": (detail) => `no se ha podido resolver su nombre (${detail})`,
  unreachable: (detail) => `no se puede conectar con él (${detail})`,
  proxy: (detail) => `el proxy no lo deja pasar (${detail})`,
  tls: (detail) => `su certificado no es de confianza (${detail})`,
  "needs-newer-ollama": () => "necesita un Ollama más nuevo",
};

export const models: ModelsWords = {
  headings: {
    model: "Modelo",
    size: "Tamaño",
    parameters: "Parámetros",
    quantization: "Cuantización",
    context: "Contexto",
    modified: "Modificado",
    loaded: "En memoria",
    family: "Familia",
    capabilities: "Qué sabe hacer",
    parent: "Hecho a partir de",
    sets: "Parámetros propios",
    system: "Instrucciones del sistema",
    license: "Licencia",
    digest: "Huella SHA-256",
  },
  none: "Todavía no hay ningún modelo. Descarga uno: `localgpt pull llama3.2`",
  defaultMark: "* el modelo predeterminado",
  defaultMissing: (model) =>
    `El modelo predeterminado, ${model}, no está descargado: \`localgpt up\` lo descarga y \`localgpt models default MODEL\` elige otro`,
  isDefault: "el modelo predeterminado",
  inMemory: ({ sizeBytes, gpuShare, untilMs }) =>
    `${format.memory(sizeBytes)}, ${tellShare(gpuShare)}, ${untilMs === null ? "hasta que lo saques" : `${format.duration(untilMs)} más`}`,
  notInMemory: "no",
  capabilities: (names) => format.list(names.map((name) => capabilities[name] ?? name)),
  nothingRemoved: "No se ha borrado nada",
  removed: (names, freedBytes) =>
    `${names.length === 1 ? `Modelo ${names[0]} borrado` : `Modelos ${format.list(names)} borrados`}${freedBytes === null ? "" : `; se han liberado ${format.bytes(freedBytes)}`}`,
  notRemoved: (model) => `${model} no se ha borrado`,
  removedDefault: (model) =>
    `${model} era tu modelo predeterminado: el próximo \`localgpt up\` lo descargaría otra vez. Elige otro: \`localgpt models default MODEL\``,
  update: {
    outdated: (model, bytes) => `${model} tiene una versión más nueva${size(bytes)}`,
    updated: (model, bytes) => `${model} está al día${size(bytes)}`,
    current: (names) => `Ya al día: ${format.list(names)}`,
    local: (model, parent) =>
      parent === null
        ? `${model} no está en ningún servidor de modelos, así que no se puede actualizar`
        : `${model} se hizo aquí a partir de ${parent}, así que no se puede actualizar`,
    notCompared: (names, reason, detail) =>
      `No se ha podido consultar ${format.list(names)} en el servidor de modelos: ${reasons[reason]?.(detail) ?? detail}`,
    notComparedHint: "Comprueba que este equipo tiene internet y repite la orden",
    wouldDownload: (bytes) => `Actualizar descargaría ${format.bytes(bytes)}; no se ha cambiado nada`,
    wouldChangeNothing: "Actualizar no cambiaría nada",
    nothingNew: "Nada que actualizar",
  },
  default: {
    changed: (model, before) =>
      `${model} es ahora el modelo predeterminado${before === "none" ? "" : `, en lugar de ${before}`}`,
    same: (model) => `${model} ya era el modelo predeterminado`,
    pageSet: (before) =>
      `En la página, las conversaciones nuevas empiezan con él${before === null ? "" : ` y no con ${before}`}; recarga la página para verlo`,
    pageSame: "En la página, las conversaciones nuevas ya empiezan con él",
    pageLater: "La página no está en marcha: las conversaciones nuevas empezarán con él desde el próximo `localgpt up`",
    pageByHand: (detail) =>
      `En la página no se ha podido cambiar${detail === "" ? "" : ` (${detail})`}. Elígelo allí con la cuenta de administrador: Administración → Ajustes → Modelos`,
    accounts: "Las cuentas que hayan elegido en la página su propio modelo predeterminado lo conservan",
  },
  loaded: (model, facts) => `${model} ${facts.wasLoaded ? "ya estaba" : "está"} en memoria: ${models.inMemory(facts)}`,
  loadedAndGone: (model) =>
    `${model} se ha cargado, pero ya no está en memoria: quizá otro modelo necesitaba el espacio`,
  unloaded: (model, bytes) => `${model} ya no está en memoria; se han liberado ${format.memory(bytes)}`,
  wasNotLoaded: (model) => `${model} no estaba en memoria`,
  stillLoaded: (model) => `${model} sigue respondiendo y saldrá de la memoria cuando termine`,
};

export const modelsHelp: typeof en.modelsHelp = {
  models: {
    summary: "Muestra y gestiona los modelos del disco",
    description:
      "Sin ninguna orden, muestra los modelos: tamaño, parámetros, cuantización, el contexto para el que se entrenaron y cuáles están en memoria. Si todo está parado, arranca solo Ollama y lo para al terminar.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt models", what: "qué hay en el disco y en memoria" },
      { command: "localgpt models rm tiny", what: "borra un modelo" },
      { command: "localgpt models update --all --dry-run", what: "qué tiene una versión más nueva" },
    ],
  },
  "models list": {
    summary: "Muestra los modelos del disco",
    description:
      "Muestra los modelos del disco, primero los modificados más recientemente, y cuánta memoria ocupan los que están cargados.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt models list", what: "lo mismo que `localgpt models`" },
      { command: "localgpt models list --json", what: "para un programa" },
    ],
  },
  "models show": {
    summary: "Muestra todo sobre un modelo",
    description:
      "Muestra qué sabe hacer un modelo, a partir de cuál se hizo y qué parámetros e instrucciones del sistema lleva.",
    options: {},
    arguments: { model: "un modelo descargado" },
    examples: [{ command: "localgpt models show llama3.2", what: "todo sobre un modelo" }],
  },
  "models rm": {
    summary: "Borra modelos del disco",
    description:
      "Borra modelos después de preguntar y muestra cuánto espacio se ha liberado. Los archivos que usan otros modelos se conservan. Si uno de los nombres no existe, no borra ninguno.",
    options: { yes: "no pregunta" },
    arguments: { model: "modelos descargados" },
    examples: [
      { command: "localgpt models rm qwen3:4b", what: "un modelo" },
      { command: "localgpt models rm qwen3:4b gemma3:4b --yes", what: "dos, sin preguntar" },
    ],
  },
  "models update": {
    summary: "Descarga las versiones más nuevas de los modelos",
    description:
      "Compara los modelos con los del servidor de modelos y descarga los que allí son más nuevos. Antes muestra cuánto ocupan. La versión antigua sigue hasta que la nueva está completa. No toca los modelos hechos con `tune`.",
    options: { all: "todos los modelos descargados", "dry-run": "muestra qué es más nuevo, sin descargarlo" },
    arguments: { model: "modelos descargados" },
    examples: [
      { command: "localgpt models update llama3.2", what: "un modelo" },
      { command: "localgpt models update --all --dry-run", what: "solo mira" },
    ],
  },
  "models default": {
    summary: "Elige con qué modelo empiezan las conversaciones",
    description:
      "Escribe el ajuste `model` y hace que en la página las conversaciones nuevas empiecen con este modelo. Las cuentas que hayan elegido en la página su propio modelo predeterminado lo conservan.",
    options: {},
    arguments: { model: "un modelo descargado" },
    examples: [{ command: "localgpt models default qwen3:4b", what: "usa otro modelo desde ahora" }],
  },
  "models load": {
    summary: "Carga un modelo en memoria",
    description:
      "Carga un modelo para que la primera respuesta no tenga que esperar, y muestra cuánta memoria ocupa y hasta cuándo.",
    options: {},
    arguments: { model: "un modelo descargado" },
    examples: [{ command: "localgpt models load llama3.2", what: "antes de empezar la clase" }],
  },
  "models unload": {
    summary: "Saca un modelo de la memoria",
    description: "Libera la memoria que ocupa un modelo. Sigue en el disco y la siguiente pregunta lo carga otra vez.",
    options: {},
    arguments: { model: "un modelo descargado" },
    examples: [{ command: "localgpt models unload llama3.2", what: "libera su memoria" }],
  },
};

export const modelErrors: ErrorTexts<keyof typeof en.modelErrors> = {
  "unknown-model": ({ value, near: similar, installed }) => ({
    message: `El modelo \`${value}\` no está instalado${near(similar)}`,
    hint:
      installed.length === 0
        ? `Todavía no hay ningún modelo. Descarga este: \`localgpt pull ${pasteable(value)}\``
        : `Instalados: ${format.list(installed)}. Descárgalo: \`localgpt pull ${pasteable(value)}\``,
  }),
};
