import { planWaits } from "../../core/plan/plan.ts";
import { serviceNames } from "../../core/services/services.ts";
import type { Observation } from "../../core/stack/observation.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { type CarrySurroundings, carryOut } from "./carry-out.ts";
import { observeStack } from "./observe-stack.ts";
import type { PreparedStack } from "./prepare-stack.ts";

/**
 * How a stack stands after its plan. A service that ended while another was waited for is waited for once more: nobody is told that
 * a stack is ready when half of it is. Throws `service-not-ready`.
 */
export async function observeReady(
  engine: Engine,
  { prepared, timeoutMs }: { prepared: PreparedStack; timeoutMs: number },
  surroundings: CarrySurroundings,
): Promise<Observation> {
  const after = await observeStack(engine, prepared.stack, surroundings.signal);
  const waits = planWaits(serviceNames.filter((service) => !after.ready.includes(service)));
  if (waits.length === 0) return after;
  await carryOut(engine, waits, { prepared, timeoutMs }, surroundings);
  return observeStack(engine, prepared.stack, surroundings.signal);
}
