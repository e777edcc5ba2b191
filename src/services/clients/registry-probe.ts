import type { CheckFacts } from "../../core/facts/checks.ts";
import { boundBy } from "../../engine/wire/bound-by.ts";
import { explainRequest, isLocalRegistry } from "./model-registry.ts";
import { openRequest } from "./proxy.ts";

type ProbedHost = CheckFacts["registry"]["hosts"][number];

const answerTimeoutMs = 5000;

/** Asks a registry (`host` or `host:port`) whether it is reachable: any answer counts, even a request to log in. */
export async function probeRegistry(
  host: string,
  { signal, environment }: { signal: AbortSignal; environment: NodeJS.ProcessEnv },
): Promise<ProbedHost> {
  const scheme = isLocalRegistry(host) ? "http" : "https";
  const bounded = boundBy(signal, answerTimeoutMs);
  try {
    const response = await openRequest(new URL(`${scheme}://${host}/v2/`), {
      signal: bounded,
      environment,
      headers: {},
    });
    response.destroy();
    // The proxy's own answer, not the registry's.
    if (response.statusCode === 407) return { host, reachable: false, reason: "proxy", detail: "HTTP 407" };
    return { host, reachable: true, reason: null, detail: null };
  } catch (error) {
    const { reason, detail } = explainRequest(error, bounded.aborted);
    return { host, reachable: false, reason, detail };
  }
}
