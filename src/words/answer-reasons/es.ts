import { pasteable } from "../phrases.ts";
import type { Words } from "../words.ts";

export const answerReasons: Words["answerReasons"] = {
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
    hint: "Pregunta otra vez sin `--think` (en un chat: `/set nothink`), o elige un modelo que sí sepa, por ejemplo `qwen3:4b`",
  }),
  damaged: ({ model, detail }) => ({
    message: `Un archivo de ${model} está dañado en el disco: ${detail}`,
    hint: `Comprueba sus archivos y descarga de nuevo lo dañado: \`localgpt pull ${pasteable(model)}\``,
  }),
  busy: () => ({
    message: "Ollama tiene más preguntas en espera de las que admite",
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
