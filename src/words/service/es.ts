import { findDatabaseDamage } from "../../core/english/open-webui-texts.ts";
import type { ServiceFailure } from "../../core/facts/vocabulary.ts";
import { services, serviceTitles } from "../../core/services/services.ts";
import { explainExit } from "../../core/stack/container-exit-codes.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts } from "../shapes.ts";
import { near } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { ExitWords } from "./words.ts";

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
  stopped: ({ exitCode }) => `se paró (código de salida ${exitCode})`,
  "not-executable": ({ exitCode }) => `su programa no se puede ejecutar en este equipo (código de salida ${exitCode})`,
  "not-found": ({ exitCode }) => `su programa no está en la imagen (código de salida ${exitCode})`,
  "engine-failed": ({ exitCode }) => `Docker no pudo arrancarlo (código de salida ${exitCode})`,
};

export const serviceErrors: ErrorTexts<keyof typeof en.serviceErrors> = {
  "unknown-service": ({ value, near: similar }) => ({
    message: `No hay ningún servicio \`${value}\`${near(similar)}`,
    hint: "Los servicios son `ollama` y `open-webui`",
  }),
  "service-not-ready": (facts) => ({ message: tellFailure(facts), hint: afterFailure(facts) }),
  "service-answered": ({ service, path, status, detail }) => ({
    message: `${serviceTitles[service]} ha respondido a ${path} con HTTP ${status}${detail === "" ? "" : `: ${detail}`}`,
    hint: `Mira su registro: \`localgpt logs ${service} --tail 50\``,
  }),
  "service-unreachable": ({ service, detail, waitedMs }) => ({
    message: `${serviceTitles[service]} no responde${waitedMs === null ? (detail === "" ? "" : `: ${detail}`) : ` (${format.duration(waitedMs)} sin respuesta)`}`,
    hint: `Arráncalo con \`localgpt up\` o mira su registro: \`localgpt logs ${service} --tail 50\``,
  }),
  "stack-not-running": ({ project }) => ({
    message: `La página de \`${project}\` no está en marcha`,
    hint: "Arráncala: `localgpt up`",
  }),
  "stack-not-found": ({ project, service }) => ({
    message:
      service === undefined
        ? `\`${project}\` no está en marcha en este Docker Engine`
        : `En este Docker Engine \`${project}\` no tiene ningún contenedor de ${serviceTitles[service]}`,
    hint: "Arráncalo: `localgpt up`",
  }),
};

function tellFailure(failure: ServiceFailure): string {
  const { service, reason, answer, exitCode, oomKilled, memoryLimitBytes, waitedMs } = failure;
  const name = serviceTitles[service];
  const limit = memoryLimitBytes === null ? "" : ` (su límite es ${format.memory(memoryLimitBytes)})`;
  const ending = tellEnding(exitCode, oomKilled, memoryLimitBytes);
  if (oomKilled) return `El sistema ha cerrado ${name} a la fuerza porque se quedó sin memoria${limit}`;
  if (reason === "exited") return `${name} se ha parado${ending}`;
  if (reason === "restarting") return `${name} se para y se reinicia una y otra vez${ending}`;
  if (reason === "removed") return `El contenedor de ${name} se ha eliminado mientras tanto`;
  if (reason === "paused") return `El contenedor de ${name} está en pausa`;
  if (reason === "silent")
    return `${name} está en marcha, pero lleva ${format.duration(waitedMs)} sin responder a nada`;
  if (answer !== null) {
    return `${name} está en marcha, pero responde con un error (HTTP ${answer.status}${answer.detail === "" ? "" : `: ${answer.detail}`})`;
  }
  return `${name} no está listo después de ${format.duration(waitedMs)}${ending}`;
}

function tellEnding(exitCode: number | null, oomKilled: boolean, memoryLimitBytes: number | null): string {
  return exitCode === null ? "" : `: ${exits[explainExit(exitCode, oomKilled)]({ exitCode, memoryLimitBytes })}`;
}

/** The versions that need it are built for processors since 2012. */
const avxHint =
  "En una máquina virtual, haz que use el procesador del anfitrión (`host-passthrough`); un equipo sin AVX no puede ejecutar esta versión";

/** The last lines of a log, each on a line of its own; nothing for none. */
export function tellTail(logTail: string[]): string {
  return logTail.length === 0 ? "" : `Sus últimas líneas:\n${logTail.map((line) => `  ${line}`).join("\n")}\n`;
}

function afterFailure({ service, reason, exitCode, oomKilled, logTail }: ServiceFailure): string {
  const log = tellTail(logTail);
  if (service === "open-webui" && findDatabaseDamage(logTail) !== null) {
    return `${log}La base de datos de la página está dañada. Si tienes una copia de seguridad, recupérala: \`localgpt backup list\`, \`localgpt restore FILE\``;
  }
  if (exitCode !== null && explainExit(exitCode, oomKilled) === "bad-instruction") {
    return `${log}${avxHint}`;
  }
  if ((oomKilled || exitCode === 137) && services[service].takesMemory) {
    return `${log}Dale más memoria (\`localgpt up --memory 6g\`) o usa un modelo más pequeño (\`localgpt up --model llama3.2:1b\`)`;
  }
  if (oomKilled || exitCode === 137) {
    return `${log}Libera memoria: cierra otros programas, deja menos a Ollama (\`localgpt up --memory 4g\`) o añade en la página menos documentos a la vez`;
  }
  if (reason === "silent" || reason === "failing") {
    return `${log}Reinícialo: \`localgpt restart ${service}\`; si no basta, mira más de su registro: \`localgpt logs ${service} --tail 100\``;
  }
  if (reason === "timeout") return `${log}Dale más tiempo: \`localgpt up --timeout 30m\``;
  if (reason === "paused" || reason === "removed") return `${log}Vuelve a arrancarlo: \`localgpt up\``;
  return `${log}Mira más de su registro: \`localgpt logs ${service} --tail 100\``;
}
