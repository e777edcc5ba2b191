import type { Command } from "commander";
import { factsOf, isError, LocalgptError } from "../../core/errors/errors.ts";
import { planUninstall, type UninstallMode, type UninstallPlan } from "../../core/plan/plan-uninstall.ts";
import { withSignal } from "../../core/run/world.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { DiskUsage } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { withLock } from "../../host/files/lock.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { makeBackup } from "../../services/backup/make-backup.ts";
import { findStackData } from "../../services/data/find-data.ts";
import { findBelongings } from "../../services/removal/find-belongings.ts";
import { measureDisk, measureFreed, removeBelongings } from "../../services/removal/remove-belongings.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";
import { conflict, refuseTogether } from "../refuse-together.ts";
import { listGoing, listStaying, tellBackup, type UninstallResult } from "./uninstall-text.ts";

export type UninstallOptions = {
  mode: UninstallMode;
  /** Go on without a question; this is not enough for volumes. */
  yes: boolean;
  /** The project's name, given in advance to confirm the deletion of its data. */
  yesDelete: string | null;
  dryRun: boolean;
  /** Whether a purge makes a last backup first, and whether it includes the models. */
  backup: boolean;
  withModels: boolean;
};

type WrittenOptions = { keepData?: true; purge?: true; yes?: true; yesDelete?: string; dryRun?: true } & {
  backup: boolean;
  withModels?: true;
};

/** Defines `localgpt uninstall`. */
export function defineUninstall(parent: Command, words: Words, execute: Execute): void {
  const text = words.help.uninstall;
  const command = parent.command("uninstall");
  refuseTogether(command, "--keep-data", "--purge");
  refuseTogether(command, "--with-models", "--no-backup");
  command
    .description(text.summary)
    .option("--keep-data", text.options["keep-data"])
    .option("--purge", text.options.purge)
    .option("--yes", text.options.yes)
    .option("--yes-delete <NAME>", text.options["yes-delete"])
    .option("--no-backup", text.options["no-backup"])
    .option("--with-models", text.options["with-models"])
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

function readOptions(written: WrittenOptions): UninstallOptions {
  const { purge, yes, yesDelete, dryRun, backup, withModels } = written;
  // What is kept needs no backup, but `backup` still makes one.
  if (withModels && !purge) throw conflict("--with-models", "--keep-data");
  return {
    mode: purge ? "purge" : "keep-data",
    backup,
    withModels: withModels === true,
    yes: yes === true,
    yesDelete: yesDelete ?? null,
    dryRun: dryRun === true,
  };
}

/**
 * Removes a stack from the Engine after asking: its containers, network and images and, with a purge, also its volumes
 * and files, after a last backup. Throws `wrong-name`, and `name-needed` or `confirmation-needed` if there is nobody to
 * ask, before anything is done, and `last-backup-failed` before anything is removed.
 */
export async function runUninstall(context: Context, options: UninstallOptions): Promise<UninstallResult> {
  const { settings } = await loadSettings(context);
  refuseUnmeant(context, options, settings.name);
  const engine = await context.engine();
  if (options.dryRun) return (await look(context, engine, settings, options)).found;
  const { folder, emit, processes } = context;
  return withLock(
    folder,
    { command: "localgpt uninstall", signal: context.signal, emit, processes },
    async (signal) => {
      const locked = withSignal(context, signal);
      const first = await look(locked, engine, settings, options);
      if (first.plan.operations.length === 0) return first.found;
      if (!(await isMeant(context, options, first.found))) return { ...first.found, confirmed: false, removed: [] };
      const backup = first.found.backsUp ? await makeLastBackup(locked, engine, settings, options) : null;
      // The backup is one more thing that is kept, and it may have brought an image back.
      const { plan, found, usage } = backup === null ? first : await look(locked, engine, settings, options);
      const removal = await removeBelongings(engine, plan, { signal, emit });
      return { ...found, ...removal, backup, freedBytes: await measureFreed(engine, usage, removal.removed, signal) };
    },
  );
}

type Looked = { usage: DiskUsage | null; plan: UninstallPlan; found: UninstallResult };

/** What exists, and the result before anything is done. */
async function look(context: Context, engine: Engine, settings: Settings, options: UninstallOptions): Promise<Looked> {
  const { folder, signal } = context;
  const { mode, dryRun, withModels } = options;
  const usage = await measureDisk(engine, signal);
  const belongings = await findBelongings(engine, { folder, settings, usage, signal });
  const plan = planUninstall(belongings, mode);
  const { operations, goes: removed, stays: kept } = plan;
  const { volumes } = await findStackData(engine, { folder, settings }, signal);
  const losesPage = removed.some(({ kind, name }) => kind === "volume" && name === volumes["open-webui"]);
  const backsUp = options.backup && losesPage;
  const common = { project: settings.name, folder, mode, dryRun, confirmed: true, backup: null, freedBytes: null };
  return { usage, plan, found: { ...common, operations, removed, kept, backsUp, withModels } };
}

async function makeLastBackup(
  { folder, signal, emit, processes }: Context,
  engine: Engine,
  settings: Settings,
  { withModels }: UninstallOptions,
): Promise<UninstallResult["backup"]> {
  const request = {
    settings,
    folder,
    file: null,
    cause: "uninstall" as const,
    note: null,
    withModels,
    signal,
    emit,
    processes,
  };
  try {
    const { path, bytes } = await makeBackup(engine, request);
    return { path, sizeBytes: bytes };
  } catch (error) {
    if (!(error instanceof LocalgptError) || isError(error, "interrupted")) throw error;
    throw new LocalgptError("last-backup-failed", { cause: factsOf(error) }, { cause: error });
  }
}

/** Nothing is looked up for a wrong name or for a question that nobody can answer. */
function refuseUnmeant({ stdin }: Context, { mode, yes, yesDelete, dryRun }: UninstallOptions, project: string): void {
  if (yesDelete !== null && yesDelete !== project) throw new LocalgptError("wrong-name", { value: yesDelete, project });
  if (dryRun || yesDelete !== null || stdin.isTTY === true) return;
  if (mode === "purge") throw new LocalgptError("name-needed", { project });
  if (!yes) throw new LocalgptError("confirmation-needed", {});
}

/** Whether the person confirms, after seeing what is removed and what is kept. */
async function isMeant(
  context: Context,
  { mode, yes, yesDelete }: UninstallOptions,
  found: UninstallResult,
): Promise<boolean> {
  if (yesDelete !== null || (yes && mode === "keep-data")) return true;
  const { project } = found;
  const above = (look: Look) =>
    [...listGoing(found, look), ...listStaying(found, look), ...tellBackup(found, look.words), ""].join("\n");
  if (mode === "keep-data") return context.confirm({ id: "uninstall", project }, above);
  return (await context.askLine({ id: "purge", project }, above)).trim() === project;
}

/** 1 if the person said no, and if a volume that was to be removed still exists. */
export function uninstallExitCode({ confirmed, mode, kept }: UninstallResult): number {
  const isStuck = mode === "purge" && kept.some(({ kind, reason }) => kind === "volume" && reason === "in-use");
  return confirmed && !isStuck ? 0 : 1;
}

/** What was removed, what was kept and why, and the way back. */
export function renderUninstall(result: UninstallResult, look: Look): string {
  const { words, style } = look;
  const text = words.uninstall;
  const { project, mode, operations, removed, freedBytes } = result;
  if (!result.confirmed) return text.nothingRemoved;
  const staying = listStaying(result, look);
  if (operations.length === 0) return [text.nothingThere(project), ...staying].join("\n");
  if (result.dryRun) {
    return [...listGoing(result, look), ...staying, ...tellBackup(result, words), "", text.dryRun].join("\n");
  }
  const isStuck = uninstallExitCode(result) !== 0;
  const done = text.removed({ project, isAll: removed.length > 0 && !isStuck, freedBytes });
  const mark = isStuck ? style.warn(style.symbols.warning) : style.ok(style.symbols.ok);
  const wayBack = isStuck ? text.stuck : text.wayBack[mode](result.backup?.path ?? null);
  return [`${mark} ${done}`, ...staying, style.dim(wayBack)].join("\n");
}
