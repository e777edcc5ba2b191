import type { ServiceName } from "../services/services.ts";
import { type ExitMeaning, explainExit } from "./container-exit-codes.ts";
import type { ObservedContainer } from "./observation.ts";

/** The state of a service for its users; `unhealthy` runs but does not answer. */
export type ServiceState =
  | "ready"
  | "starting"
  | "restarting"
  | "unhealthy"
  | "paused"
  | "created"
  | "stopped"
  | "missing";

/** The state of the whole stack; `absent` has no container at all. */
export type StackState = "running" | "starting" | "partial" | "stopped" | "absent";

/** One service: its container's state and, of a running one, what it uses; null if unknown. */
export type ServiceStatus = {
  service: ServiceName;
  state: ServiceState;
  health: ObservedContainer["health"];
  /** Since when it has run or, if it is stopped, when it ended. */
  since: string | null;
  /** Its last exit, also if Docker has started it again since. */
  exitCode: number | null;
  exitMeaning: ExitMeaning | null;
  restartCount: number;
  image: string | null;
  version: string | null;
  /** Of one CPU: 150 is one and a half. */
  cpuPercent: number | null;
  cpuLimit: number | null;
  memoryBytes: number | null;
  memoryLimitBytes: number | null;
};

/** What a service itself said and what its container uses. */
export type ServiceAnswers = Pick<ServiceStatus, "version" | "cpuPercent" | "memoryBytes"> & { isReady: boolean };

// Open WebUI takes minutes at its first start on a slow disk, and its health check grants it five.
const startMs = 300_000;

/** Joins the Engine's data about a service with its answers; `answers` is null for one that does not run. */
export function describeService(
  service: ServiceName,
  container: ObservedContainer | undefined,
  answers: ServiceAnswers | null,
  nowMs: number,
): ServiceStatus {
  const runs = container?.state === "running" || container?.state === "paused";
  const hasEnded = container !== undefined && !runs && container.state !== "created";
  return {
    service,
    state: judgeService(container, answers?.isReady ?? false, nowMs),
    health: runs ? container.health : null,
    since: (runs ? container.startedAt : container?.finishedAt) ?? null,
    exitCode: hasEnded ? container.exitCode : null,
    exitMeaning: hasEnded ? explainExit(container.exitCode, container.oomKilled) : null,
    restartCount: container?.restartCount ?? 0,
    image: container?.image ?? null,
    version: answers?.version ?? null,
    cpuPercent: answers?.cpuPercent ?? null,
    cpuLimit: container?.cpuLimit ?? null,
    memoryBytes: answers?.memoryBytes ?? null,
    memoryLimitBytes: container?.memoryLimitBytes ?? null,
  };
}

function judgeService(container: ObservedContainer | undefined, isReady: boolean, nowMs: number): ServiceState {
  switch (container?.state) {
    case undefined:
      return "missing";
    case "running":
      return isReady ? "ready" : judgeSilence(container, nowMs);
    case "restarting":
    case "paused":
    case "created":
      return container.state;
    default:
      return "stopped";
  }
}

function judgeSilence({ health, startedAt }: ObservedContainer, nowMs: number): ServiceState {
  if (health === "unhealthy") return "unhealthy";
  const runsMs = startedAt === null ? 0 : nowMs - Date.parse(startedAt);
  return health !== "healthy" && runsMs < startMs ? "starting" : "unhealthy";
}

/**
 * Whether the page can find Ollama by name in a network they share, which is how it is configured to; null if one of
 * them is not running or the page is configured to look elsewhere.
 */
export function findsOllama(
  page: ObservedContainer | undefined,
  ollama: ObservedContainer | undefined,
): boolean | null {
  if (page?.state !== "running" || ollama?.state !== "running") return null;
  if (!page.environment.OLLAMA_BASE_URL?.startsWith("http://ollama:")) return null;
  return Object.keys(page.networks).some((network) => ollama.networks[network]?.includes("ollama"));
}

/** The state of the stack: it is running only if every service is ready. */
export function judgeStack(services: readonly ServiceStatus[]): StackState {
  const states = services.map(({ state }) => state);
  const count = (...wanted: ServiceState[]) => states.filter((state) => wanted.includes(state)).length;
  if (count("ready") === states.length) return "running";
  if (count("missing") === states.length) return "absent";
  if (count("missing", "stopped", "created") === states.length) return "stopped";
  return count("ready", "starting") === states.length ? "starting" : "partial";
}
