import type { CheckFacts, GpuMissing, VirtualMachine } from "../../core/facts/checks.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import { formatBinding, loopbackAddress } from "../../core/values/binding.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { errors } from "../errors/es.ts";
import { freeDisk, waysToFit } from "../fit/es.ts";
import { createFormat } from "../format.ts";
import { near } from "../near/es.ts";
import { pasteable } from "../phrases.ts";
import { registryReasons } from "../registry-reasons/es.ts";
import type { Words } from "../words.ts";
import type { CheckWords } from "./words.ts";

const format = createFormat("es");

const raiseMemory: Record<VirtualMachine, string> = {
  "docker-desktop": "Dale más a Docker en Docker Desktop: Settings → Resources → Memory",
  "docker-desktop-windows":
    "Dale más a Docker: escribe `memory=8GB` debajo de `[wsl2]` en el archivo `%UserProfile%\\.wslconfig`, ejecuta `wsl --shutdown` y vuelve a abrir Docker Desktop",
  colima: "Dale más a Docker: `colima stop && colima start --memory 8`",
  other: "Dale más memoria a la máquina virtual en la que funciona Docker, en sus ajustes",
};

const raiseCpus: Record<VirtualMachine, string> = {
  "docker-desktop": "Dale más a Docker en Docker Desktop: Settings → Resources → CPU limit",
  "docker-desktop-windows":
    "Dale más a Docker: escribe `processors=4` debajo de `[wsl2]` en el archivo `%UserProfile%\\.wslconfig`, ejecuta `wsl --shutdown` y vuelve a abrir Docker Desktop",
  colima: "Dale más a Docker: `colima stop && colima start --cpu 4`",
  other: "Dale más CPU a la máquina virtual en la que funciona Docker, en sus ajustes",
};

export const checks: Words["checks"] = {
  docker: (_status, { endpoint, engineVersion, operatingSystem }) => ({
    message: `Docker ${engineVersion} responde en ${endpoint} (${operatingSystem})`,
  }),
  cpu: (status, facts) => tellCpu(status === "failure", facts),
  memory: (status, { totalBytes, recommendedBytes, limitBytes, virtualMachine }) => {
    const total = format.memory(totalBytes);
    if (status === "ok") return { message: `Docker dispone de ${total} de memoria` };
    if (limitBytes !== null && limitBytes > totalBytes) {
      return {
        message: `El límite de ${format.memory(limitBytes)} no limita nada: Docker dispone de ${total} de memoria`,
        hint: "Vuelve al que conviene a este equipo: `localgpt up --memory auto`",
      };
    }
    const smaller = "Elige un modelo pequeño, `localgpt up --model llama3.2:1b`, y cierra lo que no necesites";
    return {
      message: `Docker dispone de ${total} de memoria; se recomiendan ${format.memory(recommendedBytes)}`,
      hint: virtualMachine === null ? smaller : raiseMemory[virtualMachine],
    };
  },
  "model-memory": (status, facts) => {
    const { model, neededBytes, weightsBytes, totalBytes, limitBytes, limitChosen, context } = facts;
    const withContext = `con ${context} tokens de contexto necesita unos`;
    if (neededBytes === null || weightsBytes === null) {
      return { message: `No se puede saber si ${model} cabe en la memoria: se desconoce su tamaño` };
    }
    const needed = format.memory(neededBytes);
    if (status === "ok") return { message: `${model} cabe en la memoria: necesita unos ${needed}, ${tellRoom(facts)}` };
    if (status === "failure") {
      const byLimit = limitChosen && limitBytes !== null && limitBytes < totalBytes;
      const most = byLimit
        ? `el límite de ${format.memory(limitBytes)}`
        : `toda la memoria de Docker, ${format.memory(totalBytes)}`;
      const isTooHeavy = weightsBytes > (byLimit ? limitBytes : totalBytes);
      const why = isTooHeavy ? `solo sus pesos ocupan ${format.memory(weightsBytes)}` : `${withContext} ${needed}`;
      return { message: `${model} no puede funcionar aquí: ${why}, más que ${most}`, hint: tellWays(facts) };
    }
    return {
      message: `Puede que ${model} no quepa en la memoria: ${withContext} ${needed}, ${tellRoom(facts)}`,
      hint: tellWays(facts),
    };
  },
  disk: (status, { freeBytes, neededBytes, downloadBytes, path }) => {
    if (freeBytes === null)
      return {
        message: `Desde aquí no se puede saber cuánto espacio queda libre en el disco donde Docker guarda sus datos${tellNeed(neededBytes)}`,
      };
    const free = `${format.bytes(freeBytes)} libres donde Docker guarda sus datos (${path})`;
    if (status === "ok") return { message: `Hay ${free}${tellNeed(neededBytes)}` };
    return {
      message:
        status === "failure"
          ? `No hay espacio suficiente en el disco: quedan ${free} y hay que descargar ${format.bytes(downloadBytes)}`
          : `El disco está casi lleno: quedan ${free}${tellNeed(neededBytes)}`,
      hint: freeDisk,
    };
  },
  port: (_status, { port, state, owner, nextFree, setting, address = loopbackAddress, ownAddresses = [] }) => {
    if (state === "free") return { message: `El puerto ${port} está libre` };
    if (state === "ours") return { message: `El puerto ${port} lo usa esta instalación` };
    if (state === "not-here") {
      const [other = "0.0.0.0"] = ownAddresses;
      return {
        message: `Este equipo no tiene la dirección ${address}${ownAddresses.length === 0 ? "" : `, sino ${format.list(ownAddresses)}`}`,
        hint: `Usa una que tenga: \`localgpt up --port ${pasteable(formatBinding({ address: other, port }))}\``,
      };
    }
    return errors["port-taken"]({ port, owner: owner ?? { kind: "unknown" }, nextFree, setting, address });
  },
  exposure: (status, { address, port, signUp }) => {
    const binding = formatBinding({ address, port });
    const pasted = pasteable(binding);
    const open = `La página ${status === "failure" ? "quedaría" : "está"} abierta a toda la red (${binding})`;
    if (signUp === "closed") {
      return {
        message: `${open}; solo entra quien tiene cuenta, y lo que escribe viaja sin cifrar`,
      };
    }
    const meaning = {
      first: "todavía nadie tiene cuenta: quien se registre primero será su administrador",
      open: "cualquiera que esté en ella puede crearse una cuenta",
      unknown: "no se ha podido averiguar si cualquiera puede crearse una cuenta",
    }[signUp];
    if (status !== "failure") return { message: `${open}, y ${meaning}` };
    const close = {
      first: `Crea antes la cuenta de administrador, que cierra el registro: \`localgpt up --port ${port} && localgpt admin create\`, y después \`localgpt up --port ${pasted}\``,
      open: "Cierra antes el registro, en la página en Administración → Ajustes → Authentication (New Sign Ups), y repite la orden",
      unknown: `Arráncala antes solo para este equipo: \`localgpt up --port ${port}\``,
    }[signUp];
    return {
      message: `${open}, y ${meaning}`,
      hint: `${close}. Si de verdad la quieres así: \`localgpt up --port ${pasted} --let-anyone-sign-up\``,
    };
  },
  gpu: (_status, { choice, kind, missing }) => {
    if (missing !== null) return tellMissing(missing, choice, kind);
    if (kind !== "none") return { message: `Los modelos funcionan en la GPU (${kind})` };
    return {
      message:
        choice === "none"
          ? "Los modelos funcionan en el procesador, como elegiste"
          : "Los modelos funcionan en el procesador: no se ha encontrado ninguna GPU que pueda usar un contenedor",
    };
  },
  images: (status, { present, missing, wrongArchitecture, engineArchitecture, downloadBytes }) => {
    const [wrong] = wrongArchitecture;
    if (wrong !== undefined) {
      const names = format.list(wrongArchitecture.map(({ image, architecture }) => `${image} (${architecture})`));
      return {
        message: `No son para el procesador de Docker (${engineArchitecture}): ${names}`,
        hint: `Bórrala para que se descargue la correcta: \`docker image rm ${pasteable(wrong.image)}\``,
      };
    }
    if (status === "failure") {
      return {
        message: `Ollama y Open WebUI no existen para el procesador de este Docker (${engineArchitecture}), solo para amd64 y arm64`,
        hint: "Si el procesador es de 64 bits, instala un sistema de 64 bits",
      };
    }
    if (missing.length === 0) return { message: `Imágenes ya descargadas: ${format.list(present)}` };
    const size = downloadBytes === 0 ? "" : ` (unos ${format.bytes(downloadBytes)})`;
    return { message: `Imágenes por descargar${size}: ${format.list(missing)}` };
  },
  model: (_status, { model, state, bytes, reason, near: similar }) => {
    const size = bytes === null ? "" : ` (${format.bytes(bytes)})`;
    switch (state) {
      case "present":
        return { message: `El modelo ${model} ya está descargado${size}` };
      case "missing":
        return {
          message: `Modelo por descargar: ${model}${size}${reason === null ? "" : `; el servidor no ha dicho cuánto ocupa (${registryReasons[reason]})`}`,
        };
      case "unknown":
        if (reason === "not-found") {
          return {
            message: `No hay ningún modelo \`${model}\` que se pueda descargar${near(similar)}`,
            hint: "Solo funcionará si Ollama ya lo tiene. Mira los que hay: https://ollama.com/library",
          };
        }
        return {
          message: `El modelo ${model}${size} se descargará si Ollama aún no lo tiene`,
        };
      case "not-found":
        return {
          message: `No existe ningún modelo \`${model}\`${near(similar)}`,
          hint: "Mira los que hay: https://ollama.com/library",
        };
    }
  },
  registry: (status, { hosts }) => {
    const away = hosts.filter(({ reachable }) => !reachable);
    if (away.length === 0)
      return { message: `Responden los servidores de descarga: ${format.list(hosts.map(({ host }) => host))}` };
    const told = away.map(({ host, reason, detail }) => {
      // The name that cannot be resolved is the host itself.
      const more = detail === null || reason === "no-such-host" ? "" : `: ${detail}`;
      return `${host} (${registryReasons[reason ?? "other"]}${more})`;
    });
    const message = `Hay algo que descargar, pero desde aquí no se llega a ${format.list(told)}`;
    if (status === "note") return { message: `${message}. Docker tiene su propio proxy o réplica y quizá sí llegue` };
    return { message, hint: registryHint(away[0]?.reason ?? "other") };
  },
  "native-ollama": (_status, { port }) => ({
    message: `En este equipo hay otro Ollama en marcha en el puerto ${port}. No molesta: esta instalación tiene el suyo y no usa ese puerto`,
  }),
  "other-volumes": (status, { volumes, adoptable }) => ({
    message:
      status === "warning"
        ? `Docker guarda datos de un Ollama u Open WebUI anterior: ${format.list(volumes)}. Esta instalación empieza sin ellos`
        : `Docker guarda datos de otro Ollama u Open WebUI, que esta instalación no toca: ${format.list(volumes)}`,
    hint:
      adoptable.length === 0
        ? "Para copiar a esta instalación los que elijas: `localgpt adopt VOLUMEN`"
        : `Para copiarlos a esta instalación: \`localgpt adopt ${adoptable.map(pasteable).join(" ")}\``,
  }),
  "foreign-volumes": (_status, { volumes }) => ({
    message: `Esta instalación usa algo que localgpt no ha creado: ${format.list(volumes)}. Lo que hay dentro se conserva, y lo nuevo se guarda también ahí`,
    hint: "Si es de otra persona, dale otro nombre a esta instalación: `localgpt --project NOMBRE up`",
  }),
  "lost-data": (_status, { volumes, gone }) =>
    gone !== null
      ? {
          message: `Ya no existe el volumen ${gone}, con los datos de la página: arrancaría sin cuentas ni conversaciones`,
          hint: "Si este no es el Docker de antes, vuelve al que lo tiene (`docker context ls`); si lo es, vuelve a lo de antes del último cambio con `localgpt rollback`, o mira qué copias de seguridad hay: `localgpt backup list`",
        }
      : {
          message: `La página tiene datos en ${format.list(volumes)}, pero se ha perdido el registro de lo instalado: arrancaría sin cuentas ni conversaciones`,
          hint: `Recupera los últimos: \`localgpt adopt ${volumes[0] ?? "VOLUMEN"}\``,
        },
  "other-folder": (_status, { project, folder }) => ({
    message: `\`${project}\` es de un localgpt con otros ajustes, cuya carpeta es ${folder}; cada uno le desharía los contenedores al otro`,
    hint: `Usa aquel (su carpeta se elige con la variable \`LOCALGPT_HOME\`, y \`sudo\` elige otra), o crea una segunda instalación: \`localgpt --project NOMBRE up\``,
  }),
  "network-aliases": (_status, { service }) => ({
    message: `El contenedor de ${service} ha perdido su nombre en la red, así que el otro no lo encuentra`,
    hint: "Vuelve a crearlo: `localgpt up`",
  }),
};

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

function tellCpu(failed: boolean, { engineCpus, physicalCores, limit, avx2, virtualMachine }: CheckFacts["cpu"]) {
  const cpus = `${engineCpus} CPU`;
  if (failed) {
    return {
      message: `El límite de ${format.number(limit ?? 0)} CPU es mayor que las que tiene Docker: ${cpus}`,
      hint: `Elige uno menor: \`localgpt up --cpus ${engineCpus}\`; o ninguno: \`localgpt config unset cpus\``,
    };
  }
  if (avx2 === false) {
    return {
      message:
        "El procesador no tiene AVX2: los modelos irán lentos y Open WebUI puede terminar con el código de salida 132",
      hint: "Solo lo arregla un procesador más nuevo (Intel desde 2013, AMD desde 2015)",
    };
  }
  const cores =
    physicalCores === null || physicalCores === engineCpus
      ? ""
      : ` en ${physicalCores} ${physicalCores === 1 ? "núcleo" : "núcleos"}`;
  if (engineCpus >= 2) return { message: `Docker dispone de ${cpus}${cores}` };
  const hint = virtualMachine === null ? undefined : raiseCpus[virtualMachine];
  return { message: `Docker dispone de ${cpus}: las respuestas serán lentas`, ...(hint === undefined ? {} : { hint }) };
}

function tellRoom({ availableBytes, limitBytes }: CheckFacts["model-memory"]): string {
  const limit = limitBytes === null ? null : `Ollama puede usar ${format.memory(limitBytes)}`;
  const free =
    availableBytes === null ? "no se sabe cuánta queda libre" : `quedan libres ${format.memory(availableBytes)}`;
  return limit === null ? free : `${free} y ${limit}`;
}

/** What a person can do about a model that is too large: take a smaller one, or one of the ways to fit it. */
function tellWays(facts: CheckFacts["model-memory"]): string {
  const [smaller] = facts.alternatives;
  const ways = [
    ...(smaller === undefined
      ? []
      : [`elige el mayor de los modelos habituales que cabe, \`localgpt up --model ${smaller.model}\``]),
    ...waysToFit(facts),
  ];
  if (ways.length === 0) ways.push("usa un equipo con más memoria: no cabe ninguno de los modelos habituales");
  const text = ways.join("; o ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. Las cuentas: \`localgpt fit ${pasteable(shortModelName(facts.model))}\``;
}

function tellNeed(neededBytes: number): string {
  return neededBytes === 0 ? "" : `; lo que hay que descargar ocupa unos ${format.bytes(neededBytes)}`;
}

function tellMissing(missing: GpuMissing, choice: string, kind: string) {
  const instead =
    kind === "none"
      ? "los modelos funcionan en el procesador"
      : "puede que Docker la rechace; entonces los modelos funcionarán en el procesador";
  switch (missing) {
    case "driver":
      return {
        message: `Falta el controlador de la tarjeta NVIDIA: ${instead}`,
        hint: "Instálalo (https://www.nvidia.com/drivers), comprueba que `nvidia-smi` funciona y después: `localgpt up`",
      };
    case "toolkit":
      return {
        message: `Docker no puede usar la tarjeta NVIDIA porque falta NVIDIA Container Toolkit: ${instead}`,
        hint: "Instálalo (https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/install-guide.html) y después `sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker`",
      };
    case "device":
      return {
        message: `En este equipo no hay ninguna tarjeta para \`--gpu ${choice === "auto" ? "nvidia" : choice}\`: ${instead}`,
        hint: "Deja que se busque una, `localgpt up --gpu auto`, o prescinde de ella: `localgpt up --gpu none`",
      };
    case "macos":
      return { message: `En macOS ningún contenedor puede usar la GPU: ${instead}` };
    case "architecture":
      return {
        message: `Ollama para tarjetas AMD solo existe para amd64: ${instead}`,
        hint: "Prescinde de ella: `localgpt up --gpu none`",
      };
  }
}

function registryHint(reason: PullReason): string {
  switch (reason) {
    case "no-such-host":
      return "Comprueba que este equipo tiene internet y un DNS que funciona. Lo ya descargado funciona sin conexión";
    case "proxy":
      return "Revisa `HTTPS_PROXY` y `NO_PROXY`; Docker también necesita el proxy: https://docs.docker.com/engine/daemon/proxy/";
    case "tls":
      return "Comprueba que la fecha del equipo es correcta; si tu centro o empresa inspecciona el tráfico, Docker necesita su certificado: https://docs.docker.com/engine/security/certificates/";
    default:
      return "Comprueba que este equipo tiene internet y que no hay un cortafuegos o un proxy por medio. Lo ya descargado funciona sin conexión";
  }
}
