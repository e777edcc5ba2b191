import type { Agent } from "node:http";
import type { Observation } from "../../core/stack/observation.ts";
import type { RequestBounds } from "./ollama.ts";
import type { InstalledModel, LoadedModel } from "./ollama-answers.ts";

/** What a service said of itself for `status`; what it does not know of is left out. */
export type ServiceReport = {
  version: string;
  models?: { installed: InstalledModel[]; loaded: LoadedModel[] };
  awaitsFirstAccount?: boolean;
};

/** What a service said of itself for a plan; what it does not know of is left out. */
export type ServiceObservation = Partial<Pick<Observation, "models" | "firstAccount">>;

/** What each service is asked, whichever it is; failures are those of its client. */
export type ServiceClient = {
  /** Whether it says that it is ready; false where it says itself that its start is not over. */
  isReady: (agent: Agent, bounds: RequestBounds) => Promise<boolean>;
  /** Null while it is not ready. */
  observe: (agent: Agent, bounds: RequestBounds) => Promise<ServiceObservation | null>;
  /** Null while it is not ready. */
  report: (agent: Agent, bounds: RequestBounds) => Promise<ServiceReport | null>;
};
