import { type ServiceName, serviceNames } from "../../../src/core/services/services.ts";
import { containerOf } from "../engines/containers.ts";
import { docker } from "../engines/docker.ts";
import { openConnections } from "../services/connections.ts";
import { setSwitches } from "../services/images.ts";
import type { Stage } from "./fault.ts";
import type { Moment, Scene, Stand } from "./signals.ts";

/** The next step of what goes on when it is asked for once more. */
export const again = { en: /Run the same command again/, es: /Repite la orden/ };

/**
 * Stands at a call to the Engine that fits: before the Engine hears of it, or when it has done it and nobody knows yet.
 */
export function held(when: "asked" | "answered", fits: (scene: Scene) => RegExp): (scene: Scene) => Stand {
  return (scene) => scene.engine.hold(when, fits(scene));
}

/** The call that creates the container of a service. */
export function creating(service: ServiceName): (scene: Pick<Stage, "workspace">) => RegExp {
  return ({ workspace }) => new RegExp(`^POST /containers/create\\?name=${containerOf(workspace, service)}`);
}

/** The call that starts the container of a service. */
export function starting(service: ServiceName): (scene: Pick<Stage, "workspace">) => RegExp {
  return ({ workspace }) => new RegExp(`^POST /containers/${containerOf(workspace, service)}/start`);
}

/** Asks whether somebody has a connection to a service. */
export function isAsked({ workspace }: Pick<Stage, "workspace">, service: ServiceName): () => Promise<boolean> {
  return async () => (await openConnections(containerOf(workspace, service))).length > 0;
}

/** Takes the models of a stack that is down; the volume of its conversations is never touched. */
export async function removeModels({ workspace }: Pick<Stage, "workspace">): Promise<void> {
  await docker("volume", "rm", `${workspace.project}_ollama`);
}

/** Has both services behave again. */
export const behave: NonNullable<Moment["mend"]> = async ({ workspace }) => {
  // One that was removed with its container behaves again.
  for (const service of serviceNames) await setSwitches(containerOf(workspace, service), {}).catch(() => {});
};
