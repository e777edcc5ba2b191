import type { Observation } from "../../core/stack/observation.ts";
import type { PublishedPort } from "../../engine/containers/containers.ts";
import type { Volume } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { ModelFacts } from "../models/model-facts.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";

/** What the checks use of the world around them. */
export type CheckSurroundings = { signal: AbortSignal; environment: NodeJS.ProcessEnv; platform: NodeJS.Platform };

/** One run of the checks; facts that several of them need are asked for once. */
export type CheckRun = CheckSurroundings & {
  engine: Engine;
  prepared: PreparedStack;
  observation: Observation;
  context: number | null;
  besides: readonly ModelFacts[];
  findModel: () => Promise<ModelFacts | null>;
  findPublished: () => Promise<PublishedPort[]>;
  findVolumes: () => Promise<Volume[]>;
};
