import type { EndpointAttempt } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts } from "../shapes.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

const restartDocker = "Reinicia Docker (`sudo systemctl restart docker`, o cierra y abre Docker Desktop)";

export const dockerErrors: ErrorTexts<keyof typeof en.dockerErrors> = {
  "docker-unreachable": ({ attempts, platform }) => ({
    message: [
      attempts.length === 0 ? "Docker no responde" : "Docker no responde. Se ha probado:",
      ...attempts.map((attempt) => `  ${tellAttempt(attempt)}`),
    ].join("\n"),
    hint: dockerStart(attempts, platform),
  }),
  "docker-permission": ({ endpoint, user }) => ({
    message: `El usuario \`${user}\` no puede usar Docker: no tiene acceso a \`${endpoint}\``,
    hint: "Añade tu usuario al grupo `docker`: `sudo usermod -aG docker $USER`; luego cierra la sesión y vuelve a entrar.\nTen en cuenta que los miembros de ese grupo pueden hacer en este equipo lo mismo que root",
  }),
  "docker-context-missing": ({ context, file }) => ({
    message: `El contexto de Docker \`${context}\` no existe: falta \`${file}\``,
    hint: "Mira los que hay con `docker context ls` y elige uno con `docker context use default`; revisa también la variable `DOCKER_CONTEXT`",
  }),
  "docker-endpoint-unsupported": ({ endpoint }) => ({
    message: `localgpt no puede llegar a Docker por \`${endpoint}\``,
    hint: "Pon en `DOCKER_HOST` una dirección que empiece por `unix://`, `tcp://`, `ssh://` o `npipe://`",
  }),
  "docker-too-old": ({ apiVersion, neededApiVersion }) => ({
    message: `Este Docker Engine tiene la API ${apiVersion}; localgpt necesita la ${neededApiVersion} o una más nueva (Docker 20.10)`,
    hint: "Actualiza Docker: https://docs.docker.com/engine/install/",
  }),
  "docker-windows-containers": () => ({
    message: "Docker está en modo contenedores de Windows; Ollama y Open WebUI necesitan contenedores de Linux",
    hint: 'Cámbialo en PowerShell: `& "$Env:ProgramFiles\\Docker\\Docker\\DockerCli.exe" -SwitchLinuxEngine`',
  }),
  "docker-lost": ({ action }) => ({
    message: `Se ha perdido la conexión con Docker${tellAction(" al intentar ", action)}`,
    hint: "Comprueba con `docker info` que Docker está en marcha y repite la orden: sigue donde se quedó",
  }),
  "docker-timeout": ({ action, waitedMs }) => ({
    message: `Docker no ha respondido ${waitedMs === 0 ? "a tiempo" : `en ${format.duration(waitedMs)}`}${tellAction(" al intentar ", action)}`,
    hint: `${restartDocker} y repite la orden: sigue donde se quedó`,
  }),
  "docker-garbled": ({ action }) => ({
    message: `La respuesta no parece de Docker${tellAction(" al pedirle ", action)}`,
    hint: `Mira con \`docker info\` qué responde ahí. ${restartDocker} y repite la orden`,
  }),
  "docker-failed": ({ action, status, detail }) => ({
    message: `Docker no ha podido ${actions[action] ?? action}${status === null ? "" : ` (HTTP ${status})`}: ${detail}`,
    hint: "Comprueba Docker y el equipo: `localgpt check`",
  }),
  "name-taken": ({ kind, name }) => ({
    message: `Ya hay ${kindNames[kind]} \`${name}\` que no ha creado localgpt`,
    hint: `Ponle otro nombre a esta instalación: \`localgpt --project NAME up\`; o elimina lo que hay: \`docker ${kind === "container" ? "rm -f" : `${kind} rm`} ${name}\``,
  }),
  "networks-exhausted": () => ({
    message: "A Docker no le quedan direcciones para otra red",
    hint: "Elimina las redes sin usar con `docker network prune` y luego ejecuta `localgpt up`",
  }),
  "gpu-refused": ({ gpu, detail }) => ({
    message: `Docker no ha podido usar la GPU (${gpu}): ${detail}`,
    hint: "Sigue sin ella: `localgpt up --gpu none`",
  }),
};

const kindNames = { container: "un contenedor", network: "una red", volume: "un volumen" };

/** What was asked of Docker, to follow "no ha podido". */
export const actions: Record<string, string> = {
  apply: "llevar a cabo el plan",
  "ask-service": "pasarle una petición a un servicio",
  connect: "aceptar la conexión",
  "create-container": "crear un contenedor",
  "attach-container": "conectarse a un contenedor",
  "copy-models": "copiar modelos de un volumen a otro",
  "copy-data": "copiar datos de un volumen a otro",
  "read-page-state": "leer la base de datos de la página",
  "create-network": "crear la red",
  "create-volume": "crear un volumen",
  "follow-logs": "seguir los registros",
  "inspect-container": "consultar un contenedor",
  "inspect-image": "consultar una imagen",
  "list-containers": "listar los contenedores",
  "list-networks": "listar las redes",
  "list-volumes": "listar los volúmenes",
  "measure-folder": "medir lo que ocupa una carpeta",
  "look-into-volume": "mirar lo que hay en un volumen",
  "open-tunnel": "abrir una conexión con un contenedor",
  "pull-image": "descargar una imagen",
  "pull-model": "descargar un modelo",
  "read-data": "leer los datos",
  "read-accounts": "leer las cuentas de la página",
  "read-free-space": "medir el espacio libre en el disco",
  "read-info": "describirse",
  "read-logs": "leer los registros",
  "read-manifest": "medir un modelo",
  "read-stats": "medir lo que usa un contenedor",
  "read-volume-sizes": "medir los volúmenes",
  "remove-container": "eliminar un contenedor",
  "remove-image": "eliminar una imagen",
  "remove-volume": "borrar un volumen",
  "remove-network": "eliminar la red",
  "restart-container": "reiniciar un contenedor",
  "set-password": "cambiar una contraseña de la página",
  "set-page-default": "cambiar un ajuste de la página",
  "start-container": "arrancar un contenedor",
  "stop-container": "parar un contenedor",
  "unpause-container": "reanudar un contenedor",
  "verify-files": "comprobar los archivos de un modelo",
  "wait-ready": "esperar a un servicio",
  "write-data": "escribir los datos",
};

const tellAction = (before: string, action: string): string => `${before}${actions[action] ?? action}`;

const attemptReasons: Record<EndpointAttempt["reason"], string> = {
  "not-there": "ahí no hay nada",
  refused: "ahí no hay nada escuchando",
  permission: "acceso denegado",
  timeout: "no respondió a tiempo",
  "not-docker": "lo que responde no es Docker",
  tls: "falló la conexión TLS",
  "no-such-host": "ese equipo no existe",
  failed: "falló",
};

const attemptSources: Record<EndpointAttempt["source"], string> = {
  DOCKER_HOST: "de `DOCKER_HOST`",
  context: "del contexto de Docker",
  default: "el habitual",
  "known-socket": "un sitio conocido",
};

function tellAttempt({ endpoint, source, reason, detail }: EndpointAttempt): string {
  const more = reason === "failed" || reason === "tls" ? `: ${detail}` : "";
  return `${endpoint} (${attemptSources[source]}): ${attemptReasons[reason]}${more}`;
}

/** Whether an endpoint is one of this machine. */
const isHere = (endpoint: string): boolean => /^(unix|npipe):/.test(endpoint);

function dockerStart(attempts: EndpointAttempt[], platform: NodeJS.Platform): string {
  const asked = attempts.find((attempt) => attempt.source === "DOCKER_HOST" || attempt.source === "context");
  const install = "¿Aún no tienes Docker? https://docs.docker.com/get-started/get-docker/";
  if (attempts.some(({ endpoint, reason }) => reason === "timeout" && isHere(endpoint))) {
    return `${restartDocker}: está en marcha, pero no responde`;
  }
  if (asked?.source === "DOCKER_HOST" && isHere(asked.endpoint)) {
    return `Arranca el Docker que debería estar en marcha ahí, o usa el habitual: \`unset DOCKER_HOST\`. ${install}`;
  }
  if (asked?.source === "DOCKER_HOST") {
    return `Corrige la variable, o quítala: \`unset DOCKER_HOST\`. ${install}`;
  }
  if (asked?.source === "context" && !asked.endpoint.startsWith("unix://")) {
    return `Vuelve al Docker de este equipo: \`docker context use default\`. ${install}`;
  }
  if (platform === "darwin") return `Arranca Docker Desktop: \`open -a Docker\`. ${install}`;
  if (platform === "win32") {
    return `Arranca Docker Desktop, en PowerShell: \`& "$Env:ProgramFiles\\Docker\\Docker\\Docker Desktop.exe"\`. ${install}`;
  }
  return `Arranca Docker: \`sudo systemctl start docker\`. ${install}`;
}
