import type { ServiceName } from "../../core/services/services.ts";
import type { ServiceState, StackState } from "../../core/stack/stack-status.ts";

/** What `status` says. */
export type StatusWords = {
  states: Record<ServiceState, string>;
  /** The stack as a whole, after its name. */
  overall: Record<StackState, string>;
  headings: Record<
    "service" | "state" | "since" | "cpu" | "memory" | "address" | "models" | "volumes" | "file" | "context" | "docker",
    string
  >;
  /** After the address of a page that others reach too. */
  openToNetwork: string;
  /** How much of a limit is used; amounts are already formatted. */
  ofLimit: (used: string, limit: string) => string;
  restarts: (count: number) => string;
  model: (facts: { sizeBytes: number; parameterSize: string | null; quantization: string | null }) => string;
  inMemory: (facts: { sizeBytes: number; gpuShare: number; untilMs: number | null }) => string;
  noModels: string;
  modelsUnknown: string;
  tokens: (count: number) => string;
  engine: (version: string, endpoint: string) => string;
  /** Below a stack that is not running. */
  kept: (volumes: string[]) => string;
  nothingKept: string;
  firstAccount: string;
  /** The page cannot reach Ollama by its name. */
  nameLost: string;
  /** The next step for each state that needs one. */
  next: Record<"up" | "repair" | "pull" | "restart" | "logs", (service: ServiceName) => string>;
};
