import { isForceable } from "../../core/facts/checks.ts";
import type { EndpointAttempt, PortOwner, ServiceFailure } from "../../core/facts/vocabulary.ts";
import { explainExit } from "../../core/stack/container-exit-codes.ts";
import { findDatabaseDamage } from "../../core/stack/page-log.ts";
import { formatBinding, loopbackAddress } from "../../core/values/binding.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { adminErrors } from "../admin/es.ts";
import { adoptErrors } from "../adopt/es.ts";
import { answerReasons } from "../answer-reasons/es.ts";
import { askErrors, quoteIt } from "../ask/es.ts";
import { backupErrors } from "../backup/es.ts";
import { changeErrors, changes } from "../changes/es.ts";
import { chatErrors } from "../chat/es.ts";
import { exits } from "../daily/es.ts";
import { fileHint, fileReasons } from "../file-reasons/es.ts";
import { createFormat } from "../format.ts";
import { near } from "../near/es.ts";
import { locate, logTailOf, pasteable, uncapitalise } from "../phrases.ts";
import { pullReasons } from "../pull-reasons/es.ts";
import { registryReasons } from "../registry-reasons/es.ts";
import { restoreErrors } from "../restore/es.ts";
import { selfUpdateErrors } from "../self-update/es.ts";
import { services } from "../services/es.ts";
import { tellError } from "../tell.ts";
import { uninstallErrors } from "../uninstall/es.ts";
import type { Words } from "../words.ts";

const format = createFormat("es");

export const expected: Words["expected"] = {
  port: "un número entero entre 1 y 65535",
  binding: "un puerto del 1 al 65535, o una dirección y un puerto como `192.168.1.20:3000`",
  "yes-no": "`yes` (sí) o `no`",
  size: "un tamaño como `6g` o `512m`, de al menos `6m`",
  duration: "una duración como `90s`, `10m` o `1h30m`",
  time: "una duración como `10m` o un momento como `2026-01-31` o `2026-01-31T09:30`",
  cpus: "un número de CPU como `2` o `1.5`, de al menos `0.01`",
  context: "un número entero de tokens entre 256 y 1048576",
  count: "un número entero como `100`",
  gpu: "`auto`, `none`, `nvidia`, `amd` o `vulkan`",
  language: "`es` o `en`",
  "project-name": "un nombre de minúsculas, cifras, `-` y `_` que empiece por una letra o una cifra",
  "model-name": "el nombre de un modelo, como `llama3.2` o `llama3.2:1b`",
  "image-reference": "una imagen como `ollama/ollama:0.35.1`",
  shell: "`bash`, `zsh`, `fish` o `powershell`",
  service: "`ollama` u `open-webui`",
  settings: "líneas como `port: 3000`",
  text: "un texto",
  temperature: "un número de 0 a 2, por ejemplo `0.7`",
  "top-p": "un número mayor que 0 y hasta 1, por ejemplo `0.9`",
  "max-tokens": "un número entero de tokens, de 1 a 1048576",
  seed: "un número entero de 0 a 2147483647",
  email: "un correo como `ana@example.org`",
  "web-address": "una dirección como `https://example.org/localgpt`",
  "person-name": "un nombre de 1 a 100 caracteres",
  "conversation-name": "un nombre de hasta 64 letras, cifras, espacios, `.`, `_` o `-` (`last` lo usa localgpt)",
};

const restartDocker = "Reinicia Docker (`sudo systemctl restart docker`, o cierra y abre Docker Desktop)";

const fixFile = (file: string): string =>
  `Corrige el archivo, o bórralo para volver a los valores predeterminados: \`rm ${pasteable(file)}\``;
const fixLine = "Corrige esa línea del archivo, o bórrala para usar el valor predeterminado";

export const errors: Words["errors"] = {
  "invalid-value": ({ name, value, expected: kind, place }) => ({
    message: locate(place, "línea", "columna", `\`${name}\` debe ser ${expected[kind]}, no \`${value}\``),
    ...(place === undefined ? {} : { hint: kind === "settings" ? fixFile(place.file) : fixLine }),
  }),
  "unknown-setting": ({ key, near: similar, place }) => ({
    message: locate(place, "línea", "columna", `no hay ningún ajuste \`${key}\`${near(similar)}`),
    hint: "Todos los ajustes: `localgpt config list`",
  }),
  // The detail is the parser's own, in English; the place says enough.
  "settings-syntax": ({ place, twice }) => ({
    message: locate(
      place,
      "línea",
      "columna",
      twice === undefined ? "esto no es YAML válido" : `\`${twice}\` está por segunda vez`,
    ),
    hint: twice === undefined ? fixFile(place.file) : "Borra una de las dos líneas",
  }),
  "unknown-command": ({ value, near: similar }) => ({
    message: `No hay ninguna orden \`${value}\`${near(similar === null ? null : `localgpt ${similar}`)}`,
    hint: "Todas las órdenes: `localgpt --help`",
  }),
  "unknown-option": ({ value, near: similar, command }) => ({
    message: `\`${command}\` no tiene ninguna opción \`${value}\`${near(similar)}`,
    hint: `Sus opciones: \`${command} --help\``,
  }),
  "missing-argument": ({ name, command }) => ({
    message: `A \`${command}\` le falta \`${name}\``,
    hint: `Cómo se usa: \`${command} --help\``,
  }),
  "excess-arguments": ({ value, command, quoted }) => ({
    message: `\`${command}\` no sabe qué hacer con \`${value}\``,
    hint: quoted === undefined ? `Cómo se usa: \`${command} --help\`` : quoteIt(quoted),
  }),
  "missing-value": ({ option, command }) => ({
    message: `A \`${option}\` le falta un valor`,
    hint: `Cómo se usa: \`${command} --help\``,
  }),
  "confirmation-needed": () => ({
    message: "Esto solo se hace si dices que sí, y no hay una terminal en la que preguntarte",
    hint: "Si es lo que quieres, añade `--yes`",
  }),
  "conflicting-options": ({ first, second }) => ({
    message: `\`${first}\` y \`${second}\` no pueden ir juntas`,
    hint: "Quita una de las dos",
  }),
  "unknown-service": ({ value, near: similar }) => ({
    message: `No hay ningún servicio \`${value}\`${near(similar)}`,
    hint: "Los servicios son `ollama` y `open-webui`",
  }),
  "unknown-model": ({ value, near: similar, installed }) => ({
    message: `El modelo \`${value}\` no está instalado${near(similar)}`,
    hint:
      installed.length === 0
        ? `Todavía no hay ninguno. Descárgalo: \`localgpt pull ${pasteable(value)}\``
        : `Instalados: ${format.list(installed)}. Descárgalo: \`localgpt pull ${pasteable(value)}\``,
  }),
  ...askErrors,
  "model-exists": ({ model }) => ({
    message: `Ya hay un modelo \`${model}\``,
    hint: "Elige otro nombre con `--as` o sustitúyelo: añade `--force`",
  }),
  "nothing-to-change": ({ model, asked }) => ({
    message:
      asked.length === 0
        ? `No has dicho en qué debe ser distinto de \`${model}\` el modelo nuevo`
        : `\`${model}\` ya tiene esos valores: ${format.list(asked.map((name) => `\`${name}\``))}`,
    hint: "Di qué quieres cambiar, por ejemplo `--temperature 0.2`; todas las opciones: `localgpt tune --help`",
  }),
  ...chatErrors,
  ...selfUpdateErrors,
  ...uninstallErrors,
  ...backupErrors,
  ...adminErrors,
  ...adoptErrors,
  ...restoreErrors,
  "docker-unreachable": ({ attempts, platform }) => ({
    message: [
      attempts.length === 0 ? "Docker no responde" : "Docker no responde. Se ha probado:",
      ...attempts.map((attempt) => `  ${tellAttempt(attempt)}`),
    ].join("\n"),
    hint: dockerStart(attempts, platform),
  }),
  "docker-permission": ({ endpoint, user }) => ({
    message: `El usuario \`${user}\` no puede usar Docker: no tiene acceso a \`${endpoint}\``,
    hint: "Añade tu usuario al grupo `docker`: `sudo usermod -aG docker $USER`; luego cierra la sesión y vuelve a entrar.\nTen en cuenta que quien está en ese grupo puede hacer en este equipo lo mismo que root",
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
    message: `Lo que ha respondido no es Docker, o Docker está averiado: no se le entiende${tellAction(" al pedirle ", action)}`,
    hint: `Mira con \`docker info\` qué hay ahí. ${restartDocker} y repite la orden`,
  }),
  "docker-failed": ({ action, status, detail }) => ({
    message: `Docker no ha podido ${actions[action] ?? action}${status === null ? "" : ` (HTTP ${status})`}: ${detail}`,
    hint: "Comprueba Docker y el equipo: `localgpt check`",
  }),
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
  "port-taken": ({ port, owner, nextFree, setting = "port", address = loopbackAddress }) => ({
    message: `El puerto ${port} lo ocupa ${tellOwner(owner)}`,
    hint:
      setting === "ollama.port"
        ? `Elige otro para Ollama, o ninguno: \`localgpt config set ollama.port ${nextFree ?? "N"}\`, \`localgpt config unset ollama.port\``
        : nextFree === null
          ? "Elige uno libre: `localgpt up --port N`"
          : `Usa uno libre: \`localgpt up --port ${pasteable(formatBinding({ address, port: nextFree }))}\``,
  }),
  "name-taken": ({ kind, name }) => ({
    message: `Ya hay ${kindNames[kind]} \`${name}\` que no ha creado localgpt`,
    hint: `Ponle otro nombre a esta instalación: \`localgpt --project NOMBRE up\`; o elimina lo que hay: \`docker ${kind === "container" ? "rm -f" : `${kind} rm`} ${name}\``,
  }),
  "networks-exhausted": () => ({
    message: "A Docker no le quedan direcciones para otra red",
    hint: "Elimina las redes que no usa ningún contenedor, `docker network prune`, y después: `localgpt up`",
  }),
  "gpu-refused": ({ gpu, detail }) => ({
    message: `Docker no ha podido usar la GPU (${gpu}): ${detail}`,
    hint: "Sigue sin ella: `localgpt up --gpu none`",
  }),
  "pull-failed": (facts) => pullReasons[facts.reason](facts),
  "size-unknown": ({ model, reason, near: similar }) => ({
    message: `No se puede saber si \`${shortModelName(model)}\` cabe: su servidor no ha dicho cuánto ocupa (${registryReasons[reason]})${near(similar)}`,
    hint: "Hace falta internet, salvo para los modelos que ya tienes y los habituales: llama3.2, qwen3:4b, gemma3:4b, mistral:7b y otros",
  }),
  "answer-failed": (facts) => answerReasons[facts.reason](facts),
  "service-not-ready": (facts) => ({ message: tellFailure(facts), hint: afterFailure(facts) }),
  "service-answered": ({ service, path, status, detail }) => ({
    message: `${services[service]} ha respondido a ${path} con HTTP ${status}${detail === "" ? "" : `: ${detail}`}`,
    hint: `Mira su registro: \`localgpt logs ${service} --tail 50\``,
  }),
  "service-unreachable": ({ service, detail, waitedMs }) => ({
    message: `${services[service]} no responde${waitedMs === null ? (detail === "" ? "" : `: ${detail}`) : ` (${format.duration(waitedMs)} sin respuesta)`}`,
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
        : `En este Docker Engine \`${project}\` no tiene ningún contenedor de ${services[service]}`,
    hint: "Arráncalo: `localgpt up`",
  }),
  ...changeErrors,
  "change-failed": ({ kind, undone, cause }) => {
    const { message } = tellError(cause, { errors });
    return {
      message: `No ha funcionado ${changes[kind]}: ${uncapitalise(message)}`,
      hint: undone
        ? `${tellTail(logTailOf(cause))}Todo está como antes, la imagen y los datos`
        : "Tampoco se ha podido volver atrás: ejecuta `localgpt up`, que lo termina",
    };
  },
  "last-backup-failed": ({ cause }) => {
    const { message } = tellError(cause, { errors });
    return {
      message: `No se ha podido hacer la última copia de seguridad, así que no se ha eliminado nada: ${uncapitalise(message)}`,
      hint: "Sin copia: `localgpt uninstall --purge --no-backup`",
    };
  },
  "folder-gone": () => ({
    message: "La carpeta en la que estás ya no existe",
    hint: "Ve a otra, `cd`, y repite la orden",
  }),
  "home-unknown": ({ folder }) => ({
    message:
      folder === null
        ? "No hay dónde guardar los ajustes: este usuario no tiene carpeta personal y `HOME` no está definida"
        : `No hay dónde guardar los ajustes: \`${folder}\` no es una ruta absoluta (sale de \`HOME\` o de \`XDG_DATA_HOME\`)`,
    hint: "Elige una carpeta: `export LOCALGPT_HOME=/srv/localgpt`",
  }),
  "file-failed": ({ path, action, reason }) => ({
    message: `No se ha podido ${{ read: "leer", write: "escribir", lock: "bloquear", remove: "eliminar" }[action]} \`${path}\`: ${fileReasons[reason] ?? reason}`,
    hint: fileHint(action === "read" && reason === "EISDIR" ? "EFBIG" : reason, pasteable(path)),
  }),
  "file-exists": ({ path }) => ({
    message: `\`${path}\` ya existe`,
    hint: "Elige otro nombre o sobrescríbelo: añade `--force`",
  }),
  "browser-failed": ({ address }) => ({
    message: "No se ha podido abrir ningún navegador",
    hint: `Abre tú esta dirección: ${address}`,
  }),
  interrupted: ({ work }) => {
    if (work === "answer") return { message: "Interrumpido" };
    if (work !== "up") return { message: "Interrumpido", hint: "Repite la orden para seguir donde se quedó" };
    return {
      message: "Interrumpido: se conserva lo que ya se ha descargado y arrancado",
      hint: "`localgpt up` sigue desde ahí; `localgpt down` para lo que se haya arrancado",
    };
  },
};

const kindNames = { container: "un contenedor", network: "una red", volume: "un volumen" };

/** What was asked of Docker, to follow "no ha podido". */
export const actions: Record<string, string> = {
  apply: "cumplir el plan",
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
  "read-info": "dar sus datos",
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
  "no-such-host": "no se encuentra ese equipo",
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
    return `${restartDocker}: está ahí, pero no responde`;
  }
  if (asked?.source === "DOCKER_HOST" && isHere(asked.endpoint)) {
    return `Arranca el Docker que debería estar ahí, o usa el habitual: \`unset DOCKER_HOST\`. ${install}`;
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

function tellOwner(owner: PortOwner): string {
  if (owner.kind === "unknown") return "otro programa";
  if (owner.kind === "page") return "la página de esta misma instalación";
  if (owner.kind === "process") return `\`${owner.name}\` (proceso ${owner.pid})`;
  return `el contenedor \`${owner.name}\`${owner.project === null ? "" : ` del proyecto \`${owner.project}\``}`;
}

function tellFailure(failure: ServiceFailure): string {
  const { service, reason, answer, exitCode, oomKilled, memoryLimitBytes, waitedMs } = failure;
  const name = services[service];
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
  "En una máquina virtual, dale el procesador de su anfitrión (`host-passthrough`); un equipo sin AVX no puede ejecutar esta versión";

/** The last lines of a log, each on a line of its own; nothing for none. */
function tellTail(logTail: string[]): string {
  return logTail.length === 0 ? "" : `Sus últimas líneas:\n${logTail.map((line) => `  ${line}`).join("\n")}\n`;
}

function afterFailure({ service, reason, exitCode, oomKilled, logTail }: ServiceFailure): string {
  const log = tellTail(logTail);
  if (service === "open-webui" && findDatabaseDamage(logTail) !== null) {
    return `${log}La base de datos de la página está dañada. Si tienes una copia de seguridad, recupérala: \`localgpt backup list\`, \`localgpt restore ARCHIVO\``;
  }
  if (exitCode !== null && explainExit(exitCode, oomKilled) === "bad-instruction") {
    return `${log}${avxHint}`;
  }
  if ((oomKilled || exitCode === 137) && service === "ollama") {
    return `${log}Dale más, \`localgpt up --memory 6g\`, o usa un modelo más pequeño: \`localgpt up --model llama3.2:1b\``;
  }
  if (oomKilled || exitCode === 137) {
    return `${log}Hazle sitio: cierra otros programas, deja que Ollama use menos, \`localgpt up --memory 4g\`, o añade en la página menos documentos a la vez`;
  }
  if (reason === "silent" || reason === "failing") {
    return `${log}Reinícialo: \`localgpt restart ${service}\`; si no basta, mira más de su registro: \`localgpt logs ${service} --tail 100\``;
  }
  if (reason === "timeout") return `${log}Dale más tiempo: \`localgpt up --timeout 30m\``;
  if (reason === "paused" || reason === "removed") return `${log}Vuelve a arrancarlo: \`localgpt up\``;
  return `${log}Mira más de su registro: \`localgpt logs ${service} --tail 100\``;
}
