import type { ModelName } from "../facts/names.ts";
import type { ServiceName } from "../services/services.ts";

/** Why an operation is in the plan; the words for each are in `words.causes`. */
export type Cause =
  | { id: "missing" }
  /** It may be there already: only a service that does not run yet could say. */
  | { id: "maybe-missing" }
  | { id: "stopped" }
  | { id: "paused" }
  | { id: "settings-changed"; changed: string[] }
  | { id: "image-changed" }
  | { id: "network-changed" }
  | { id: "aliases-missing" }
  | { id: "volume-changed" }
  | { id: "replaced" }
  | { id: "requested" };

/** What one call to the Engine does. */
export type EngineOperation =
  | { kind: "pull-image"; image: string }
  | { kind: "create-network"; network: string }
  | { kind: "remove-network"; network: string }
  | { kind: "create-volume"; volume: string }
  | { kind: "create-container"; service: ServiceName }
  | { kind: "start-container"; service: ServiceName }
  | { kind: "unpause-container"; service: ServiceName; container: string }
  | { kind: "stop-container"; service: ServiceName; container: string }
  | { kind: "remove-container"; service: ServiceName; container: string }
  | { kind: "restart-container"; service: ServiceName; container: string }
  /** A one-off container that a killed run left behind. */
  | { kind: "remove-leftover"; container: string; name: string }
  | { kind: "remove-volume"; volume: string }
  /** One name of an image, or the id of one without a name. */
  | { kind: "remove-image"; image: string };

/** What one call of a plan does to a service, its data or the stack's folder. */
export type ServiceOperation =
  | { kind: "wait-ready"; service: ServiceName }
  | { kind: "ensure-model"; model: ModelName }
  /** Writes data into a new volume; `from` is the volume or file that it comes from. */
  | { kind: "fill-volume"; volume: string; from: string }
  /** Copies the models of another Ollama's volume into the stack's. */
  | { kind: "copy-models"; volume: string; from: string }
  /** Counts accounts and conversations and looks for migrations that failed silently. */
  | { kind: "verify-data"; volume: string }
  /** Files of the stack's folder, in this order. */
  | { kind: "remove-files"; folder: string; names: string[] };

/** What one call of a plan does. */
export type OperationKind = EngineOperation | ServiceOperation;

/** One operation of a plan: its own id, its cause, and the ids of the operations that must be done before it starts. */
export type Operation = OperationKind & { id: string; cause: Cause; after: string[] };

/** Work that a person waits for and that is not in a plan: many calls under one label. */
export type StepKind =
  | { kind: "load-model"; model: string }
  | { kind: "compare-models"; count: number }
  | { kind: "save-backup"; file: string }
  | { kind: "check-backup"; file: string }
  | { kind: "restore-models"; count: number }
  /** A newer localgpt, checked and put in the place of this one. */
  | { kind: "replace-program"; version: string };

/** Everything whose progress is shown, each with its own words. */
export type WorkKind = OperationKind | StepKind;

/** One piece of work under way: an operation of a plan, or a step that stands alone and waits for nothing. */
export type Work = WorkKind & { id: string; cause: Cause; after: string[] };
