import type { ModelName } from "../facts/names.ts";
import type { Cause, Operation, OperationKind } from "../run/operations.ts";
import { type ServiceName, serviceNames, services } from "../services/services.ts";
import { hashService } from "../stack/compose-hash.ts";
import type { Observation, ObservedContainer } from "../stack/observation.ts";
import { containerName, networkName, type Stack, volumeName } from "../stack/stack.ts";
import { describeChanges } from "../stack/stack-changes.ts";
import { isSameModel } from "../values/model-name.ts";

/**
 * What `planUp` is asked for: which services, which model, and the stack as it was rendered before (to name what
 * changed).
 */
export type UpRequest = { services: readonly ServiceName[]; model: ModelName | null; previous: Stack | null };

/**
 * The operations that turn what was observed into the running stack, in the order of the services; only the waits
 * when everything is up to date. Each waits only for what it needs: an image pulled beside another, the model as soon
 * as Ollama answers, Open WebUI as soon as its image and Ollama are there.
 */
export function planUp(stack: Stack, observation: Observation, request: UpRequest): Operation[] {
  const plan = new PlanBuilder();
  const surplus = observation.surplus.map((container) => {
    return { service: container.service, removal: planRemoval(plan, container, { id: "replaced" }) };
  });
  const services = serviceNames.filter((service) => request.services.includes(service));
  for (const service of services) planImage(plan, stack, observation, { service, previous: request.previous });
  if (observation.network === null) {
    plan.add("network", { kind: "create-network", network: networkName(stack) }, { id: "missing" });
  }
  for (const service of services) {
    // A leftover may hold the port that its successor publishes, and writes to the same volume.
    const leftovers = surplus.filter((leftover) => leftover.service === service).map(({ removal }) => removal);
    planService(plan, stack, observation, { service, previous: request.previous, leftovers });
  }
  if (request.model !== null && !isModelThere(request.model, observation.models)) {
    // Without a volume there is no model; with one, only Ollama knows.
    const isUnknown = observation.models === null && Boolean(observation.volumes[volumeName(stack, "ollama")]);
    const cause: Cause = { id: isUnknown ? "maybe-missing" : "missing" };
    plan.add("model", { kind: "ensure-model", model: request.model }, cause, ["ready:ollama"]);
  }
  return plan.operations;
}

/** The operations that stop and remove the given containers and then their network; volumes are never among them. */
export function planDown(containers: ObservedContainer[], network: string | null): Operation[] {
  const plan = new PlanBuilder();
  const removals = containers.map((container) => planRemoval(plan, container, { id: "requested" }));
  if (network !== null) plan.add("network", { kind: "remove-network", network }, { id: "requested" }, removals);
  return plan.operations;
}

/** The operations that restart the given containers side by side and wait until each service answers again. */
export function planRestart(containers: ObservedContainer[]): Operation[] {
  const plan = new PlanBuilder();
  for (const { service, id, state } of containers) {
    const unpaused = state === "paused" ? [plan.add(`unpause:${service}`, unpause(service, id), { id: "paused" })] : [];
    const restarted = plan.add(
      `restart:${service}`,
      { kind: "restart-container", service, container: id },
      { id: "requested" },
      unpaused,
    );
    plan.add(`ready:${service}`, { kind: "wait-ready", service }, { id: "requested" }, [restarted]);
  }
  return plan.operations;
}

/** The operations that wait until the given services answer. */
export function planWaits(services: readonly ServiceName[]): Operation[] {
  const plan = new PlanBuilder();
  for (const service of services) plan.add(`ready:${service}`, { kind: "wait-ready", service }, { id: "requested" });
  return plan.operations;
}

/** Whether a plan would change anything: waiting for a running service does not. */
export function changesAnything(operations: Operation[]): boolean {
  return operations.some((operation) => operation.kind !== "wait-ready");
}

class PlanBuilder {
  readonly operations: Operation[] = [];

  add(id: string, what: OperationKind, cause: Cause, after: string[] = []): string {
    const known = new Set(this.operations.map((operation) => operation.id));
    this.operations.push({ ...what, id, cause, after: after.filter((dependency) => known.has(dependency)) });
    return id;
  }
}

function planImage(
  plan: PlanBuilder,
  stack: Stack,
  observation: Observation,
  { service, previous }: { service: ServiceName; previous: Stack | null },
): void {
  const { image } = stack.services[service];
  if (observation.images[image] || plan.operations.some(({ id }) => id === `pull:${image}`)) return;
  // A container keeps its image even when somebody removes the image's name: it runs on without internet.
  const container = observation.containers[service];
  if (container !== undefined && recreateCause(stack, observation, container, previous) === null) return;
  plan.add(`pull:${image}`, { kind: "pull-image", image }, { id: "missing" });
}

function planService(
  plan: PlanBuilder,
  stack: Stack,
  observation: Observation,
  { service, previous, leftovers }: { service: ServiceName; previous: Stack | null; leftovers: string[] },
): void {
  const volume = volumeName(stack, service);
  if (!observation.volumes[volume]) {
    plan.add(`volume:${service}`, { kind: "create-volume", volume }, { id: "missing" });
  }
  const needs = [`pull:${stack.services[service].image}`, "network", `volume:${service}`];
  const dependsOn = Object.keys(stack.services[service].depends_on ?? {}).map((name) => `ready:${name}`);
  const dependencies = [...leftovers, ...dependsOn];
  const container = observation.containers[service];
  const cause =
    container === undefined ? { id: "missing" as const } : recreateCause(stack, observation, container, previous);
  if (cause !== null) {
    const removed = container === undefined ? [] : [planRemoval(plan, container, cause, needs)];
    const created = plan.add(`create:${service}`, { kind: "create-container", service }, cause, [...needs, ...removed]);
    plan.add(`start:${service}`, { kind: "start-container", service }, cause, [created, ...dependencies]);
  } else if (container !== undefined) planStart(plan, container, dependencies);
  const untouched = container !== undefined && cause === null && container.state === "running";
  if (untouched && observation.ready.includes(service)) return;
  plan.add(`ready:${service}`, { kind: "wait-ready", service }, { id: "requested" }, [
    `start:${service}`,
    `unpause:${service}`,
  ]);
}

function planStart(plan: PlanBuilder, { service, state, id }: ObservedContainer, dependencies: string[]): void {
  if (state === "running" || state === "restarting") return;
  if (state === "paused") plan.add(`unpause:${service}`, unpause(service, id), { id: "paused" }, dependencies);
  else plan.add(`start:${service}`, { kind: "start-container", service }, { id: "stopped" }, dependencies);
}

function planRemoval(plan: PlanBuilder, container: ObservedContainer, cause: Cause, after: string[] = []): string {
  const { id, service, state } = container;
  const suffix = `${service}:${id.slice(0, 12)}`;
  const alive = state === "running" || state === "restarting" || state === "paused";
  const stopped = alive
    ? [plan.add(`stop:${suffix}`, { kind: "stop-container", service, container: id }, cause, after)]
    : after;
  return plan.add(`remove:${suffix}`, { kind: "remove-container", service, container: id }, cause, stopped);
}

function unpause(service: ServiceName, container: string): OperationKind {
  return { kind: "unpause-container", service, container };
}

/**
 * Why a container must be recreated, null when it matches the stack: Compose's rules (definition, image, network,
 * volume), and the service's name among its aliases, which Compose itself loses when it repairs a network.
 */
function recreateCause(
  stack: Stack,
  observation: Observation,
  container: ObservedContainer,
  previous: Stack | null,
): Cause | null {
  const { service } = container;
  if (container.state === "removing" || container.state === "dead") return { id: "missing" };
  if (container.configHash !== hashService(stack, service)) {
    const known = previous !== null && container.configHash === hashService(previous, service);
    return {
      id: "settings-changed",
      changed: known ? describeChanges(previous.services[service], stack.services[service]) : [],
    };
  }
  const image = observation.images[stack.services[service].image];
  if (image && image.id !== container.imageId) return { id: "image-changed" };
  const aliases = observation.network === null ? undefined : container.networks[observation.network.id];
  if (aliases === undefined) return { id: "network-changed" };
  if (!aliases.includes(service)) return { id: "aliases-missing" };
  if (container.volumes[services[service].dataFolder] !== volumeName(stack, service)) return { id: "volume-changed" };
  return container.name === containerName(stack, service) ? null : { id: "replaced" };
}

function isModelThere(model: ModelName, models: ModelName[] | null): boolean {
  return models?.some((name) => isSameModel(name, model)) ?? false;
}
