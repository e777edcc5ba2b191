import type { Agent } from "node:http";
import type { Observation } from "../../core/stack/observation.ts";
import type { RequestBounds } from "./ollama.ts";
import type { InstalledModel, LoadedModel } from "./ollama-answers.ts";

/** What a service reports about itself for `status`; what does not apply to it is left out. */
export type ServiceReport = {
  version: string;
  models?: { installed: InstalledModel[]; loaded: LoadedModel[] };
  awaitsFirstAccount?: boolean;
};

/** What a service reports about itself for a plan; what does not apply to it is left out. */
export type ServiceObservation = Partial<Pick<Observation, "models" | "firstAccount">>;

/** The questions that every service answers; failures are those of its client. */
export type ServiceClient = {
  /** Whether it says that it is ready; false while it says that it is still starting. */
  isReady: (agent: Agent, bounds: RequestBounds) => Promise<boolean>;
  /** Null while it is not ready. */
  observe: (agent: Agent, bounds: RequestBounds) => Promise<ServiceObservation | null>;
  /** Null while it is not ready. */
  report: (agent: Agent, bounds: RequestBounds) => Promise<ServiceReport | null>;
};
