import type { CheckFacts, GpuMissing, VirtualMachine } from "../../core/facts/checks.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { freeDisk, waysToFit } from "../fit/es.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { CheckTexts } from "../shapes.ts";
import type * as en from "./en.ts";

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

export const machineChecks: CheckTexts<keyof typeof en.machineChecks> = {
  docker: (_status, { endpoint, engineVersion, operatingSystem }) => ({
    message: `Docker ${engineVersion} responde en ${endpoint} (${operatingSystem})`,
  }),
  cpu: (status, facts) => tellCpu(status === "failure", facts),
  memory: (status, { totalBytes, recommendedBytes, limitBytes, virtualMachine }) => {
    const total = format.memory(totalBytes);
    if (status === "ok") return { message: `Docker dispone de ${total} de memoria` };
    if (limitBytes !== null && limitBytes > totalBytes) {
      return {
        message: `El límite de ${format.memory(limitBytes)} no tiene efecto: Docker solo dispone de ${total} de memoria`,
        hint: "Usa el que conviene a este equipo: `localgpt up --memory auto`",
      };
    }
    const smaller = "Elige un modelo pequeño (`localgpt up --model llama3.2:1b`) y cierra lo que no necesites";
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
};

function tellCpu(failed: boolean, { engineCpus, physicalCores, limit, avx2, virtualMachine }: CheckFacts["cpu"]) {
  const cpus = `${engineCpus} CPU`;
  if (failed) {
    return {
      message: `El límite de ${format.number(limit ?? 0)} CPU es mayor que las que tiene Docker: ${cpus}`,
      hint: `Elige uno menor (\`localgpt up --cpus ${engineCpus}\`) o ninguno (\`localgpt config unset cpus\`)`,
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
      : [`elige el mayor de los modelos habituales que caben (\`localgpt up --model ${smaller.model}\`)`]),
    ...waysToFit(facts),
  ];
  if (ways.length === 0) ways.push("usa un equipo con más memoria: no cabe ninguno de los modelos habituales");
  const text = ways.join("; o ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. Los cálculos: \`localgpt fit ${pasteable(shortModelName(facts.model))}\``;
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
        hint: "Deja que localgpt busque una (`localgpt up --gpu auto`) o prescinde de ella (`localgpt up --gpu none`)",
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
