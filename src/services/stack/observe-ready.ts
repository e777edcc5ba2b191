import { planWaits } from "../../core/plan/plan.ts";
import type { World } from "../../core/run/world.ts";
import { serviceNames } from "../../core/services/services.ts";
import type { Observation } from "../../core/stack/observation.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { carryOut } from "./carry-out.ts";
import { observeStack } from "./observe-stack.ts";
import type { PreparedStack } from "./prepare-stack.ts";

/**
 * The state of a stack after its plan. A service that ended while another was awaited is awaited once more: a stack is
 * not reported ready when half of it is. Throws `service-not-ready`.
 */
export async function observeReady(
  engine: Engine,
  { prepared, timeoutMs }: { prepared: PreparedStack; timeoutMs: number },
  world: World,
): Promise<Observation> {
  const after = await observeStack(engine, prepared.stack, world.signal);
  const waits = planWaits(serviceNames.filter((service) => !after.ready.includes(service)));
  if (waits.length === 0) return after;
  await carryOut(engine, waits, { prepared, timeoutMs }, world);
  return observeStack(engine, prepared.stack, world.signal);
}
