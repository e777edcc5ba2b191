import { join } from "node:path";
import { findMigrationFailure } from "../../core/english/open-webui-texts.ts";
import { factsOf, isError, LocalgptError } from "../../core/errors/errors.ts";
import { hasAll, type PageCounts } from "../../core/facts/page-counts.ts";
import { type Handlers, resultsOf } from "../../core/plan/handler.ts";
import { planDown, planUp } from "../../core/plan/plan.ts";
import { planProof } from "../../core/plan/plan-change.ts";
import { type World, withSignal } from "../../core/run/world.ts";
import { serviceNames, services } from "../../core/services/services.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { Installation, InstalledState, PendingChange } from "../../core/stack/installation.ts";
import { containerName } from "../../core/stack/stack.ts";
import { inspectContainer } from "../../engine/containers/containers.ts";
import { readLogs } from "../../engine/containers/logs.ts";
import { listProjectContainers } from "../../engine/containers/observe.ts";
import { removeVolume } from "../../engine/plan/removal.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { fileFailed, writeFileWhole } from "../../host/files/files.ts";
import { isUnderWay, saveInstallation } from "../../host/stores/installation-store.ts";
import { readPageState } from "../page/page-state.ts";
import { carryOut } from "../stack/carry-out.ts";
import { observeStack } from "../stack/observe-stack.ts";
import { prepareStack } from "../stack/prepare-stack.ts";
import { undoFilling } from "./undo-filling.ts";

type Switched = Extract<PendingChange, { phase: "switched" }>;

/**
 * A change that is switched over to; `isResumed` if a killed localgpt left it, and people may have used it since.
 */
export type SwitchedChange = {
  settings: Settings;
  installation: Installation & { current: InstalledState; pending: Switched };
  isResumed: boolean;
};

/** How a change ended successfully: what is installed now, and what was counted in its data. */
export type EndedChange = { installation: Installation; counts: PageCounts | null };

/**
 * Finishes a change that is switched over to: starts the changed stack and verifies it, then confirms it, with the
 * state before it as the previous one. On failure it undoes the switch and throws `change-failed`, or `interrupted`.
 */
export async function endChange(engine: Engine, change: SwitchedChange, world: World): Promise<EndedChange> {
  const counts = await tryOut(engine, change, world);
  return { installation: await makeHold(engine, change.installation, world), counts };
}

/** Starts the changed stack and counts what its page has; undoes the switch if it does not work. */
async function tryOut(engine: Engine, change: SwitchedChange, world: World): Promise<PageCounts | null> {
  const { installation, isResumed } = change;
  const { kind } = installation.pending;
  const { folder } = world;
  try {
    const counts = await bringUp(engine, change, world);
    if (!(await isUnderWay(folder, installation))) throw fileFailed(join(folder, "lock"), "lock", "ECOMPROMISED");
    return counts;
  } catch (error) {
    // Another localgpt took over while this one was paused, and has finished the change: nothing of it is ours any
    // more.
    if (!(await isUnderWay(folder, installation))) throw error;
    // What people have written since is not discarded because of a taken port or an interruption: the next run tries
    // again.
    if (isResumed && !speaksAgainst(error)) throw error;
    world.emit({ type: "notice", notice: { id: "going-back", kind } });
    const undone = await goBack(engine, change, world).then(
      () => true,
      () => false,
    );
    if (!(error instanceof LocalgptError) || (undone && isError(error, "interrupted"))) throw error;
    const cause = factsOf(explain(error));
    throw new LocalgptError("change-failed", { kind, undone, cause }, { cause: error });
  }
}

/** Whether a failure lies in the new state itself, so that another try would fail too. */
function speaksAgainst(error: unknown): boolean {
  if (isError(error, "migration-failed")) return true;
  if (!isError(error, "service-not-ready") || error.facts.service !== "open-webui") return false;
  return error.facts.reason === "exited" || error.facts.reason === "restarting";
}

/** A page that stops because its migration fails says so only in its log. */
function explain(error: LocalgptError): LocalgptError {
  const detail = isError(error, "service-not-ready") ? findMigrationFailure(error.facts.logTail) : null;
  return detail === null ? error : new LocalgptError("migration-failed", { detail });
}

/**
 * Brings a stack up as it is installed, and counts what its page has; throws if that is not what the change expects.
 */
async function bringUp(
  engine: Engine,
  { settings, installation, isResumed }: { settings: Settings; installation: Installation; isResumed: boolean },
  world: World,
): Promise<PageCounts | null> {
  const prepared = await prepareStack(engine, settings, world, installation);
  const { stack, file, text, previous } = prepared;
  if (previous?.text !== text) await writeFileWhole(file, text, 0o600);
  const observation = await observeStack(engine, stack, world.signal);
  const plan = planUp(stack, observation, { services: serviceNames, model: null, previous: previous?.stack ?? null });
  const { pending, current } = installation;
  if (pending?.phase !== "switched") {
    await carryOut(engine, plan, { prepared }, world);
    return null;
  }
  // People who have used it since may have deleted something too.
  const expected = isResumed ? null : pending.expects;
  const proof: Handlers["verify-data"] = (_, { signal }) =>
    prove(engine, containerName(stack, "open-webui"), expected, signal);
  const operations = planProof(plan, current?.volume ?? "");
  const outcomes = await carryOut(engine, operations, { prepared, handlers: { "verify-data": proof } }, world);
  return resultsOf(outcomes, "verify-data")[0] ?? null;
}

/**
 * That the page has all it should have, and that its log reports no failed migration: such a page calls itself ready.
 */
async function prove(
  engine: Engine,
  container: string,
  expected: PageCounts | null,
  signal: AbortSignal,
): Promise<PageCounts | null> {
  const detail = findMigrationFailure(await readOwnLog(engine, container, signal));
  if (detail !== null) throw new LocalgptError("migration-failed", { detail });
  const found = await readPageState(engine, { container, folder: services["open-webui"].dataFolder, signal });
  if (expected !== null && !hasAll(found, expected)) throw new LocalgptError("data-lost", { expected, found });
  return found;
}

/** The container's log since its last start. */
async function readOwnLog(engine: Engine, container: string, signal: AbortSignal): Promise<string[]> {
  const startedAt = (await inspectContainer(engine, container, signal))?.startedAt ?? null;
  const sinceMs = startedAt === null ? null : Date.parse(startedAt);
  const lines: string[] = [];
  for await (const { line } of readLogs(engine, container, { follow: false, tail: null, sinceMs, signal })) {
    lines.push(line);
  }
  return lines;
}

/** Confirms the new state; what was kept of the state before the previous one is no longer needed. */
async function makeHold(
  engine: Engine,
  installation: SwitchedChange["installation"],
  { folder, signal, emit }: World,
): Promise<Installation> {
  const { current, pending, previous } = installation;
  // If the data stays in its volume, the page's previous state remains the one to go back to.
  const keepsPrevious = previous !== null && pending.before.volume === current.volume;
  const before = keepsPrevious ? previous : { ...pending.before, replacedBy: pending.kind };
  const held = { ...installation, previous: before, pending: null };
  await saveInstallation(folder, held);
  const superseded = previous?.volume;
  if (
    superseded === undefined ||
    keepsPrevious ||
    superseded === current.volume ||
    superseded === pending.before.volume
  )
    return held;
  // What an update left behind is all contained in its successor; what a restore or a rollback left behind may exist
  // nowhere else.
  const isContained = previous?.replacedBy === "update";
  // Failing to remove it does not make the change a failure.
  const removed = isContained && (await removeVolume(engine, superseded, signal).catch(() => false));
  emit({ type: "notice", notice: { id: "volume-superseded", volume: superseded, removed } });
  return held;
}

/** Everything as it was before the switch, with its own signal: this runs after an interruption too. */
async function goBack(
  engine: Engine,
  { settings, installation, isResumed }: SwitchedChange,
  world: World,
): Promise<void> {
  const { current, pending } = installation;
  const { folder, emit } = world;
  const calm = withSignal(world, new AbortController().signal);
  const { kind, startedAt, wasRunning, before, isFresh } = pending;
  // An unused volume may be deleted by any later run.
  const isThrownAway = isFresh && !isResumed;
  const filling = { kind, startedAt, wasRunning, phase: "filling" as const, volume: current.volume };
  const back: Installation = { ...installation, current: before, pending: isThrownAway ? filling : null };
  await saveInstallation(folder, back);
  if (wasRunning) await bringUp(engine, { settings, installation: back, isResumed }, calm);
  else {
    const containers = await listProjectContainers(engine, settings.name, calm.signal);
    const made = containers.filter(({ service }) => service === "open-webui");
    const prepared = await prepareStack(engine, settings, calm, back);
    await writeFileWhole(prepared.file, prepared.text, 0o600);
    await carryOut(engine, planDown(made, null), { prepared }, calm);
  }
  const { volume } = current;
  if (isThrownAway) await undoFilling(engine, { settings, installation: back, volume, wasRunning }, calm);
  else if (isFresh) emit({ type: "notice", notice: { id: "volume-superseded", volume, removed: false } });
}
