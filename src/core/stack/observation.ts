import type { ModelName } from "../facts/names.ts";
import type { ServiceName } from "../services/services.ts";

/** One container of the project as the Engine has it; times are ISO texts, null if the Engine gives none. */
export type ObservedContainer = {
  id: string;
  name: string;
  service: ServiceName;
  state: "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";
  health: "starting" | "healthy" | "unhealthy" | null;
  exitCode: number;
  oomKilled: boolean;
  restartCount: number;
  startedAt: string | null;
  finishedAt: string | null;
  /** The id of the image it was made from. */
  imageId: string;
  image: string;
  /** Compose's hash of the service definition it was made from. */
  configHash: string | null;
  /** The Compose file that it was made from, by Compose's label. */
  composeFile: string | null;
  environment: Record<string, string>;
  memoryLimitBytes: number | null;
  cpuLimit: number | null;
  /** Aliases by network id. */
  networks: Record<string, string[]>;
  /** Names of mounted volumes by destination. */
  volumes: Record<string, string>;
  /** Published ports, `host:port` by container port. */
  published: Record<string, string>;
};

/** One snapshot of what the Engine has of a project; images and volumes by the names in the stack. */
export type EngineObservation = {
  containers: Partial<Record<ServiceName, ObservedContainer>>;
  /** Containers of ours beyond the one each service should have (a replaced one that was never removed). */
  surplus: ObservedContainer[];
  images: Record<string, { id: string; sizeBytes: number; architecture: string; digests: string[] } | null>;
  network: { id: string; name: string } | null;
  volumes: Record<string, { labels: Record<string, string> } | null>;
};

/** The snapshot together with what the services report. */
export type Observation = EngineObservation & {
  /** Models on disk as Ollama lists them; null while it does not answer. */
  models: ModelName[] | null;
  /** The services that report themselves ready. */
  ready: ServiceName[];
  /** Whether the page still waits for its first account; null while it does not answer. */
  firstAccount: boolean | null;
};
