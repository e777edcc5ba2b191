import type { PullReason } from "../../core/facts/vocabulary.ts";

/** Why a registry gave no answer, in brackets after its name. */
export const registryReasons: Record<PullReason, string> = {
  "not-found": "not found",
  unauthorized: "it requires a login",
  "rate-limited": "too many downloads from this network",
  "no-such-host": "its name cannot be resolved",
  unreachable: "no connection",
  proxy: "the proxy does not answer or does not let it through",
  tls: "its certificate is not trusted",
  "no-space": "no space left",
  "wrong-platform": "not for this processor",
  corrupt: "damaged data",
  "needs-newer-ollama": "it needs a newer Ollama",
  "needs-mlx": "it needs Apple's MLX",
  stalled: "no data arrives",
  cut: "the connection breaks off",
  other: "an error",
};

/** Why a download is attempted again, in brackets. */
export const retryReasons: Record<PullReason, string> = {
  "not-found": "not found",
  unauthorized: "not allowed",
  "rate-limited": "too many downloads",
  "no-such-host": "name not resolved",
  unreachable: "connection lost",
  proxy: "refused by the proxy",
  tls: "certificate not trusted",
  "no-space": "no space left",
  "wrong-platform": "wrong processor",
  corrupt: "damaged data",
  "needs-newer-ollama": "Ollama too old",
  "needs-mlx": "needs MLX",
  stalled: "no data arriving",
  cut: "connection cut",
  other: "an error",
};
