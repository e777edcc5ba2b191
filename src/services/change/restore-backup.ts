import { type Failure, factsOf, isError, LocalgptError } from "../../core/errors/errors.ts";
import type { Language } from "../../core/facts/names.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";
import type { World } from "../../core/run/world.ts";
import { mapServices } from "../../core/services/services.ts";
import type { Settings } from "../../core/settings/settings.ts";
import {
  freshVolumeName,
  type Installation,
  type InstalledState,
  installedImage,
  noInstallation,
  referencesOf,
} from "../../core/stack/installation.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { inspectImage } from "../../engine/containers/observe.ts";
import { hasVolume } from "../../engine/machine/volumes.ts";
import { createPull } from "../../engine/plan/engine-handlers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { CheckedBackup } from "../../host/backup/backup-reader.ts";
import { readFileIfThere, writeFileWhole } from "../../host/files/files.ts";
import { saveInstallation } from "../../host/stores/installation-store.ts";
import { settingsPath } from "../../host/stores/settings-store.ts";
import { makeBackup } from "../backup/make-backup.ts";
import { adoptSettings, readFolderTexts, restoreConversations } from "../backup/restore-folder.ts";
import { findInstalled } from "../data/find-installed.ts";
import { isNewer, readPageVersion } from "../page/page-version.ts";
import { step } from "../steps/step.ts";
import { type Change, changeInstallation } from "./change-installation.ts";
import { fillFromBackup } from "./restore-data.ts";
import { type RestoredModels, restoreModels } from "./restore-models.ts";

/** Which backup, already checked, goes back into which stack; the caller holds the lock of its folder. */
export type RestoreRequest = {
  settings: Settings;
  installation: Installation;
  backup: CheckedBackup;
  language: Language;
  withSettings: boolean;
};

/** What was restored. */
export type Restored = {
  /** The version of Open WebUI that has the data now. */
  openWebui: string | null;
  counts: PageCounts | null;
  volume: string;
  /** The volume with the previous data, and the backup that was made of it; null if there was none. */
  volumeBefore: string | null;
  safety: string | null;
  settings: boolean;
  conversations: { restored: string[]; kept: string[] };
  /** `failure` is why they were not added; everything else was restored nevertheless. */
  models: RestoredModels & { failure: Failure | null };
};

/**
 * Replaces what a stack has with a backup: first backs that up, then restores the data into a new volume, which
 * replaces the old one once it is complete and the page works with it. Models and saved conversations are added if they
 * are missing. Throws `backup-newer` before anything is touched, what `makeBackup` and `changeInstallation` throw, and
 * `backup-unusable`.
 */
export async function restoreBackup(engine: Engine, request: RestoreRequest, world: World): Promise<Restored> {
  const { backup, settings: own, installation } = request;
  const { folder, project, signal, emit, processes } = world;
  const { name } = own;
  const before = await findInstalled(engine, installation, signal);
  const texts = await readFolderTexts(backup, signal);
  const isBare = (await readFileIfThere(settingsPath(folder))) === null;
  const adopted =
    texts.settings !== null && (request.withSettings || isBare)
      ? adoptSettings(texts.settings, { folder, project, name })
      : null;
  const chosen = adopted?.settings ?? own;
  const settings = { ...chosen, language: chosen.language ?? request.language };
  const state = before ?? newState(settings);
  const image = state.images["open-webui"].reference;
  const openWebui = await refuseNewer(engine, backup, { settings, image }, world);
  const had = (await hasVolume(engine, state.volume, signal)) ? state.volume : null;
  const common = { settings: own, folder, signal, emit, processes };
  const safety =
    had === null
      ? null
      : await makeBackup(engine, { ...common, file: null, cause: "restore", note: null, withModels: false });
  const volume = freshVolumeName(name, new Date());
  const images = referencesOf(state);
  const source = { from: backup.path, fill: fillFromBackup(engine, { project: name, backup }) };
  const change: Change = { kind: "restore", settings, installation, before: state, images, volume, source };
  const counts = await putInPlace(engine, change, { isNew: before === null, isEmpty: had === null }, world);
  // Last, so that a run killed earlier leaves settings and data that belong together.
  if (adopted !== null) await writeFileWhole(settingsPath(folder), adopted.text, 0o600);
  return {
    openWebui,
    counts,
    volume,
    volumeBefore: had,
    safety: safety?.path ?? null,
    settings: adopted !== null,
    conversations: await restoreConversations(folder, texts.conversations),
    models: await bringModels(engine, backup, { settings, image }, world),
  };
}

/**
 * Makes the change and counts what was restored; `isNew` if there was no stack, `isEmpty` if its page had no data.
 */
async function putInPlace(
  engine: Engine,
  change: Change,
  { isNew, isEmpty }: { isNew: boolean; isEmpty: boolean },
  world: World,
): Promise<PageCounts | null> {
  try {
    const { installation, counts } = await changeInstallation(engine, change, world);
    // A stack that did not exist has nothing to go back to.
    if (isEmpty) await saveInstallation(world.folder, { ...installation, previous: null });
    return counts;
  } catch (error) {
    if (isNew) await saveInstallation(world.folder, noInstallation(change.settings.name));
    throw error;
  }
}

/** The previous state of a stack that did not exist: nothing of it is on the Engine. */
function newState(settings: Settings): InstalledState {
  return {
    images: mapServices((service) => installedImage(settings.images[service], { id: "", digests: [] })),
    volume: volumeName(settings, "open-webui"),
    since: new Date().toISOString(),
  };
}

/** The Open WebUI version that will have the data, downloaded if necessary; throws `backup-newer`. */
async function refuseNewer(
  engine: Engine,
  { path, manifest }: CheckedBackup,
  { settings: { name, stallMs }, image }: { settings: Settings; image: string },
  { signal, emit }: World,
): Promise<string | null> {
  if ((await inspectImage(engine, image, signal)) === null) {
    const pull = { kind: "pull-image", image, id: "image", cause: { id: "missing" } } as const;
    await step(pull, createPull(engine, stallMs), { signal, emit });
  }
  const installed = await readPageVersion(engine, { project: name, image }, signal);
  const { openWebui } = manifest;
  if (installed !== null && openWebui !== null && isNewer(openWebui, installed)) {
    throw new LocalgptError("backup-newer", { path, openWebui, installed });
  }
  return installed;
}

/** Adds the models, or only finds out which of them are missing. */
async function bringModels(
  engine: Engine,
  backup: CheckedBackup,
  { settings: { name }, image }: { settings: Settings; image: string },
  { signal, emit }: World,
): Promise<Restored["models"]> {
  const { manifest } = backup;
  const names = manifest.models.map((model) => model.name);
  const none: RestoredModels = { added: [], kept: [], missing: names };
  if (names.length === 0) return { ...none, failure: null };
  const request = { project: name, image, volume: volumeName({ name }, "ollama"), backup };
  try {
    const models = await step(
      { kind: "restore-models", count: names.length, id: "models" },
      ({ id }, tools) => restoreModels(engine, { ...request, operationId: id, signal: tools.signal, emit }),
      { signal, emit },
      ({ added }) => added.length === 0,
    );
    return { ...models, failure: null };
  } catch (error) {
    if (!(error instanceof LocalgptError) || isError(error, "interrupted")) throw error;
    return { ...none, failure: factsOf(error) };
  }
}
