import { dirname } from "node:path";
import { isError } from "../../core/errors/errors.ts";
import type { Handlers, Outcomes } from "../../core/plan/handler.ts";
import type { Operation } from "../../core/run/operations.ts";
import type { World } from "../../core/run/world.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { createEngineHandlers } from "../../engine/plan/engine-handlers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { applyOperations } from "../steps/apply.ts";
import { explainTakenPort } from "./port-facts.ts";
import type { PreparedStack } from "./prepare-stack.ts";
import { createServiceHandlers } from "./service-handlers.ts";

/**
 * The stack of a plan, a wait for the services other than its settings', and handlers of the caller's own.
 */
export type CarryRequest = { prepared: PreparedStack; timeoutMs?: number; handlers?: Partial<Handlers> };

/**
 * Carries out a plan for a prepared stack, on the Engine and in the services; `timeoutMs` replaces the settings'
 * own. Returns the outcomes of the operations; throws what an operation throws.
 */
export async function carryOut(
  engine: Engine,
  operations: Operation[],
  { prepared, timeoutMs = prepared.settings.timeoutMs, handlers: own = {} }: CarryRequest,
  world: World,
): Promise<Outcomes> {
  const { stack, settings, file } = prepared;
  const { stallMs } = settings;
  const handlers = {
    ...createEngineHandlers(engine, { stack, composeFile: file, workingDir: dirname(file), stallMs }),
    ...createServiceHandlers(engine, { stack, timeoutMs, stallMs }),
    ...own,
  };
  return applyNamingPorts(engine, operations, { handlers, settings }, world);
}

/**
 * Applies a plan; if somebody has taken a port since it was checked, the error names the holder and the next free port.
 */
export async function applyNamingPorts(
  engine: Engine,
  operations: Operation[],
  { handlers, settings }: { handlers: Partial<Handlers>; settings: Settings },
  world: World,
): Promise<Outcomes> {
  try {
    return await applyOperations(operations, handlers, world);
  } catch (error) {
    throw isError(error, "port-taken") ? await explainTakenPort(engine, error, settings, world) : error;
  }
}
