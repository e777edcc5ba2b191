import type { CheckFacts } from "../../core/facts/checks.ts";
import type { CacheCertainty } from "../../core/facts/vocabulary.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import { registryReasons } from "../registry/es.ts";
import type { ErrorTexts } from "../shapes.ts";
import { near } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { FitWords } from "./words.ts";

const format = createFormat("es");

const { memory: gibibytes } = format;

type Memory = CheckFacts["model-memory"];

export const freeDisk =
  "Mira qué ocupa el disco con `docker system df` y borra las imágenes sin usar con `docker image prune -a`";

/**
 * What can be done about a model that is too large for the memory: less context, more for Ollama, more that is free.
 */
export function waysToFit(memory: Memory): string[] {
  const { neededBytes, availableBytes, limitBytes, totalBytes, largestContext, context } = memory;
  const needed = neededBytes ?? 0;
  const ways: string[] = [];
  if (largestContext !== null && largestContext < context) {
    ways.push(`dale menos contexto (\`localgpt up --context ${largestContext}\`)`);
  }
  if (limitBytes !== null && limitBytes < needed && needed < totalBytes) {
    ways.push(`permite a Ollama más memoria (\`localgpt up --memory ${Math.ceil(needed / 1024 ** 3)}g\`)`);
  }
  if (availableBytes !== null && availableBytes < needed && needed < totalBytes) ways.push("cierra otros programas");
  return ways;
}

const cacheWords: Record<CacheCertainty, string> = {
  exact: "conversación",
  "at-most": "conversación, como mucho,",
  cautious: "conversación, calculada por lo alto,",
};

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const fit: FitWords = {
  verdict: ({ verdict, cause, memory, disk }) => {
    const model = shortModelName(memory.model);
    const needed = gibibytes(memory.neededBytes ?? 0);
    const room = gibibytes(roomOf(memory));
    if (verdict === "yes") return `Sí, ${model} cabe: necesita ${needed} de memoria y hay ${room} para él`;
    if (verdict === "unknown") {
      return `No se sabe si ${model} cabe: necesita ${needed} y en la memoria del equipo hay ${room} para él; depende de la memoria de la GPU (${memory.gpu}), que localgpt no puede medir`;
    }
    if (cause === "disk") {
      const download = `hay que descargar ${format.bytes(disk.neededBytes)} y quedan libres ${format.bytes(disk.freeBytes ?? 0)}`;
      return verdict === "no"
        ? `No, ${model} no cabe en el disco: ${download}`
        : `Justo: ${model} deja el disco casi lleno: ${download}`;
    }
    if (verdict === "tight") return `Justo: ${model} necesita ${needed} de memoria y ahora hay ${room} para él`;
    return `No, ${model} no cabe: necesita ${needed} de memoria y ${tellMost(memory)}`;
  },
  headings: { needs: "Necesita", room: "Hay", context: "Contexto", disk: "Disco", model: "Modelo" },
  needs: (memory) => {
    const { weightsBytes, cacheBytes, overheadBytes, certainty } = memory;
    const cache = `${cacheWords[certainty ?? "cautious"]} ${gibibytes(cacheBytes ?? 0)} (${tellTokens(memory)})`;
    const parts = [`pesos ${gibibytes(weightsBytes ?? 0)}`, cache, `resto ${gibibytes(overheadBytes ?? 0)}`];
    return `${gibibytes(memory.neededBytes ?? 0)}: ${parts.join(" + ")}`;
  },
  room: ({ availableBytes, totalBytes, limitBytes }) => {
    const free =
      availableBytes === null
        ? `${gibibytes(totalBytes)} en total (no se sabe cuánta queda libre)`
        : `${gibibytes(availableBytes)} libres de ${gibibytes(totalBytes)}`;
    return limitBytes === null ? free : `${free}; Ollama puede usar ${gibibytes(limitBytes)}`;
  },
  context: ({ largestContext, trainedContext }) => {
    if (largestContext === null) return "ahora no cabe con ninguno";
    const isAll = largestContext === trainedContext;
    const limit = trainedContext === null || isAll ? "" : ` (el modelo admite ${trainedContext})`;
    return `hasta ${largestContext} tokens${isAll ? ", todos los que admite" : limit}`;
  },
  disk: ({ disk, state, bytes }) => {
    const size = bytes === null ? "" : format.bytes(bytes);
    if (state === "present") return `ya está descargado (${size})`;
    const free =
      disk.freeBytes === null ? "no se sabe cuánto queda libre" : `quedan libres ${format.bytes(disk.freeBytes)}`;
    return `${size} por descargar${state === "unknown" ? ", si no está ya" : ""}; ${free}`;
  },
  gpu: (kind) =>
    `Con la GPU (${kind}) irá a su memoria lo que quepa, y localgpt no puede medirla: estos cálculos son para la memoria del equipo`,
  ways: (memory) => waysToFit(memory).map(capitalise),
  alternatives: (models) =>
    models.length === 0
      ? "No cabe ninguno de los modelos habituales"
      : `Sí caben: ${format.list(models.map(({ model, neededBytes }) => `${model} (${gibibytes(neededBytes)})`))}`,
  freeDisk,
  next: (model) => `Para descargarlo: \`localgpt pull ${pasteable(shortModelName(model))}\``,
};

function roomOf({ availableBytes, limitBytes, totalBytes }: Memory): number {
  return Math.min(availableBytes ?? totalBytes, limitBytes ?? totalBytes);
}

function tellMost({ limitBytes, limitChosen, totalBytes }: Memory): string {
  return limitChosen && limitBytes !== null && limitBytes < totalBytes
    ? `el límite es ${gibibytes(limitBytes)}`
    : `Docker tiene en total ${gibibytes(totalBytes)}`;
}

function tellTokens({ context, parallel, trainedContext }: Memory): string {
  const each = `${Math.min(context, trainedContext ?? context)} tokens`;
  const all = trainedContext !== null && context > trainedContext ? `${each}, todos los que admite` : each;
  return parallel === 1 ? all : `${parallel} × ${all}`;
}

export const fitHelp: typeof en.fitHelp = {
  fit: {
    summary: "Calcula si cabe un modelo, antes de descargarlo",
    description:
      "Calcula la memoria que necesita un modelo y el disco que ocupa, y los compara con lo que hay. Vale para los que tienes, para los habituales y, con internet, para cualquiera de la biblioteca. Dice también con cuánto contexto cabe y, si no cabe, cuáles sí.",
    options: { context: "tokens de la conversación que ve el modelo (si no se indica, los de los ajustes)" },
    arguments: { model: "un nombre de https://ollama.com/library, o uno de los tuyos" },
    examples: [
      { command: "localgpt fit llama3.1:8b", what: "¿cabe con los ajustes de ahora?" },
      { command: "localgpt fit qwen3:4b --context 32768", what: "¿y con conversaciones largas?" },
      { command: "localgpt fit mistral:7b && localgpt pull mistral:7b", what: "lo descarga solo si cabe" },
    ],
  },
};

export const fitErrors: ErrorTexts<keyof typeof en.fitErrors> = {
  "size-unknown": ({ model, reason, near: similar }) => ({
    message: `No se puede saber si \`${shortModelName(model)}\` cabe: el servidor de modelos no ha dicho cuánto ocupa (${registryReasons[reason]})${near(similar)}`,
    hint: "Hace falta internet, salvo para los modelos que ya tienes y los habituales: llama3.2, qwen3:4b, gemma3:4b, mistral:7b y otros",
  }),
};
