import type { World } from "../../core/run/world.ts";
import type { Observation } from "../../core/stack/observation.ts";
import type { PublishedPort } from "../../engine/containers/containers.ts";
import type { Volume } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { ModelFacts } from "../models/model-facts.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";

/** One run of the checks; facts that several of them need are asked for once. */
export type CheckRun = Pick<World, "platform" | "environment" | "signal"> & {
  engine: Engine;
  prepared: PreparedStack;
  observation: Observation;
  context: number | null;
  besides: readonly ModelFacts[];
  findModel: () => Promise<ModelFacts | null>;
  findPublished: () => Promise<PublishedPort[]>;
  findVolumes: () => Promise<Volume[]>;
};
