import type { CheckFacts, GpuMissing, VirtualMachine } from "../../core/facts/checks.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { freeDisk, waysToFit } from "../fit/en.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import type { CheckTexts } from "../shapes.ts";

const format = createFormat("en");

const raiseMemory: Record<VirtualMachine, string> = {
  "docker-desktop": "Give Docker more in Docker Desktop: Settings → Resources → Memory",
  "docker-desktop-windows":
    "Give Docker more: write `memory=8GB` under `[wsl2]` in the file `%UserProfile%\\.wslconfig`, run `wsl --shutdown` and start Docker Desktop again",
  colima: "Give Docker more: `colima stop && colima start --memory 8`",
  other: "Give more memory to the virtual machine that runs Docker, in its settings",
};

const raiseCpus: Record<VirtualMachine, string> = {
  "docker-desktop": "Give Docker more in Docker Desktop: Settings → Resources → CPU limit",
  "docker-desktop-windows":
    "Give Docker more: write `processors=4` under `[wsl2]` in the file `%UserProfile%\\.wslconfig`, run `wsl --shutdown` and start Docker Desktop again",
  colima: "Give Docker more: `colima stop && colima start --cpu 4`",
  other: "Give more CPUs to the virtual machine that runs Docker, in its settings",
};

export const machineChecks = {
  docker: (_status, { endpoint, engineVersion, operatingSystem }) => ({
    message: `Docker ${engineVersion} answers at ${endpoint} (${operatingSystem})`,
  }),
  cpu: (status, facts) => tellCpu(status === "failure", facts),
  memory: (status, { totalBytes, recommendedBytes, limitBytes, virtualMachine }) => {
    const total = format.memory(totalBytes);
    if (status === "ok") return { message: `Docker has ${total} of memory` };
    if (limitBytes !== null && limitBytes > totalBytes) {
      return {
        message: `The limit of ${format.memory(limitBytes)} has no effect: Docker has only ${total} of memory`,
        hint: "Use the limit that suits this machine: `localgpt up --memory auto`",
      };
    }
    const smaller = "Use a small model (`localgpt up --model llama3.2:1b`) and close what you do not need";
    return {
      message: `Docker has ${total} of memory; ${format.memory(recommendedBytes)} is recommended`,
      hint: virtualMachine === null ? smaller : raiseMemory[virtualMachine],
    };
  },
  "model-memory": (status, facts) => {
    const { model, neededBytes, weightsBytes, totalBytes, limitBytes, limitChosen, context } = facts;
    const withContext = `with ${context} tokens of context it needs about`;
    if (neededBytes === null || weightsBytes === null) {
      return { message: `Cannot tell whether ${model} fits in memory: its size is unknown` };
    }
    const needed = format.memory(neededBytes);
    if (status === "ok") return { message: `${model} fits in memory: it needs about ${needed}, ${tellRoom(facts)}` };
    if (status === "failure") {
      const byLimit = limitChosen && limitBytes !== null && limitBytes < totalBytes;
      const most = byLimit
        ? `the limit of ${format.memory(limitBytes)}`
        : `all of Docker's memory, ${format.memory(totalBytes)}`;
      const isTooHeavy = weightsBytes > (byLimit ? limitBytes : totalBytes);
      const why = isTooHeavy ? `its weights alone take ${format.memory(weightsBytes)}` : `${withContext} ${needed}`;
      return { message: `${model} cannot run here: ${why}, more than ${most}`, hint: tellWays(facts) };
    }
    return {
      message: `${model} may not fit in memory: ${withContext} ${needed}, ${tellRoom(facts)}`,
      hint: tellWays(facts),
    };
  },
  disk: (status, { freeBytes, neededBytes, downloadBytes, path }) => {
    if (freeBytes === null)
      return {
        message: `Cannot tell from here how much disk is free where Docker keeps its data${tellNeed(neededBytes)}`,
      };
    const free = `${format.bytes(freeBytes)} free where Docker keeps its data (${path})`;
    if (status === "ok") return { message: `${free}${tellNeed(neededBytes)}` };
    return {
      message:
        status === "failure"
          ? `Not enough disk space: ${free}, and ${format.bytes(downloadBytes)} to download`
          : `The disk is almost full: ${free}${tellNeed(neededBytes)}`,
      hint: freeDisk,
    };
  },
  gpu: (_status, { choice, kind, missing }) => {
    if (missing !== null) return tellMissing(missing, choice, kind);
    if (kind !== "none") return { message: `Models run on the GPU (${kind})` };
    return {
      message:
        choice === "none"
          ? "Models run on the processor, as chosen"
          : "Models run on the processor: no GPU was found that a container can use",
    };
  },
} satisfies Partial<CheckTexts>;

function tellCpu(failed: boolean, { engineCpus, physicalCores, limit, avx2, virtualMachine }: CheckFacts["cpu"]) {
  const cpus = engineCpus === 1 ? "1 CPU" : `${engineCpus} CPUs`;
  if (failed) {
    return {
      message: `The limit of ${format.number(limit ?? 0)} CPUs is more than Docker has: ${cpus}`,
      hint: `Choose a lower one (\`localgpt up --cpus ${engineCpus}\`) or none (\`localgpt config unset cpus\`)`,
    };
  }
  if (avx2 === false) {
    return {
      message: `The processor has no AVX2: models run slowly, and Open WebUI may end with exit code 132`,
      hint: "Only a newer processor helps (Intel since 2013, AMD since 2015)",
    };
  }
  const cores =
    physicalCores === null || physicalCores === engineCpus
      ? ""
      : ` on ${physicalCores} ${physicalCores === 1 ? "core" : "cores"}`;
  if (engineCpus >= 2) return { message: `Docker has ${cpus}${cores}` };
  const hint = virtualMachine === null ? undefined : raiseCpus[virtualMachine];
  return { message: `Docker has ${cpus}: answers will be slow`, ...(hint === undefined ? {} : { hint }) };
}

function tellRoom({ availableBytes, limitBytes }: CheckFacts["model-memory"]): string {
  const limit = limitBytes === null ? null : `Ollama may use ${format.memory(limitBytes)}`;
  const free = availableBytes === null ? "it is unknown how much is free" : `${format.memory(availableBytes)} is free`;
  return limit === null ? free : `${free} and ${limit}`;
}

/** What a person can do about a model that is too large: take a smaller one, or one of the ways to fit it. */
function tellWays(facts: CheckFacts["model-memory"]): string {
  const [smaller] = facts.alternatives;
  const ways = [
    ...(smaller === undefined
      ? []
      : [`use the largest common model that fits (\`localgpt up --model ${smaller.model}\`)`]),
    ...waysToFit(facts),
  ];
  if (ways.length === 0) ways.push("use a machine with more memory: none of the common models fits");
  const text = ways.join("; or ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. The figures: \`localgpt fit ${pasteable(shortModelName(facts.model))}\``;
}

function tellNeed(neededBytes: number): string {
  return neededBytes === 0 ? "" : `; what must be downloaded takes about ${format.bytes(neededBytes)}`;
}

function tellMissing(missing: GpuMissing, choice: string, kind: string) {
  const instead =
    kind === "none" ? "models run on the processor" : "Docker may refuse it, and models then run on the processor";
  switch (missing) {
    case "driver":
      return {
        message: `The NVIDIA driver is missing: ${instead}`,
        hint: "Install it (https://www.nvidia.com/drivers), check that `nvidia-smi` works, then: `localgpt up`",
      };
    case "toolkit":
      return {
        message: `Docker cannot use the NVIDIA card because NVIDIA Container Toolkit is missing: ${instead}`,
        hint: "Install it (https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/install-guide.html), then `sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker`",
      };
    case "device":
      return {
        message: `No card was found for \`--gpu ${choice === "auto" ? "nvidia" : choice}\` on this machine: ${instead}`,
        hint: "Let localgpt look for one (`localgpt up --gpu auto`) or do without (`localgpt up --gpu none`)",
      };
    case "macos":
      return { message: `On macOS no container can use the GPU: ${instead}` };
    case "architecture":
      return {
        message: `Ollama for AMD cards exists only for amd64: ${instead}`,
        hint: "Do without: `localgpt up --gpu none`",
      };
  }
}
