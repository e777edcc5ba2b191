import type { Command } from "commander";
import { LocalgptError } from "../core/errors.ts";
import type { Operation } from "../core/operations.ts";
import { type Belonging, planUninstall, type Staying, type UninstallMode } from "../core/plan-uninstall.ts";
import { withLock } from "../host/lock.ts";
import { loadSettings } from "../host/settings-store.ts";
import { findBelongings } from "../services/find-belongings.ts";
import { measureDisk, measureFreed, removeBelongings } from "../services/remove-belongings.ts";
import type { Words } from "../words/words.ts";
import type { Context, Execute, Look } from "./context.ts";
import { listGoing, listStaying } from "./uninstall-text.ts";

export type UninstallOptions = {
  mode: UninstallMode;
  /** Go on without a question; it does not do for volumes. */
  yes: boolean;
  /** The project's name, given beforehand for the deletion of its data. */
  yesDelete: string | null;
  dryRun: boolean;
};

export type UninstallResult = {
  project: string;
  folder: string;
  mode: UninstallMode;
  dryRun: boolean;
  /** Whether the person said yes; with a no nothing was removed. */
  confirmed: boolean;
  operations: Operation[];
  /** What went or, with `dryRun`, would go. */
  removed: Belonging[];
  kept: Staying[];
  /** What the volumes and images took that are gone; null where it could not be measured. */
  freedBytes: number | null;
};

type WrittenOptions = { keepData?: true; purge?: true; yes?: true; yesDelete?: string; dryRun?: true };

/** Defines `localgpt uninstall`. */
export function defineUninstall(parent: Command, words: Words, execute: Execute): void {
  const text = words.help.uninstall;
  parent
    .command("uninstall")
    .description(text.summary)
    .option("--keep-data", text.options["keep-data"])
    .option("--purge", text.options.purge)
    .option("--yes", text.options.yes)
    .option("--yes-delete <NAME>", text.options["yes-delete"])
    .option("--dry-run", text.options["dry-run"])
    .action((written: WrittenOptions) => {
      const options = readOptions(written);
      return execute({
        run: (context) => runUninstall(context, options),
        render: renderUninstall,
        exitCode: uninstallExitCode,
      });
    });
}

function readOptions({ keepData, purge, yes, yesDelete, dryRun }: WrittenOptions): UninstallOptions {
  if (keepData && purge) throw new LocalgptError("conflicting-options", { first: "--keep-data", second: "--purge" });
  return {
    mode: purge ? "purge" : "keep-data",
    yes: yes === true,
    yesDelete: yesDelete ?? null,
    dryRun: dryRun === true,
  };
}

/**
 * Removes a stack from the Engine after asking: its containers, network and images and, to purge it, its volumes and files
 * too. Throws `wrong-name`, and `name-needed` or `confirmation-needed` where there is nobody to ask, before anything is done.
 */
export async function runUninstall(context: Context, options: UninstallOptions): Promise<UninstallResult> {
  const { settings } = await loadSettings(context);
  const { folder } = context;
  const project = settings.name;
  const { mode, dryRun } = options;
  refuseUnmeant(context, options, project);
  const engine = await context.engine();
  const look = async (signal: AbortSignal) => {
    const usage = await measureDisk(engine, signal);
    const belongings = await findBelongings(engine, { folder, settings, usage, signal });
    return { usage, plan: planUninstall(belongings, mode) };
  };
  const result = { project, folder, mode, dryRun, confirmed: true, freedBytes: null };
  if (dryRun) {
    const { operations, goes, stays } = (await look(context.signal)).plan;
    return { ...result, operations, removed: goes, kept: stays };
  }
  const lock = { command: "localgpt uninstall", signal: context.signal, emit: context.emit };
  return withLock(folder, lock, async (signal) => {
    const { usage, plan } = await look(signal);
    const { operations, goes, stays } = plan;
    const found = { ...result, operations, removed: goes, kept: stays };
    if (operations.length === 0) return found;
    if (!(await isMeant(context, options, found))) return { ...found, confirmed: false, removed: [] };
    const removal = await removeBelongings(engine, plan, { signal, emit: context.emit });
    return { ...found, ...removal, freedBytes: await measureFreed(engine, usage, removal.removed, signal) };
  });
}

/** Nothing is looked at for a name that is wrong, and for a question that nobody could answer. */
function refuseUnmeant({ stdin }: Context, { mode, yes, yesDelete, dryRun }: UninstallOptions, project: string): void {
  if (yesDelete !== null && yesDelete !== project) throw new LocalgptError("wrong-name", { value: yesDelete, project });
  if (dryRun || yesDelete !== null || stdin.isTTY === true) return;
  if (mode === "purge") throw new LocalgptError("name-needed", { project });
  if (!yes) throw new LocalgptError("confirmation-needed", {});
}

/** Whether the person means it, who is shown what goes and what stays first. */
async function isMeant(
  context: Context,
  { mode, yes, yesDelete }: UninstallOptions,
  found: UninstallResult,
): Promise<boolean> {
  if (yesDelete !== null || (yes && mode === "keep-data")) return true;
  const { words } = context.look;
  const text = words.uninstall;
  const lists = [...listGoing(found, words), ...listStaying(found, words), ""].join("\n");
  if (mode === "keep-data") return context.confirm(`${lists}\n${text.confirm(found.project)}`);
  return (await context.askLine(`${lists}\n${text.confirmByName(found.project)}`)).trim() === found.project;
}

/** 1 where the person said no, and where a volume that was to go is still there. */
export function uninstallExitCode({ confirmed, mode, kept }: UninstallResult): number {
  const isStuck = mode === "purge" && kept.some(({ kind, reason }) => kind === "volume" && reason === "in-use");
  return confirmed && !isStuck ? 0 : 1;
}

/** What went, what stays and why, and the way back. */
export function renderUninstall(result: UninstallResult, { words, style }: Look): string {
  const text = words.uninstall;
  const { project, mode, operations, removed, freedBytes } = result;
  if (!result.confirmed) return text.nothingRemoved;
  const staying = listStaying(result, words);
  if (operations.length === 0) return [text.nothingThere(project), ...staying].join("\n");
  if (result.dryRun) return [...listGoing(result, words), ...staying, "", text.dryRun].join("\n");
  const isStuck = uninstallExitCode(result) !== 0;
  const done = text.removed({ project, isAll: removed.length > 0 && !isStuck, freedBytes });
  const mark = isStuck ? style.warn(style.symbols.warning) : style.ok(style.symbols.ok);
  const wayBack = isStuck ? text.stuck : text.wayBack[mode];
  return [`${mark} ${done}`, ...staying, style.dim(wayBack)].join("\n");
}
