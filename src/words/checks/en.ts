import type { CheckFacts, GpuMissing, VirtualMachine } from "../../core/facts/checks.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import { formatBinding, loopbackAddress } from "../../core/values/binding.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { errors } from "../errors/en.ts";
import { freeDisk, waysToFit } from "../fit/en.ts";
import { createFormat } from "../format.ts";
import { near } from "../near/en.ts";
import { pasteable } from "../phrases.ts";
import { registryReasons } from "../registry-reasons/en.ts";
import type { Words } from "../words.ts";
import type { CheckWords } from "./words.ts";

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

export const checks: Words["checks"] = {
  docker: (_status, { endpoint, engineVersion, operatingSystem }) => ({
    message: `Docker ${engineVersion} answers at ${endpoint} (${operatingSystem})`,
  }),
  cpu: (status, facts) => tellCpu(status === "failure", facts),
  memory: (status, { totalBytes, recommendedBytes, limitBytes, virtualMachine }) => {
    const total = format.memory(totalBytes);
    if (status === "ok") return { message: `Docker has ${total} of memory` };
    if (limitBytes !== null && limitBytes > totalBytes) {
      return {
        message: `The limit of ${format.memory(limitBytes)} limits nothing: Docker has ${total} of memory`,
        hint: "Go back to the one that suits this machine: `localgpt up --memory auto`",
      };
    }
    const smaller = "Use a small model, `localgpt up --model llama3.2:1b`, and close what you do not need";
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
  port: (_status, { port, state, owner, nextFree, setting, address = loopbackAddress, ownAddresses = [] }) => {
    if (state === "free") return { message: `Port ${port} is free` };
    if (state === "ours") return { message: `Port ${port} is in use by this stack` };
    if (state === "not-here") {
      const [other = "0.0.0.0"] = ownAddresses;
      return {
        message: `This computer does not have the address ${address}${ownAddresses.length === 0 ? "" : `, but ${format.list(ownAddresses)}`}`,
        hint: `Use one that it has: \`localgpt up --port ${pasteable(formatBinding({ address: other, port }))}\``,
      };
    }
    return errors["port-taken"]({ port, owner: owner ?? { kind: "unknown" }, nextFree, setting, address });
  },
  exposure: (status, { address, port, signUp }) => {
    const binding = formatBinding({ address, port });
    const pasted = pasteable(binding);
    const open = `The page ${status === "failure" ? "would be" : "is"} open to everyone in the network (${binding})`;
    if (signUp === "closed") {
      return {
        message: `${open}; only those with an account get in, and what they write is not encrypted on the way`,
      };
    }
    const meaning = {
      first: "nobody has an account yet: whoever signs up first becomes its administrator",
      open: "anyone there can make an account",
      unknown: "it could not be found out whether anyone there can make an account",
    }[signUp];
    if (status !== "failure") return { message: `${open}, and ${meaning}` };
    const close = {
      first: `Create the administrator first, which closes the sign-up: \`localgpt up --port ${port} && localgpt admin create\`, then \`localgpt up --port ${pasted}\``,
      open: "Close the sign-up first, on the page in Admin Panel → Settings → Authentication (New Sign Ups), then give the command again",
      unknown: `Start it for this computer alone first: \`localgpt up --port ${port}\``,
    }[signUp];
    return {
      message: `${open}, and ${meaning}`,
      hint: `${close}. If it should be just so: \`localgpt up --port ${pasted} --let-anyone-sign-up\``,
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
  images: (status, { present, missing, wrongArchitecture, engineArchitecture, downloadBytes }) => {
    const [wrong] = wrongArchitecture;
    if (wrong !== undefined) {
      const names = format.list(wrongArchitecture.map(({ image, architecture }) => `${image} (${architecture})`));
      return {
        message: `Not for Docker's processor (${engineArchitecture}): ${names}`,
        hint: `Remove it so that the right one is downloaded: \`docker image rm ${pasteable(wrong.image)}\``,
      };
    }
    if (status === "failure") {
      return {
        message: `Ollama and Open WebUI do not exist for the processor of this Docker (${engineArchitecture}), only for amd64 and arm64`,
        hint: "On a 64-bit processor, install a 64-bit system",
      };
    }
    if (missing.length === 0) return { message: `Images already downloaded: ${format.list(present)}` };
    const size = downloadBytes === 0 ? "" : ` (about ${format.bytes(downloadBytes)})`;
    return { message: `Images to download${size}: ${format.list(missing)}` };
  },
  model: (_status, { model, state, bytes, reason, near: similar }) => {
    const size = bytes === null ? "" : ` (${format.bytes(bytes)})`;
    switch (state) {
      case "present":
        return { message: `Model ${model} is already downloaded${size}` };
      case "missing":
        return {
          message: `Model to download: ${model}${size}${reason === null ? "" : `; its registry did not say how large it is (${registryReasons[reason]})`}`,
        };
      case "unknown":
        if (reason === "not-found") {
          return {
            message: `No model \`${model}\` can be downloaded${near(similar)}`,
            hint: "It works only if Ollama has it already. Browse the models: https://ollama.com/library",
          };
        }
        return {
          message: `Model ${model}${size} will be downloaded unless Ollama already has it`,
        };
      case "not-found":
        return {
          message: `There is no model \`${model}\`${near(similar)}`,
          hint: "Browse the models: https://ollama.com/library",
        };
    }
  },
  registry: (status, { hosts }) => {
    const away = hosts.filter(({ reachable }) => !reachable);
    if (away.length === 0)
      return { message: `Download sites that answer: ${format.list(hosts.map(({ host }) => host))}` };
    const told = away.map(({ host, reason, detail }) => {
      // The name that cannot be resolved is the host itself.
      const more = detail === null || reason === "no-such-host" ? "" : `: ${detail}`;
      return `${host} (${registryReasons[reason ?? "other"]}${more})`;
    });
    const message = `Something must be downloaded, but this cannot be reached from here: ${format.list(told)}`;
    if (status === "note") return { message: `${message}. Docker has its own proxy or mirror and may reach it` };
    return { message, hint: registryHint(away[0]?.reason ?? "other") };
  },
  "native-ollama": (_status, { port }) => ({
    message: `Another Ollama is running on this machine, on port ${port}. That is fine: this stack has its own and does not use that port`,
  }),
  "other-volumes": (status, { volumes, adoptable }) => ({
    message:
      status === "warning"
        ? `Docker has data of an earlier Ollama or Open WebUI: ${format.list(volumes)}. This stack begins without it`
        : `Docker has data of another Ollama or Open WebUI, which this stack leaves alone: ${format.list(volumes)}`,
    hint:
      adoptable.length === 0
        ? "Copy what you choose of it into this stack: `localgpt adopt VOLUME`"
        : `Copy it into this stack: \`localgpt adopt ${adoptable.map(pasteable).join(" ")}\``,
  }),
  "foreign-volumes": (_status, { volumes }) => ({
    message: `This stack uses what localgpt did not make: ${format.list(volumes)}. What is in there stays, and what is added goes there too`,
    hint: "If that is somebody else's, give this stack another name: `localgpt --project NAME up`",
  }),
  "lost-data": (_status, { volumes, gone }) =>
    gone !== null
      ? {
          message: `The volume ${gone} with the data of the page is gone: it would start without accounts and conversations`,
          hint: "If this is another Docker than before, go back to the one that has it (`docker context ls`); else go back to before the last change with `localgpt rollback`, or see what backups there are: `localgpt backup list`",
        }
      : {
          message: `The page has data in ${format.list(volumes)}, but what belongs to it is no longer written down: it would start without accounts and conversations`,
          hint: `Take back the latest: \`localgpt adopt ${volumes[0] ?? "VOLUME"}\``,
        },
  "other-folder": (_status, { project, folder }) => ({
    message: `\`${project}\` belongs to a localgpt with other settings, whose folder is ${folder}; both would make its containers anew by turns`,
    hint: `Use that one (its folder is chosen by the variable \`LOCALGPT_HOME\`, and \`sudo\` chooses another), or start a second stack: \`localgpt --project NAME up\``,
  }),
  "network-aliases": (_status, { service }) => ({
    message: `The ${service} container has lost its name on the network, so the other one cannot find it`,
    hint: "Recreate it: `localgpt up`",
  }),
};

export const check: CheckWords = {
  title: (project) => `Checks for ${project}`,
  good: "Everything is fine",
  summary: ({ warnings, failures, forceable }) => {
    const warned = warnings === 1 ? "1 warning" : `${warnings} warnings`;
    const failed = failures === 1 ? "1 failure" : `${failures} failures`;
    if (failures === 0) return `${warned}; \`localgpt up\` does not stop for that`;
    const anyway = forceable ? ", or continue anyway with `localgpt up --force`" : "";
    return `${warnings === 0 ? failed : `${failed} and ${warned}`}: fix what is marked${anyway}`;
  },
};

function tellCpu(failed: boolean, { engineCpus, physicalCores, limit, avx2, virtualMachine }: CheckFacts["cpu"]) {
  const cpus = engineCpus === 1 ? "1 CPU" : `${engineCpus} CPUs`;
  if (failed) {
    return {
      message: `The limit of ${format.number(limit ?? 0)} CPUs is more than Docker has: ${cpus}`,
      hint: `Choose a lower one: \`localgpt up --cpus ${engineCpus}\`; or none: \`localgpt config unset cpus\``,
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
      : [`use the largest common model that fits, \`localgpt up --model ${smaller.model}\``]),
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
        hint: "Let localgpt look for one, `localgpt up --gpu auto`, or do without: `localgpt up --gpu none`",
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

function registryHint(reason: PullReason): string {
  switch (reason) {
    case "no-such-host":
      return "Check that this machine has internet and a working DNS. What is already downloaded works without it";
    case "proxy":
      return "Check `HTTPS_PROXY` and `NO_PROXY`; Docker itself needs the proxy too: https://docs.docker.com/engine/daemon/proxy/";
    case "tls":
      return "Check that the date of this machine is right; if your school or company inspects traffic, Docker needs its certificate: https://docs.docker.com/engine/security/certificates/";
    default:
      return "Check that this machine has internet and that no firewall or proxy is in the way. What is already downloaded works without it";
  }
}
