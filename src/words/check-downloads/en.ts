import type { PullReason } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import { registryReasons } from "../registry/en.ts";
import type { CheckTexts } from "../shapes.ts";
import { near } from "../vocabulary/en.ts";

const format = createFormat("en");

export const downloadChecks = {
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
          message: `The model \`${model}\` does not exist${near(similar)}`,
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
    const message = `Something must be downloaded, and this machine cannot reach ${format.list(told)}`;
    if (status === "note") return { message: `${message}. Docker has its own proxy or mirror and may reach it` };
    return { message, hint: registryHint(away[0]?.reason ?? "other") };
  },
} satisfies Partial<CheckTexts>;

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
