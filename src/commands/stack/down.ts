import type { Command } from "commander";
import { resultsOf } from "../../core/plan/handler.ts";
import { planDown } from "../../core/plan/plan.ts";
import type { Operation } from "../../core/run/operations.ts";
import { observeProjectNames } from "../../engine/containers/observe.ts";
import { createEngineHandlers } from "../../engine/plan/engine-handlers.ts";
import { withLock } from "../../host/files/lock.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { applyOperations } from "../../services/steps/apply.ts";
import type { Words } from "../../words/words.ts";
import { connectWhile } from "../connect-while.ts";
import type { Context, Execute, Look } from "../context.ts";

export type DownResult = {
  project: string;
  changed: boolean;
  operations: Operation[];
  /** The network if it was kept, because other containers use it; else null. */
  networkKept: string | null;
  /** Names of the volumes, which are kept with everything in them. */
  volumes: string[];
};

/** Defines `localgpt down`. */
export function defineDown(parent: Command, words: Words, execute: Execute): void {
  parent
    .command("down")
    .description(words.help.down.summary)
    .action(() => execute({ run: runDown, render: renderDown }));
}

/** Stops and removes the project's containers and network; its volumes stay. */
export async function runDown(context: Context): Promise<DownResult> {
  const [engine, { settings }] = await connectWhile(context, () => loadSettings(context));
  const project = settings.name;
  const lock = { command: "localgpt down", signal: context.signal, emit: context.emit, processes: context.processes };
  return withLock(context.folder, lock, async (signal) => {
    const found = await observeProjectNames(engine, project, signal);
    const operations = planDown(found.containers, found.network);
    const outcomes = await applyOperations(operations, createEngineHandlers(engine), { signal, emit: context.emit });
    const networkKept = resultsOf(outcomes, "remove-network").find(({ wasLeft }) => wasLeft)?.name ?? null;
    const changed = operations.some(({ kind }) => kind !== "remove-network" || networkKept === null);
    return { project, changed, operations, networkKept, volumes: found.volumes };
  });
}

/** What was stopped, and that the data is still there. */
export function renderDown(result: DownResult, { words, style }: Look): string {
  const text = words.down;
  const kept = text.done(result);
  return [
    result.changed ? `${style.ok(style.symbols.ok)} ${kept.done}` : text.nothing(result.project),
    result.volumes.length > 0 ? kept.kept : text.noVolumes,
    style.dim(text.startAgain),
  ].join("\n");
}
