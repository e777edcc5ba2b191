import type { FileProblem } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { AskErrors, AskNotices, AskWords } from "./words.ts";

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
  empty: (file) => `${file} no tiene nada dentro`,
  "too-large": (file) => `${file} ocupa más de 32 MiB, más de lo que puede leer ningún modelo`,
};

const advice: Record<FileProblem, string | null> = {
  missing: "Revisa la ruta; si el nombre lleva espacios, ponlo entre comillas",
  folder: "Indica uno por uno los archivos que quieras de ella",
  denied: "Mira de quién es",
  neither: 'Conviértelo antes en texto; si es un PDF: `pdftotext ARCHIVO.pdf - | localgpt ask "PREGUNTA"`',
  empty: null,
  "too-large": 'Pregunta por una parte: `head -c 10000 ARCHIVO | localgpt ask "PREGUNTA"`',
};

export const askErrors: AskErrors = {
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
    hint: "Si te vale cualquier JSON: `--format json`",
  }),
};

export const askNotices: AskNotices = {
  "waiting-for-input": () => "Esperando texto por la entrada estándar; termina con Ctrl-D o cancela con Ctrl-C",
  "input-not-waited": ({ waitedMs }) =>
    `En ${format.duration(waitedMs)} no ha llegado nada por la tubería, así que la pregunta va sin ella; para esperar lo que tarde, añade \`--file -\``,
  "text-too-long": ({ model, tokens, context, suggested }) =>
    `El texto tiene unos ${tokens} tokens y ${model} ve ${context}, así que Ollama lo recorta; ` +
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
