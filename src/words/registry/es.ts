import type { PullReason } from "../../core/facts/vocabulary.ts";

/** Why a registry gave no answer, in brackets after its name. */
export const registryReasons: Record<PullReason, string> = {
  "not-found": "no se encuentra",
  unauthorized: "pide iniciar sesión",
  "rate-limited": "demasiadas descargas desde esta red",
  "no-such-host": "no se puede resolver su nombre",
  unreachable: "sin conexión",
  proxy: "el proxy no responde o no lo deja pasar",
  tls: "su certificado no es de confianza",
  "no-space": "no queda espacio",
  "wrong-platform": "no es para este procesador",
  corrupt: "datos dañados",
  "needs-newer-ollama": "necesita un Ollama más nuevo",
  "needs-mlx": "necesita MLX, de Apple",
  stalled: "no llegan datos",
  cut: "se corta la conexión",
  other: "un error",
};

/** Why a download is attempted again, in brackets. */
export const retryReasons: Record<PullReason, string> = {
  "not-found": "no se encuentra",
  unauthorized: "no permitido",
  "rate-limited": "demasiadas descargas",
  "no-such-host": "no se resuelve el nombre",
  unreachable: "se perdió la conexión",
  proxy: "lo rechaza el proxy",
  tls: "certificado que no es de confianza",
  "no-space": "no queda espacio",
  "wrong-platform": "otro procesador",
  corrupt: "datos dañados",
  "needs-newer-ollama": "Ollama demasiado antiguo",
  "needs-mlx": "necesita MLX",
  stalled: "no llegan datos",
  cut: "se cortó la conexión",
  other: "un error",
};
