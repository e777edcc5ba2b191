import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { ErrorTexts } from "../shapes.ts";
import type * as en from "./en.ts";
import type { TuneWords } from "./words.ts";

const format = createFormat("es");

export const tune: TuneWords = {
  made: (model, parent) => `${model} creado a partir de ${parent}`,
  replaced: (model, parent) => `${model} creado de nuevo a partir de ${parent}`,
  change: (before, after) => `${before ?? "sin valor"} → ${after}`,
  contextTooLong: (context, trained) =>
    `El modelo se entrenó para ${trained} tokens de contexto, así que Ollama no le dará ${context}`,
  next: (model) =>
    `Elígelo en la página o haz que sea el predeterminado: \`localgpt models default ${pasteable(shortModelName(model))}\``,
};

export const tuneErrors: ErrorTexts<keyof typeof en.tuneErrors> = {
  "model-exists": ({ model }) => ({
    message: `Ya hay un modelo \`${model}\``,
    hint: "Elige otro nombre con `--as` o sustitúyelo: añade `--force`",
  }),
  "nothing-to-change": ({ model, asked }) => ({
    message:
      asked.length === 0
        ? `Nada distingue el modelo nuevo de \`${model}\``
        : `\`${model}\` ya tiene esos valores: ${format.list(asked.map((name) => `\`${name}\``))}`,
    hint: "Indica qué quieres cambiar, por ejemplo `--temperature 0.2`; todas las opciones: `localgpt tune --help`",
  }),
};

export const tuneHelp: typeof en.tuneHelp = {
  tune: {
    summary: "Crea un modelo con tus propios parámetros",
    description:
      "Crea un modelo nuevo a partir de uno descargado, con sus propios parámetros o instrucciones del sistema; la página también lo ofrece. Casi no ocupa espacio, porque los dos comparten sus archivos. El original no cambia.",
    options: {
      as: "nombre del modelo nuevo",
      temperature: "creatividad, de 0 a 2",
      "top-p": "parte de las palabras más probables entre las que elige, hasta 1",
      "max-tokens": "respuesta más larga, en tokens",
      context: "tokens de la conversación que ve el modelo",
      seed: "un número entero: el mismo da la misma respuesta",
      system: "instrucciones del sistema: lo que el modelo lee antes de cada conversación",
      force: "sustituye el modelo que ya tenga ese nombre",
    },
    arguments: { model: "un modelo descargado" },
    examples: [
      { command: "localgpt tune llama3.2 --as preciso --temperature 0.1", what: "para datos y código" },
      {
        command: 'localgpt tune llama3.2 --as tutor --system "Guíame con preguntas"',
        what: "un tutor",
      },
    ],
  },
};
