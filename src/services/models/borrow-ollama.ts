import { isError } from "../../core/errors/errors.ts";
import { planUp } from "../../core/plan/plan.ts";
import type { Emit } from "../../core/run/events.ts";
import { type World, withSignal } from "../../core/run/world.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { containerName } from "../../core/stack/stack.ts";
import { stopContainer } from "../../engine/containers/containers.ts";
import { listProjectContainers } from "../../engine/containers/observe.ts";
import { endAfter } from "../../engine/wire/bound-by.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { writeFileWhole } from "../../host/files/files.ts";
import { withLock } from "../../host/files/lock.ts";
import { carryOut } from "../stack/carry-out.ts";
import { observeStack } from "../stack/observe-stack.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";
import { waitReady } from "../stack/ready.ts";

/** The stack whose Ollama is wanted, and the command that wants it (shown to others while they wait). */
export type BorrowRequest = {
  prepared: PreparedStack;
  /** Renders the stack again: the previous holder of the lock may have changed its settings. */
  prepare: () => Promise<PreparedStack>;
  command: string;
};

/** What the borrower gets: the container in which Ollama answers, and the signal that ends the use of it. */
export type Borrowed = { container: string; signal: AbortSignal };

const stopTimeoutMs = 60_000;
/** A run that holds the lock for longer is working on the stack, and Ollama belongs to it. */
const lockPatienceMs = 1000;

/**
 * Runs `work` with an Ollama that answers. A running one is used and left alone; otherwise it is created as `up` would
 * create it, started alone and, however `work` ends, stopped again, unless the page has been started since. The lock is
 * held only for starting and stopping: a download or a chat may take hours, and an `up` during it does no harm.
 * Throws what starting it and `work` throw.
 */
export async function borrowOllama<T>(
  engine: Engine,
  request: BorrowRequest,
  world: World,
  work: (borrowed: Borrowed) => Promise<T>,
): Promise<T> {
  const { prepared, command } = request;
  const { folder, signal, emit, processes } = world;
  const container = containerName(prepared.stack, "ollama");
  const isAlone =
    !isRunning(await observeStack(engine, prepared.stack, signal)) &&
    (await withLock(folder, { command, signal, emit, processes }, (locked) =>
      startAlone(engine, request, withSignal(world, locked)),
    ));
  if (!isAlone) {
    await waitReady(engine, { service: "ollama", container, timeoutMs: prepared.settings.timeoutMs, signal, emit });
    return work({ container, signal });
  }
  return endWith(
    () => work({ container, signal }),
    () => giveBack(engine, request, world),
  );
}

/** Starts Ollama and nothing else; false if somebody else did while this run waited for the lock. */
async function startAlone(engine: Engine, { prepare }: BorrowRequest, world: World): Promise<boolean> {
  const { signal, emit } = world;
  const prepared = await prepare();
  const { stack, settings } = prepared;
  const observation = await observeStack(engine, stack, signal);
  if (isRunning(observation)) return false;
  emit({ type: "notice", notice: { id: "ollama-alone" } });
  try {
    await start(engine, prepared, observation, world);
    return true;
  } catch (error) {
    // Its own failure matters more than that Ollama could not be stopped afterwards.
    await stop(engine, settings.name, emit).catch(() => {});
    throw error;
  }
}

/** Stops Ollama again, unless another run is working on the stack by now. */
async function giveBack(
  engine: Engine,
  { prepared, command }: BorrowRequest,
  { folder, emit, processes }: World,
): Promise<void> {
  // It has its own signal: Ollama is stopped after an interruption too. Such a short wait is not reported.
  const request = { command, signal: endAfter(lockPatienceMs), emit: () => {}, processes };
  try {
    await withLock(folder, request, () => stop(engine, prepared.settings.name, emit));
  } catch (error) {
    if (!isError(error, "interrupted")) throw error;
  }
}

/** Runs something after some work, however that ends; a failure of the work takes precedence over one of its end. */
async function endWith<T>(work: () => Promise<T>, end: () => Promise<void>): Promise<T> {
  let value: T;
  try {
    value = await work();
  } catch (error) {
    await end().catch(() => {});
    throw error;
  }
  await end();
  return value;
}

function isRunning({ containers }: Observation): boolean {
  return containers.ollama?.state === "running" || containers.ollama?.state === "restarting";
}

async function start(engine: Engine, prepared: PreparedStack, observation: Observation, world: World): Promise<void> {
  const { stack, file, text, previous } = prepared;
  // The container's labels name this file, and the next `up` compares it.
  if (previous?.text !== text) await writeFileWhole(file, text, 0o600);
  const request = { services: ["ollama"] as const, model: null, previous: previous?.stack ?? null };
  await carryOut(engine, planUp(stack, observation, request), { prepared }, world);
}

/** Stops Ollama also after an interruption, therefore with its own signal. */
async function stop(engine: Engine, project: string, emit: Emit): Promise<void> {
  const signal = endAfter(stopTimeoutMs);
  const containers = await listProjectContainers(engine, project, signal);
  if (containers.some(({ service, state }) => service === "open-webui" && state === "running")) return;
  const running = containers.filter(({ service, state }) => service === "ollama" && state !== "exited");
  if (running.length === 0) return;
  await Promise.all(running.map(({ id }) => stopContainer(engine, id, signal)));
  emit({ type: "notice", notice: { id: "ollama-stopped" } });
}
