import { createFormat } from "../format.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

export const up: typeof en.up = {
  ready: ({ address, changed }) =>
    changed ? `Tu ChatGPT está listo: ${address}` : `Nada que cambiar, todo está en marcha: ${address}`,
  firstAccount: "La primera cuenta que se cree ahí será la de administrador; o créala aquí: `localgpt admin create`",
  openToNetwork: (address) =>
    address === null ? "Abierta a la red, en la dirección de este equipo" : `Abierta a la red: ${address}`,
  runsOn: ({ model, gpu }) =>
    `${model === null ? "Sin modelo elegido" : `Modelo ${model}`}, ${gpu === "none" ? "en el procesador" : `en la GPU (${gpu})`}`,
  limits: ({ memoryLimitBytes, context }) => {
    const memory = memoryLimitBytes === null ? "" : `Hasta ${format.memory(memoryLimitBytes)} de memoria, `;
    return `${memory}${context} tokens de contexto`;
  },
  next: "Y ahora",
  suggestions: {
    status: { command: "localgpt status", what: "qué está en marcha y cuánto consume" },
    logs: { command: "localgpt logs", what: "qué escriben los servicios" },
    down: { command: "localgpt down", what: "parar; los modelos y las conversaciones se conservan" },
    pull: { command: "localgpt pull llama3.2", what: "descargar un modelo" },
  },
  plan: (count) => `\`up\` daría ${count === 1 ? "un paso" : `${count} pasos`}; no se ha cambiado nada:`,
  planNothing: "`up` no cambiaría nada: todo está al día",
};

export const upHelp: typeof en.upHelp = {
  up: {
    summary: "Arranca todo y muestra la dirección de la página",
    description:
      "Comprueba el equipo, descarga lo que falta, arranca Ollama y Open WebUI y espera a que los dos respondan. Recuerda para la próxima vez el puerto, el modelo, los límites y la GPU. Si ya está en marcha, cambia solo lo necesario.",
    options: {
      port: "puerto de la página en este equipo, o ADDRESS:PORT para que entren otros",
      "let-anyone-sign-up": "deja que entren otros aunque cualquiera pueda crear una cuenta",
      model: "modelo que quieres usar; si falta, se descarga",
      "no-model": "no descarga ningún modelo",
      cpus: "límite de CPU para Ollama, por ejemplo 2 o 1.5",
      memory: "límite de memoria para Ollama, por ejemplo 6g",
      context: "tokens de la conversación que ve el modelo",
      gpu: "auto, none (ninguna), nvidia, amd o vulkan",
      open: "abre la página en el navegador cuando esté lista",
      timeout: "cuánto esperar a los servicios, por ejemplo 90s o 10m",
      force: "sigue aunque falle una comprobación",
      "dry-run": "muestra qué haría y por qué, sin hacerlo",
    },
    arguments: {},
    examples: [
      { command: "localgpt up", what: "arranca con lo que recuerda" },
      { command: "localgpt up --model llama3.2:1b --port 8080", what: "un modelo más pequeño, otro puerto" },
      { command: "localgpt up --memory 6g --dry-run", what: "muestra qué cambiaría un límite" },
    ],
  },
};
