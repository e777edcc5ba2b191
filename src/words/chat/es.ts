import type { ConversationPart } from "../../core/facts/vocabulary.ts";
import { fileReasons } from "../files/es.ts";
import { createFormat } from "../format.ts";
import { locate, pasteable } from "../phrases.ts";
import type { ErrorTexts, NoticeTexts } from "../shapes.ts";
import { near } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { ChatWords } from "./words.ts";

const format = createFormat("es");

export const chat: ChatWords = {
  greeting: (model, turns) =>
    `${turns === 0 ? `Hablas con ${model}` : `Continúas con ${model}: ${turns} mensajes hasta ahora`}. /help muestra lo que puedes hacer, /bye sale`,
  leave: "Para salir, pulsa otra vez Ctrl-C; también valen Ctrl-D y /bye",
  orders: {
    "/help": { usage: "/help", what: "muestra esta ayuda" },
    "/model": { usage: "/model [NAME]", what: "cambia de modelo, o muestra los que hay" },
    "/system": { usage: "/system [TEXT]", what: "cambia o muestra las instrucciones del sistema" },
    "/set": { usage: "/set …", what: "cambia cómo responde (abajo)" },
    "/show": { usage: "/show [PART]", what: "muestra los ajustes: info, parameters o system" },
    "/save": { usage: "/save NAME", what: "guarda la conversación" },
    "/load": { usage: "/load [NAME]", what: "retoma una (`last`: la última), o las muestra" },
    "/clear": { usage: "/clear", what: "empieza otra con los mismos ajustes" },
    "/stats": { usage: "/stats", what: "muestra cuánto tardó la última respuesta" },
    "/bye": { usage: "/bye", what: "sale" },
  },
  set: {
    parameter: { usage: "/set parameter NAME VALUE", what: "temperature, top_p, num_predict, num_ctx o seed" },
    system: { usage: "/set system TEXT", what: "lo mismo que /system" },
    verbose: { usage: "/set verbose", what: "muestra las cifras tras cada respuesta" },
    quiet: { usage: "/set quiet", what: "deja de mostrarlas" },
    think: { usage: "/set think", what: "el modelo razona antes de responder" },
    nothink: { usage: "/set nothink", what: "responde sin razonar antes" },
    history: { usage: "/set history", what: "recuerda lo que escribes para otras conversaciones" },
    nohistory: { usage: "/set nohistory", what: "no lo recuerda" },
  },
  headings: { orders: "Órdenes", set: "Ajustes", keys: "Teclas" },
  keys: [
    { keys: '"""', what: "abre y cierra un mensaje de varias líneas" },
    { keys: "Ctrl-C", what: "para la respuesta, o borra lo que escribes" },
    { keys: "Tab", what: "completa órdenes y nombres" },
    { keys: "↑ ↓", what: "mensajes anteriores" },
  ],
  noStats: "Todavía no hay ninguna respuesta",
  show: {
    model: "Modelo",
    capabilities: "Sabe",
    parameters: "Parámetros",
    system: "Instrucciones del sistema",
    messages: "Mensajes",
    context: "Contexto",
  },
  modelsOwn: "lo que trae el modelo",
  ofContext: (used, context) =>
    context === null ? "se sabrá con la primera respuesta" : `${used ?? 0} de ${context} tokens`,
  saved: (names) =>
    names.length === 0 ? "Todavía no hay ninguna conversación guardada: `/save NAME`" : format.list(names),
  kept: "La conversación está guardada. Para retomarla: `localgpt chat --continue`",
  switched: {
    verbose: "Verás las cifras después de cada respuesta",
    quiet: "Ya no verás las cifras",
    think: "El modelo razona antes de responder",
    nothink: "El modelo responde sin razonar antes",
    history: "Lo que escribas se recordará en las próximas conversaciones",
    nohistory: "Lo que escribas ya no se recordará",
  },
};

const parts: Record<ConversationPart, string> = {
  yaml: "esto no es YAML válido",
  model: "falta una línea como `model: llama3.2`",
  system: "`system` debe ser un texto",
  messages: "`messages` debe ser una lista de líneas como `- user: Hola` y `- assistant: Hola`",
  think: "`think` debe ser `true` o `false`",
  parameters: "`parameters` debe tener líneas como `temperature: 0.7`",
};

export const chatErrors: ErrorTexts<keyof typeof en.chatErrors> = {
  "unknown-chat-order": ({ value, near: similar }) => ({
    message: `No existe la orden \`${value}\`${near(similar)}`,
    hint: "Todas las órdenes: `/help`",
  }),
  "chat-order-usage": ({ order }) => ({
    message: `\`${order}\` está incompleta. Uso: \`${chat.orders[order].usage}\``,
    hint: "Todas las órdenes: `/help`",
  }),
  "unknown-parameter": ({ value, near: similar, known }) => ({
    message: `No existe el parámetro \`${value}\`${near(similar)}`,
    hint: `Los parámetros son ${format.list(known.map((name) => `\`${name}\``))}`,
  }),
  "unknown-conversation": ({ value, near: similar, saved }) => ({
    message: `No hay ninguna conversación guardada como \`${value}\`${near(similar)}`,
    hint:
      saved.length === 0
        ? "Todavía no hay ninguna: `/save NAME` guarda una, y la última se guarda sola"
        : `Guardadas: ${format.list(saved)}`,
  }),
  "conversation-exists": ({ name }) => ({
    message: `Ya hay una conversación \`${name}\``,
    hint: "Elige otro nombre, o guárdala en una terminal, que pregunta si quieres sustituirla",
  }),
  // The parser's own detail is English; the place says enough.
  "conversation-unreadable": ({ place, part }) => ({
    message: locate(place, "línea", "columna", parts[part]),
    hint: `Corrige el archivo en un editor: \`nano ${pasteable(place.file)}\``,
  }),
};

export const chatNotices: NoticeTexts<keyof typeof en.chatNotices> = {
  "chat-set": ({ name, value }) => {
    if (name === "model") return `Ahora hablas con ${value}`;
    if (name === "system") return "El modelo lo tendrá en cuenta desde ahora";
    return value === "" ? chat.switched[name as keyof typeof chat.switched] : `Desde ahora, ${name} es ${value}`;
  },
  "chat-cleared": () => "Conversación nueva; el modelo y los ajustes siguen igual",
  "chat-saved": ({ name, path }) => `Guardada. \`/load ${name}\` la recupera; el archivo es ${path}`,
  "chat-loaded": ({ name, messages, model }) =>
    `Continúas ${name} con ${model}: ${messages === 1 ? "un mensaje" : `${messages} mensajes`} hasta ahora`,
  "chat-model-missing": ({ model, kept }) =>
    `El modelo ${model} de esta conversación no está instalado; continúas con ${kept}`,
  "chat-stopped": ({ said }) =>
    said ? "Respuesta parada. Lo respondido hasta ahora queda en la conversación" : "Respuesta parada antes de empezar",
  "chat-outgrown": ({ context }) =>
    `La conversación ya no cabe en los ${context} tokens que ve el modelo: ya no ve cómo empezó. Con \`/set parameter num_ctx ${context * 2}\` ve más y necesita más memoria; \`/clear\` empieza otra`,
  "chat-not-kept": ({ path, reason }) =>
    `No se ha podido escribir ${path} (${fileReasons[reason] ?? reason}): esta conversación no queda guardada`,
  "ollama-lost": () => "Ollama ha dejado de responder. Se espera a que vuelva y se repite la pregunta",
};

export const chatHelp: typeof en.chatHelp = {
  chat: {
    summary: "Habla con un modelo en la terminal",
    description:
      "Habla con un modelo, mensaje a mensaje; recuerda lo que se ha dicho. Ctrl-C para una respuesta, /help muestra las órdenes de la conversación y /bye sale. La última conversación siempre se guarda. Si llega por una tubería, cada línea es un mensaje. Si todo está parado, arranca solo Ollama, para esta conversación.",
    options: {
      continue: "sigue con la última conversación",
      system: "instrucciones del sistema: cómo debe responder el modelo",
      temperature: "creatividad, de 0 a 2",
      "top-p": "parte de las palabras más probables entre las que elige, mayor que 0 y hasta 1",
      "max-tokens": "la respuesta más larga, en tokens",
      context: "tokens de la conversación que ve el modelo",
      seed: "el mismo número da las mismas respuestas",
      think: "el modelo razona antes de responder",
      "no-think": "responde sin razonar antes",
    },
    arguments: { model: "un modelo instalado; si no se indica, el de los ajustes" },
    examples: [
      { command: "localgpt chat", what: "habla con el modelo predeterminado" },
      {
        command: "localgpt chat qwen3:4b --system 'Responde en español'",
        what: "con otro, y con instrucciones del sistema",
      },
      { command: "localgpt chat --continue", what: "sigue donde lo dejaste" },
    ],
  },
};
