import type { PullReason } from "../../core/facts/vocabulary.ts";
import { createFormat } from "../format.ts";
import { pasteable } from "../phrases.ts";
import { registryReasons } from "../registry/es.ts";
import type { CheckTexts } from "../shapes.ts";
import { near } from "../vocabulary/es.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

export const downloadChecks: CheckTexts<keyof typeof en.downloadChecks> = {
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
          message: `Modelo por descargar: ${model}${size}${reason === null ? "" : `; el servidor de modelos no ha dicho cuánto ocupa (${registryReasons[reason]})`}`,
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
    const message = `Hay algo que descargar, pero este equipo no puede conectar con ${format.list(told)}`;
    if (status === "note") return { message: `${message}. Docker tiene su propio proxy o réplica y quizá sí pueda` };
    return { message, hint: registryHint(away[0]?.reason ?? "other") };
  },
};

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
