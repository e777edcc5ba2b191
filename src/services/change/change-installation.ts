import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { ChangeKind } from "../../core/facts/vocabulary.ts";
import { type Handlers, resultsOf } from "../../core/plan/handler.ts";
import { planUp } from "../../core/plan/plan.ts";
import { planFill, planImages, planProof } from "../../core/plan/plan-change.ts";
import type { Operation } from "../../core/run/operations.ts";
import type { World } from "../../core/run/world.ts";
import { mapServices, type ServiceName, serviceNames, services } from "../../core/services/services.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { Installation, InstalledState } from "../../core/stack/installation.ts";
import type { ObservedContainer } from "../../core/stack/observation.ts";
import { listProjectContainers, observeProject } from "../../engine/containers/observe.ts";
import { hasVolume } from "../../engine/machine/volumes.ts";
import { createEngineHandlers } from "../../engine/plan/engine-handlers.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { isUnderWay, saveInstallation } from "../../host/stores/installation-store.ts";
import { refuseExposure } from "../checks/find-exposure.ts";
import type { DataSource } from "../data/fill.ts";
import { readPageState } from "../page/page-state.ts";
import { observeStack } from "../stack/observe-stack.ts";
import { pinImages } from "../stack/pin-image.ts";
import { type PreparedStack, prepareStack } from "../stack/prepare-stack.ts";
import { installedState } from "../stack/record-installed.ts";
import { applyOperations } from "../steps/apply.ts";
import { type EndedChange, endChange, type SwitchedChange } from "./end-change.ts";
import { undoFilling } from "./undo-filling.ts";

/** A change of a stack's images or data as a whole. */
export type Change = {
  kind: ChangeKind;
  /** What the person chose. */
  settings: Settings;
  /** What is installed, with no change pending. */
  installation: Installation;
  before: InstalledState;
  /** The images of the changed stack, as the settings would name them. */
  images: Record<ServiceName, string>;
  /** The volume of the changed stack; `source` null if it exists already. */
  volume: string;
  source: DataSource | null;
};

/**
 * Changes the images or the data of a stack completely or not at all: the new data is brought into a volume of its
 * own while the page is stopped, one write of the installation's file switches the stack over to it, and if it does not
 * become ready or has less than before, the switch is undone automatically. Throws what goes wrong before the switch,
 * with nothing changed (including `checks-refused`, if others reach a page on which they can create an account), and
 * `change-failed` after it.
 */
export async function changeInstallation(engine: Engine, change: Change, world: World): Promise<EndedChange> {
  const { kind, settings, installation, volume, source } = change;
  const { folder, signal } = world;
  const target = await prepareChanged(engine, change, world);
  const { stack, file: composeFile } = target;
  const handlers = createEngineHandlers(engine, { stack, stallMs: settings.stallMs, composeFile, workingDir: folder });
  const missing = planImages(stack, await observeProject(engine, stack, signal));
  await applyOperations(missing, handlers, world).catch((error: unknown) => {
    if (kind !== "update" || !isError(error, "pull-failed")) throw error;
    throw new LocalgptError("pull-failed", { ...error.facts, isUpdate: true }, { cause: error });
  });
  const containers = await listProjectContainers(engine, settings.name, signal);
  const wasRunning = containers.some(({ service, state }) => service === "open-webui" && state === "running");
  const startedAt = new Date().toISOString();
  const begun = { kind, startedAt, wasRunning };
  const filling: Installation = { ...installation, pending: { ...begun, phase: "filling", volume } };
  let switched: SwitchedChange["installation"];
  try {
    const expects =
      source === null
        ? await countIn(engine, { settings, target, volume }, signal)
        : await fill({ change, source, target, filling, containers, handlers }, world);
    await refuseExposure(engine, target, world);
    switched = await switchOver(engine, { change, target, begun, expects }, world);
  } catch (error) {
    // The page was stopped for the change; on a full disk the record cannot be updated, but the page is running again.
    if (source !== null && (await isUnderWay(folder, filling))) {
      await undoFilling(engine, { settings, installation, volume, wasRunning }, world).catch(() => {});
    }
    throw error;
  }
  return endChange(engine, { settings, installation: switched, isResumed: false }, world);
}

/** The operations of a change, for a dry run. */
export async function planChange(engine: Engine, change: Change, world: World): Promise<Operation[]> {
  const target = await prepareChanged(engine, change, world);
  const { signal } = world;
  const [observation, containers] = await Promise.all([
    observeStack(engine, target.stack, signal),
    listProjectContainers(engine, change.settings.name, signal),
  ]);
  const { volume, source } = change;
  const filling = source === null ? [] : planFill(containers, { volume, from: source.from });
  const first = [...planImages(target.stack, observation), ...filling];
  const request = { services: serviceNames, model: null, previous: target.previous?.stack ?? null };
  const known = new Set([...first.map(({ id }) => id), "volume:open-webui"]);
  const up = planUp(target.stack, observation, request).filter(({ id }) => !known.has(id));
  return planProof([...first, ...up], volume);
}

/** The stack as it will be, rendered from the changed installation. */
function prepareChanged(engine: Engine, change: Change, world: World): Promise<PreparedStack> {
  const { settings, installation, before, images, volume } = change;
  const renamed = mapServices((service) => ({ ...before.images[service], reference: images[service] }));
  const current = { ...before, volume, images: renamed };
  return prepareStack(engine, settings, world, { ...installation, current });
}

type Filling = {
  change: Change;
  source: DataSource;
  target: PreparedStack;
  filling: Installation;
  containers: ObservedContainer[];
  handlers: Partial<Handlers>;
};

/** Stops the page and fills the new volume; returns what must be counted in it. */
async function fill(
  { change, source, target, filling, containers, handlers }: Filling,
  world: World,
): Promise<PageCounts | null> {
  const { volume } = change;
  await saveInstallation(world.folder, filling);
  const outcomes = await applyOperations(
    planFill(containers, { volume, from: source.from }),
    {
      ...handlers,
      "fill-volume": async ({ id }, tools) => {
        const image = target.stack.services["open-webui"].image;
        return source.fill(volume, { image, operationId: id, signal: tools.signal, emit: tools.emit });
      },
    },
    world,
  );
  return resultsOf(outcomes, "fill-volume")[0] ?? null;
}

type Switching = {
  change: Change;
  target: PreparedStack;
  begun: { kind: ChangeKind; startedAt: string; wasRunning: boolean };
  expects: PageCounts | null;
};

/** Records the changed state as the current one, with the time of the switch. */
async function switchOver(
  engine: Engine,
  { change, target, begun, expects }: Switching,
  { folder, signal }: World,
): Promise<SwitchedChange["installation"]> {
  const { installation, volume, source } = change;
  const [{ images }, before] = await Promise.all([
    observeProject(engine, target.stack, signal),
    pinImages(engine, change.before, signal),
  ]);
  const current = installedState(target, { images });
  if (current === null) throw new Error("an image that was pulled is not there");
  const isFresh = source !== null;
  const pending = { ...begun, phase: "switched" as const, before, isFresh, expects };
  const switched = { ...installation, current: { ...current, volume }, pending };
  await saveInstallation(folder, switched);
  return switched;
}

/**
 * Counts what an existing volume holds, so that the changed stack can be compared with it; null for no database.
 */
async function countIn(
  engine: Engine,
  { settings, target, volume }: { settings: Settings; target: PreparedStack; volume: string },
  signal: AbortSignal,
): Promise<PageCounts | null> {
  if (!(await hasVolume(engine, volume, signal))) return null;
  const { image } = target.stack.services["open-webui"];
  const folder = services["open-webui"].dataFolder;
  const request = { project: settings.name, image, mounts: [{ volume, path: folder }], signal };
  return withOneOff(engine, request, (container) => readPageState(engine, { container, folder, signal }));
}
