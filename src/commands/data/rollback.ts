import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { Operation } from "../../core/run/operations.ts";
import type { ServiceName } from "../../core/services/services.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { type InstalledState, referencesOf } from "../../core/stack/installation.ts";
import { hasVolume } from "../../engine/machine/volumes.ts";
import { type Change, changeInstallation, planChange } from "../../services/change/change-installation.ts";
import { pinImages } from "../../services/stack/pin-image.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";
import { type OpenedChange, openChange } from "../open-change.ts";
import { renderSteps } from "./update-text.ts";

export type RollbackOptions = { yes: boolean; dryRun: boolean };

export type RollbackResult = {
  project: string;
  dryRun: boolean;
  /** Whether the person said yes; after a no nothing was changed. */
  confirmed: boolean;
  /** The images and the volume of then. */
  images: Record<ServiceName, string>;
  volume: string;
  /** The volume with what has been written since. */
  volumeLeft: string;
  operations: Operation[];
  counts: PageCounts | null;
};

/** Defines `localgpt rollback`. */
export function defineRollback(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.rollback;
  parent
    .command("rollback")
    .description(help.summary)
    .option("-y, --yes", help.options.yes)
    .option("--dry-run", help.options["dry-run"])
    .action((written: { yes?: boolean; dryRun?: boolean }) => {
      const options = { yes: written.yes === true, dryRun: written.dryRun === true };
      return execute({
        run: (context) => runRollback(context, options),
        render: renderRollback,
        exitCode: ({ confirmed }) => (confirmed ? 0 : 1),
      });
    });
}

/**
 * Goes back to the images and the data from before the last change, after asking; what has been written since stays in
 * its volume. Throws `nothing-before`, `confirmation-needed` if there is nobody to ask, and `change-failed`.
 */
export async function runRollback(context: Context, options: RollbackOptions): Promise<RollbackResult> {
  if (!options.yes && !options.dryRun && context.stdin.isTTY !== true) {
    throw new LocalgptError("confirmation-needed", {});
  }
  const change = { command: "localgpt rollback", dryRun: options.dryRun };
  return openChange(context, change, (opened) => rollback(opened, options));
}

async function rollback(
  { context, engine, settings, installation }: OpenedChange,
  { yes, dryRun }: RollbackOptions,
): Promise<RollbackResult> {
  const { signal } = context;
  const { current, previous } = installation;
  if (current === null || previous === null) throw new LocalgptError("nothing-before", { gone: null });
  if (!(await hasVolume(engine, previous.volume, signal))) {
    throw new LocalgptError("nothing-before", { gone: previous.volume });
  }
  const change: Change = {
    kind: "rollback",
    settings,
    installation,
    before: current,
    images: referencesOf(await pinImages(engine, previous, signal)),
    volume: previous.volume,
    source: null,
  };
  const result = describe(settings, change, current);
  if (dryRun) return { ...result, dryRun, operations: await planChange(engine, change, context) };
  const { images, volume } = change;
  const then = { images: pageFirst(images), volume, kept: current.volume };
  if (!yes && !(await context.confirm({ id: "rollback", ...then }))) return { ...result, confirmed: false };
  const { counts } = await changeInstallation(engine, change, context);
  return { ...result, counts };
}

function describe({ name }: Settings, { images, volume }: Change, current: InstalledState): RollbackResult {
  const facts = { project: name, images, volume, volumeLeft: current.volume };
  return { ...facts, dryRun: false, confirmed: true, operations: [], counts: null };
}

/** The images in the order in which people think of them. */
function pageFirst(images: RollbackResult["images"]): string[] {
  return Object.values(images).reverse();
}

/** What the stack runs now, and where the data written since is. */
export function renderRollback(result: RollbackResult, look: Look): string {
  const { words, style } = look;
  const text = words.rollback;
  if (!result.confirmed) return text.cancelled;
  const { operations, images, volume, volumeLeft } = result;
  if (result.dryRun) return [text.plan(operations.length), ...renderSteps(operations, look)].join("\n");
  const done = text.done(pageFirst(images));
  return [
    `${style.ok(style.symbols.ok)} ${done}`,
    ...(volume === volumeLeft ? [] : [style.dim(text.kept(volumeLeft))]),
  ].join("\n");
}
