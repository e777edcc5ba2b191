import { LocalgptError } from "../core/errors.ts";
import type { Emit } from "../core/events.ts";
import type { ChangeKind, Installation, InstalledState } from "../core/installation.ts";
import type { ServiceName } from "../core/names.ts";
import { serviceNames } from "../core/names.ts";
import type { Operation } from "../core/operations.ts";
import type { PageCounts } from "../core/page-counts.ts";
import { planUp } from "../core/plan.ts";
import { planFill, planImages, planProof } from "../core/plan-change.ts";
import type { Settings } from "../core/settings.ts";
import { applyOperations } from "../engine/apply.ts";
import type { Engine } from "../engine/engine.ts";
import { createEngineHandlers } from "../engine/handlers.ts";
import { listProjectContainers } from "../engine/observe.ts";
import { saveInstallation } from "../host/installation-store.ts";
import type { CarrySurroundings } from "./carry-out.ts";
import { type EndedChange, endChange, type SwitchedChange } from "./end-change.ts";
import { observeStack } from "./observe-stack.ts";
import { pinImages } from "./pin-image.ts";
import { type PreparedStack, prepareStack } from "./prepare-stack.ts";
import { installedState } from "./record-installed.ts";
import { undoFilling } from "./undo-filling.ts";

/** The folder of the stack, whose lock the caller holds, and what `carryOut` needs. */
export type ChangeSurroundings = CarrySurroundings & { folder: string };

/** Where the data of the changed stack comes from: the volume or file as it is told, and what writes it into a new volume. */
export type DataSource = { from: string; fill: Fill };

/** Writes data into a new volume that no container uses yet, and says what must be counted in it; null for what it may be. */
export type Fill = (
  volume: string,
  tools: { image: string; signal: AbortSignal; emit: Emit; operationId: string },
) => Promise<PageCounts | null>;

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
  /** The volume of the changed stack; `source` null where it is there already. */
  volume: string;
  source: DataSource | null;
};

/**
 * Changes the images or the data of a stack so that either all of it holds or nothing: what is new is brought into a volume
 * of its own while the page is stopped, the stack is switched over to it by one write of the installation's file, and when it
 * does not become ready or has less than before, it goes back by itself. Throws what goes wrong before the switch, when
 * nothing is changed, and `change-failed` after it.
 */
export async function changeInstallation(
  engine: Engine,
  change: Change,
  surroundings: ChangeSurroundings,
): Promise<EndedChange> {
  const { settings, installation, volume, source } = change;
  const { folder, signal } = surroundings;
  const target = await prepareChanged(engine, change, surroundings);
  const handlers = createEngineHandlers(engine, {
    stack: target.stack,
    stallMs: settings.stallMs,
    composeFile: target.file,
    workingDir: folder,
  });
  const observation = await observeStack(engine, target.stack, signal);
  await applyOperations(planImages(target.stack, observation), handlers, surroundings);
  const containers = await listProjectContainers(engine, settings.name, signal);
  const wasRunning = containers.some(({ service, state }) => service === "open-webui" && state === "running");
  let switched: SwitchedChange["installation"];
  try {
    const expects = source === null ? null : await fill(engine, { change, source, target }, surroundings);
    switched = await switchOver(engine, { change, target, expects }, surroundings);
  } catch (error) {
    // The page was stopped for it; on a full disk it cannot be written down that it is not any more, but it runs.
    if (source !== null) {
      await undoFilling(engine, { settings, installation, volume, wasRunning }, surroundings).catch(() => {});
    }
    throw error instanceof LocalgptError ? error : new Error("filling failed", { cause: error });
  }
  return endChange(engine, { settings, installation: switched, wasRunning }, surroundings);
}

/** The operations of a change, for those who only want to see them. */
export async function planChange(
  engine: Engine,
  change: Change,
  surroundings: ChangeSurroundings,
): Promise<Operation[]> {
  const target = await prepareChanged(engine, change, surroundings);
  const { signal } = surroundings;
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

/** The stack as it will be, rendered from an installation in which the change is made. */
function prepareChanged(engine: Engine, change: Change, surroundings: ChangeSurroundings): Promise<PreparedStack> {
  const { settings, installation, before, images, volume } = change;
  const image = (service: ServiceName) => ({ ...before.images[service], reference: images[service] });
  const current = {
    ...before,
    volume,
    images: { ollama: image("ollama"), "open-webui": image("open-webui") },
  };
  return prepareStack(engine, settings, surroundings, { ...installation, current });
}

type Filling = { change: Change; source: DataSource; target: PreparedStack };

/** Stops the page and fills the new volume, and gives what must be counted in it. */
async function fill(
  engine: Engine,
  { change, source, target }: Filling,
  surroundings: ChangeSurroundings,
): Promise<PageCounts | null> {
  const { kind, settings, installation, volume } = change;
  const { folder, signal } = surroundings;
  const startedAt = new Date().toISOString();
  await saveInstallation(folder, { ...installation, pending: { kind, startedAt, phase: "filling", volume } });
  let counts: PageCounts | null = null;
  const containers = await listProjectContainers(engine, settings.name, signal);
  const engineHandlers = createEngineHandlers(engine, {
    stack: target.stack,
    stallMs: settings.stallMs,
    composeFile: target.file,
    workingDir: folder,
  });
  await applyOperations(
    planFill(containers, { volume, from: source.from }),
    {
      ...engineHandlers,
      "fill-volume": async ({ id }, tools) => {
        const image = target.stack.services["open-webui"].image;
        counts = await source.fill(volume, { image, operationId: id, signal: tools.signal, emit: tools.emit });
      },
    },
    surroundings,
  );
  return counts;
}

type Switching = { change: Change; target: PreparedStack; expects: PageCounts | null };

/** Writes down that the changed state is the current one, from which moment it is. */
async function switchOver(
  engine: Engine,
  { change, target, expects }: Switching,
  { folder, signal }: ChangeSurroundings,
): Promise<SwitchedChange["installation"]> {
  const { kind, installation, volume, source } = change;
  const [{ images }, before] = await Promise.all([
    observeStack(engine, target.stack, signal),
    pinImages(engine, change.before, signal),
  ]);
  const current = installedState(target, { images });
  if (current === null) throw new Error("an image that was pulled is not there");
  const isFresh = source !== null;
  const pending = { kind, startedAt: current.since, phase: "switched" as const, before, isFresh, expects };
  const switched = { ...installation, current: { ...current, volume }, pending };
  await saveInstallation(folder, switched);
  return switched;
}
