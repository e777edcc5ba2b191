import type { Command } from "commander";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import { mapServices, type ServiceName, serviceNames } from "../../core/services/services.ts";
import type { SettingChanges } from "../../core/settings/setting-fields.ts";
import { defaultSettings, type Settings } from "../../core/settings/settings.ts";
import { freshVolumeName, type InstalledState } from "../../core/stack/installation.ts";
import { notFound } from "../../core/stack/pick-container.ts";
import { isOlder, versionOf } from "../../core/values/image-reference.ts";
import { inspectImage } from "../../engine/containers/observe.ts";
import { hasVolume } from "../../engine/machine/volumes.ts";
import { createPull } from "../../engine/plan/engine-handlers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { loadInstallation } from "../../host/stores/installation-store.ts";
import { loadSettings, saveSettings } from "../../host/stores/settings-store.ts";
import { type Change, changeInstallation, planChange } from "../../services/change/change-installation.ts";
import { cloneVolume } from "../../services/change/clone-volume.ts";
import { findInstalled } from "../../services/data/find-installed.ts";
import { step } from "../../services/steps/step.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute } from "../context.ts";
import { type OpenedChange, openChange } from "../open-change.ts";
import { readTargets } from "./update-options.ts";
import { renderUpdate, type UpdatedImage, type UpdateResult } from "./update-text.ts";

export type UpdateOptions = {
  /** Images as `--to` names them. */
  to: string[];
  dryRun: boolean;
};

/** Defines `localgpt update`. */
export function defineUpdate(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.update;
  parent
    .command("update")
    .description(help.summary)
    .option("--to <IMAGE...>", help.options.to)
    .option("--dry-run", help.options["dry-run"])
    .action((written: { to?: string[]; dryRun?: boolean }) => {
      const options = { to: written.to ?? [], dryRun: written.dryRun === true };
      return execute({ run: (context) => runUpdate(context, options), render: renderUpdate });
    });
}

/**
 * Moves the stack to the images that its settings or `--to` name, with a copy of the page's data, and goes back
 * automatically if that does not work. Throws `stack-not-found`, `downgrade-refused`, `change-failed` and the failures
 * of a download.
 */
export async function runUpdate(context: Context, options: UpdateOptions): Promise<UpdateResult> {
  const { settings } = await loadSettings(context);
  // Invalid options are reported at once, before waiting for others.
  const targets = readTargets(options.to, settings.images);
  const { dryRun } = options;
  return openChange(context, { command: "localgpt update", dryRun }, (opened) => update(opened, targets, dryRun));
}

type Targets = Partial<Record<ServiceName, string>>;

async function update(
  { context, engine, settings, installation }: OpenedChange,
  targets: Targets,
  dryRun: boolean,
): Promise<UpdateResult> {
  const { signal } = context;
  const before = await findInstalled(engine, installation, signal);
  if (before === null) throw notFound(settings.name, [], serviceNames);
  const images = chooseImages(before, settings, targets);
  if (!dryRun) await pullMovingTags(context, engine, settings, images);
  await markChanged(engine, images, before, signal);
  const changed = serviceNames.some((service) => images[service].changed);
  const isCloned = images["open-webui"].changed && (await hasVolume(engine, before.volume, signal));
  const volume = isCloned ? freshVolumeName(settings.name, new Date()) : before.volume;
  const common = { project: settings.name, dryRun, changed, images, volumeBefore: isCloned ? before.volume : null };
  if (!changed) return { ...common, operations: [], volume, counts: null };
  const change: Change = {
    kind: "update",
    settings,
    installation,
    before,
    images: mapServices((service) => images[service].to),
    volume,
    source: isCloned
      ? { from: before.volume, fill: cloneVolume(engine, { project: settings.name, source: before.volume }) }
      : null,
  };
  if (dryRun) return { ...common, operations: await planChange(engine, change, context), volume, counts: null };
  const undo = await remember(context, settings, targets);
  try {
    const { counts } = await changeInstallation(engine, change, context);
    return { ...common, operations: [], volume, counts };
  } catch (error) {
    // The cause matters more than that, on a full disk, it cannot be recorded.
    await undo().catch(() => {});
    throw error;
  }
}

/**
 * The images of `--to`, else of the settings; a version of this release that is older than the installed one changes
 * nothing.
 */
function chooseImages(
  { images }: InstalledState,
  settings: Settings,
  targets: Targets,
): Record<ServiceName, UpdatedImage> {
  const choose = (service: ServiceName): UpdatedImage => {
    const from = images[service].reference;
    const target = targets[service];
    const isChosen = target !== undefined || settings.images[service] !== defaultSettings.images[service];
    const to = target ?? (isOlder(settings.images[service], from) ? from : settings.images[service]);
    if (service === "open-webui" && isOlder(to, from)) {
      throw new LocalgptError("downgrade-refused", { installed: from, wanted: to });
    }
    return { from, to, changed: from !== to, isChosen };
  };
  return mapServices(choose);
}

/**
 * A tag that is not a version, such as `main`, may mean a newer image than the local one; without internet the local
 * one stays.
 */
async function pullMovingTags(
  { signal, emit }: Context,
  engine: Engine,
  { stallMs }: Settings,
  images: Record<ServiceName, UpdatedImage>,
): Promise<void> {
  const moving = Object.values(images).filter(({ to }) => versionOf(to) === null && !to.includes("@"));
  for (const { to: image } of moving) {
    try {
      await step({ kind: "pull-image", image, id: `pull:${image}` }, createPull(engine, stallMs), { signal, emit });
    } catch (error) {
      if (!isError(error, "pull-failed") || error.facts.reason === "wrong-platform") throw error;
      if ((await inspectImage(engine, image, signal)) === null) throw error;
      emit({ type: "notice", notice: { id: "image-not-refreshed", image, reason: error.facts.reason } });
    }
  }
}

/** The same name is a change too if it means another image by now. */
async function markChanged(
  engine: Engine,
  images: Record<ServiceName, UpdatedImage>,
  before: InstalledState,
  signal: AbortSignal,
): Promise<void> {
  for (const service of serviceNames) {
    const found = await inspectImage(engine, images[service].to, signal);
    const isOther = found !== null && found.id !== before.images[service].id;
    images[service].changed ||= isOther;
  }
}

/** Keeps what `--to` chose as settings; returns what undoes that, unless it is what is installed now. */
async function remember(context: Context, settings: Settings, targets: Targets): Promise<() => Promise<void>> {
  const changes: SettingChanges = {};
  const back: SettingChanges = {};
  for (const service of serviceNames) {
    const target = targets[service];
    if (target === undefined) continue;
    changes[`${service}.image`] = target;
    const before = settings.images[service];
    back[`${service}.image`] = before === defaultSettings.images[service] ? null : before;
  }
  if (Object.keys(changes).length === 0) return async () => {};
  await saveSettings(context, changes);
  return async () => {
    // The next `up` finishes an update that could not go back.
    const { pending } = await loadInstallation(context.folder, settings.name);
    if (pending?.phase !== "switched") await saveSettings(context, back);
  };
}
