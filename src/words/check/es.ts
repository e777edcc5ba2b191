import { isForceable } from "../../core/facts/checks.ts";
import { downloadChecks } from "../check-downloads/es.ts";
import { machineChecks } from "../check-machine/es.ts";
import { neighbourChecks } from "../check-neighbours/es.ts";
import type { CheckTexts, ErrorTexts } from "../shapes.ts";
import type * as en from "./en.ts";
import type { CheckWords } from "./words.ts";

export const check: CheckWords = {
  title: (project) => `Comprobaciones de ${project}`,
  good: "Todo está bien",
  summary: ({ warnings, failures, forceable }) => {
    const warned = warnings === 1 ? "1 aviso" : `${warnings} avisos`;
    const failed = failures === 1 ? "1 fallo" : `${failures} fallos`;
    if (failures === 0) return `${warned}; \`localgpt up\` no se detiene por eso`;
    const anyway = forceable ? " o sigue de todos modos con `localgpt up --force`" : "";
    return `${warnings === 0 ? failed : `${failed} y ${warned}`}: arregla lo señalado${anyway}`;
  },
};

export const checkHelp: typeof en.checkHelp = {
  check: {
    summary: "Comprueba el equipo y muestra cómo arreglar lo que no está listo",
    description:
      "Mira Docker, la memoria, el procesador, el disco, el puerto, la GPU y la red, y muestra qué está bien y cómo arreglar lo que no. `up` hace las mismas comprobaciones.",
    options: {},
    arguments: { model: "comprueba este modelo en lugar del de los ajustes" },
    examples: [
      { command: "localgpt check", what: "comprueba todo" },
      { command: "localgpt check llama3.1:8b", what: "¿podría usar aquí este modelo?" },
    ],
  },
};

export const checkErrors: ErrorTexts<keyof typeof en.checkErrors> = {
  "checks-refused": ({ findings }) => {
    const count = findings.filter((finding) => finding.status === "failure").length;
    const failed = count === 1 ? "Ha fallado una comprobación" : `Han fallado ${count} comprobaciones`;
    return {
      message: `${failed}, así que no se ha arrancado ni descargado nada`,
      hint: isForceable(findings)
        ? "Arregla lo que se señala arriba o, para seguir de todos modos, añade `--force`"
        : "Arregla lo que se señala arriba",
    };
  },
};

/** What every preflight check found. */
export const checks: CheckTexts = { ...machineChecks, ...downloadChecks, ...neighbourChecks };
