import type { ErrorFacts } from "../../core/errors/errors.ts";
import type { AnswerReason, FileProblem } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts, Message, NoticeTexts } from "../shapes.ts";
import type * as en from "./en.ts";
import type { AskWords } from "./words.ts";

const format = createFormat("es");

export const ask: AskWords = {
  thinking: "Razonando:",
  loading: (model) => `Cargando ${model} en memoria…`,
  reading: (model) => `${model} está leyendo la pregunta…`,
};

const problems: Record<FileProblem, (file: string) => string> = {
  missing: (file) => `No existe el archivo ${file}`,
  folder: (file) => `${file} es una carpeta`,
  denied: (file) => `No tienes permiso para leer ${file}`,
  neither: (file) => `${file} no es ni texto ni una imagen (PNG, JPEG, WebP o GIF)`,
  empty: (file) => `${file} está vacío`,
  "too-large": (file) => `${file} ocupa más de 32 MiB, más de lo que puede leer ningún modelo`,
};

const advice: Record<FileProblem, string | null> = {
  missing: "Revisa la ruta; si el nombre lleva espacios, ponlo entre comillas",
  folder: "Indica uno por uno los archivos que quieras de ella",
  denied: "Mira de quién es",
  neither: 'Conviértelo antes en texto; si es un PDF: `pdftotext FILE.pdf - | localgpt ask "QUESTION"`',
  empty: null,
  "too-large": 'Pregunta por una parte: `head -c 10000 FILE | localgpt ask "QUESTION"`',
};

export const askErrors: ErrorTexts<keyof typeof en.askErrors> = {
  "question-missing": () => ({
    message: "Falta la pregunta",
    hint: 'Escríbela entre comillas: `localgpt ask "¿Qué es un proceso?"`',
  }),
  "file-unusable": ({ path, problem }) => {
    const hint = advice[problem];
    const message = problems[problem](path === null ? "lo que llega por la tubería" : `\`${path}\``);
    return { message: message.charAt(0).toUpperCase() + message.slice(1), ...(hint === null ? {} : { hint }) };
  },
  // The detail is the parser's own, in English.
  "schema-invalid": ({ path, problem }) => ({
    message: {
      missing: `\`--format\` debe ser \`json\` o la ruta de un esquema JSON, y el archivo \`${path}\` no existe`,
      syntax: `\`${path}\` no es JSON válido`,
      "no-object": `\`${path}\` no es un esquema JSON: debe ser un objeto, por ejemplo \`{"type": "object"}\``,
    }[problem],
    hint: "Para cualquier JSON: `--format json`",
  }),
};

export const askNotices: NoticeTexts<keyof typeof en.askNotices> = {
  "waiting-for-input": () => "Esperando texto por la entrada estándar; termina con Ctrl-D o cancela con Ctrl-C",
  "input-not-waited": ({ waitedMs }) =>
    `En ${format.duration(waitedMs)} no ha llegado nada por la tubería, así que la pregunta se envía sin ella; para esperar, añade \`--file -\``,
  "text-too-long": ({ model, tokens, context, suggested }) =>
    `El texto tiene unos ${tokens} tokens pero ${model} solo ve ${context}, así que Ollama lo recorta; ` +
    (suggested === null
      ? "pregunta por una parte"
      : `pregunta otra vez con \`--context ${suggested}\` (necesita más memoria)`),
  "answer-cut": ({ model, tokens, context }) =>
    `La respuesta se corta a los ${tokens} tokens porque el contexto de ${model} está lleno; pregunta otra vez con \`--context ${context * 2}\``,
  "answer-stats": ({ stats }) => {
    const rate = (value: number | null) => (value === null ? "" : ` a ${format.number(value)} tokens/s`);
    const { answerTokens, answerTokensPerSecond, promptTokens, promptTokensPerSecond, loadMs, totalMs } = stats;
    return [
      `Respuesta: ${answerTokens} tokens${rate(answerTokensPerSecond)}`,
      `pregunta: ${promptTokens} tokens${rate(promptTokensPerSecond)}`,
      `carga del modelo: ${format.duration(loadMs)}`,
      `en total: ${format.duration(totalMs)}`,
    ].join("; ");
  },
};

/** What to do about a question that has no quotes around it. */
export const quoteIt = (quoted: string): string =>
  `Pon la pregunta entre comillas: \`localgpt ask ${pasteable(quoted)}\``;

export const answerReasons: Record<AnswerReason, (facts: ErrorFacts["answer-failed"]) => Message> = {
  "no-memory": ({ model }) => ({
    message: `No hay memoria suficiente para ${model}`,
    hint: `Mira cuánta necesita y qué modelo cabría: \`localgpt fit ${pasteable(model)}\``,
  }),
  "cannot-chat": ({ model }) => ({
    message: `${model} no sabe responder preguntas: es un modelo para otras tareas, como los embeddings`,
    hint: "Elige otro: `localgpt models`",
  }),
  "cannot-see": ({ model }) => ({
    message: `${model} no puede ver imágenes`,
    hint: "Elige un modelo que pueda, por ejemplo `gemma3:4b`: `localgpt pull gemma3:4b`",
  }),
  "cannot-think": ({ model }) => ({
    message: `${model} no sabe razonar antes de responder`,
    hint: "Pregunta otra vez sin `--think` (en `localgpt chat`: `/set nothink`), o elige un modelo que sí sepa, por ejemplo `qwen3:4b`",
  }),
  damaged: ({ model, detail }) => ({
    message: `Un archivo de ${model} está dañado en el disco: ${detail}`,
    hint: `Comprueba sus archivos y descarga de nuevo lo dañado: \`localgpt pull ${pasteable(model)}\``,
  }),
  busy: () => ({
    message: "La cola de preguntas de Ollama está llena",
    hint: "Inténtalo dentro de un momento; con `localgpt status` ves cómo está",
  }),
  cut: ({ model }) => ({
    message: `La respuesta de ${model} se ha cortado antes de terminar`,
    hint: "Mira por qué: `localgpt logs ollama --tail 50`, y vuelve a preguntar",
  }),
  other: ({ model, detail }) => ({
    message: `${model} no ha podido responder: ${detail}`,
    hint: "Más detalles: `localgpt logs ollama --tail 50`",
  }),
};

export const askHelp: typeof en.askHelp = {
  ask: {
    summary: "Hace una pregunta a un modelo",
    description:
      "Hace una pregunta a un modelo y muestra la respuesta según llega. El texto que llega por una tubería va delante de la pregunta, con una línea vacía en medio, o es la pregunta si no hay otra (también se escribe `-`); los archivos van entre los dos, cada uno debajo de su nombre.",
    options: {
      file: "texto o imagen sobre el que preguntas; se puede repetir; `-` espera lo que llegue por la entrada estándar",
      system: "instrucciones del sistema: el papel, el tono o el idioma del modelo",
      temperature: "de 0 a 2: baja para datos y código, alta para relatos",
      "top-p": "mayor que 0 y hasta 1: cuántas palabras poco probables se admiten",
      "max-tokens": "la respuesta más larga, en tokens",
      context: "tokens que ve el modelo, entre pregunta y respuesta",
      seed: "el mismo número da la misma respuesta",
      format: "la respuesta en JSON: `json` para cualquier JSON, o la ruta de un esquema JSON",
      think: "hace que el modelo razone primero; el razonamiento va a stderr, aparte de la respuesta",
      "no-think": "hace que responda sin razonar",
      stats: "muestra a qué velocidad ha ido: tokens por segundo, tiempo de carga",
    },
    arguments: {
      model: "el modelo al que se pregunta; si no se indica, el de los ajustes o el único instalado",
      question: "la pregunta, entre comillas",
    },
    examples: [
      { command: 'localgpt ask "¿Qué es un proceso?"', what: "pregunta al modelo de los ajustes" },
      { command: 'localgpt ask qwen3:4b "Traduce: good morning"', what: "pregunta a otro" },
      { command: 'cat apuntes.txt | localgpt ask "Resume esto"', what: "pregunta por lo que llega por la tubería" },
      { command: 'localgpt ask gemma3:4b "¿Qué es esto?" --file foto.jpg', what: "pregunta por una imagen" },
      { command: 'localgpt ask "Tres planetas" --format json | jq', what: "una respuesta para un programa" },
    ],
  },
};
