import type { CheckFacts } from "../../core/facts/checks.ts";
import type { CacheCertainty } from "../../core/facts/vocabulary.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { FitWords } from "./words.ts";

type Memory = CheckFacts["model-memory"];

const format = createFormat("es");
const { memory: gibibytes } = format;

export const freeDisk =
  "Mira qué ocupa el disco con `docker system df` y borra las imágenes que no usa ningún contenedor con `docker image prune -a`";

/** What can be done about a model that is too large for the memory: less context, more for Ollama, more that is free. */
export function waysToFit(memory: Memory): string[] {
  const { neededBytes, availableBytes, limitBytes, totalBytes, largestContext, context } = memory;
  const needed = neededBytes ?? 0;
  const ways: string[] = [];
  if (largestContext !== null && largestContext < context) {
    ways.push(`dale menos contexto, \`localgpt up --context ${largestContext}\``);
  }
  if (limitBytes !== null && limitBytes < needed && needed < totalBytes) {
    ways.push(`permite más a Ollama, \`localgpt up --memory ${Math.ceil(needed / 1024 ** 3)}g\``);
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
    `Con la GPU (${kind}) irá a su memoria lo que quepa, y localgpt no puede medirla: estas cuentas son para la memoria del equipo`,
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
