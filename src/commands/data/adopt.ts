import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import { findChangeVolumes, findForeignVolumes } from "../../core/plan/foreign-volumes.ts";
import { freshVolumeName, referencesOf } from "../../core/stack/installation.ts";
import { type Stack, volumeName } from "../../core/stack/stack.ts";
import { findNearest } from "../../core/text/nearest.ts";
import { localAddress } from "../../core/values/page-address.ts";
import { listVolumes } from "../../engine/machine/volumes.ts";
import { listUsers } from "../../engine/plan/removal.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { makeBackup } from "../../services/backup/make-backup.ts";
import { adoptModels, planModels } from "../../services/change/adopt-models.ts";
import { adoptPage } from "../../services/change/adopt-page.ts";
import { type Change, changeInstallation, planChange } from "../../services/change/change-installation.ts";
import { findBase, type InstalledBase } from "../../services/change/installed-base.ts";
import { inspectVolume, type VolumeContent } from "../../services/data/inspect-volume.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute } from "../context.ts";
import { type OpenedChange, openChange } from "../open-change.ts";
import { type AdoptResult, renderAdopt } from "./adopt-text.ts";

export type AdoptOptions = { volumes: string[]; yes: boolean; dryRun: boolean };

/** Defines `localgpt adopt`. */
export function defineAdopt(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.adopt;
  parent
    .command("adopt")
    .description(help.summary)
    .argument("<VOLUME...>", help.arguments.volume)
    .option("-y, --yes", help.options.yes)
    .option("--dry-run", help.options["dry-run"])
    .action((volumes: string[], written: { yes?: boolean; dryRun?: boolean }) => {
      const options = { volumes: [...new Set(volumes)], yes: written.yes === true, dryRun: written.dryRun === true };
      return execute({ run: (context) => runAdopt(context, options), render: renderAdopt, exitCode: adoptExitCode });
    });
}

/**
 * Copies the data of another installation into this stack: the page's replaces its own, which is backed up first, and
 * models are added to those that are here. The source volumes are not written to. Throws `unknown-volume`,
 * `volume-is-ours`, `volume-in-use` and `volume-refused` before anything is changed.
 */
export async function runAdopt(context: Context, options: AdoptOptions): Promise<AdoptResult> {
  const change = { command: "localgpt adopt", dryRun: options.dryRun };
  return openChange(context, change, (opened) => adopt(opened, options));
}

async function adopt(
  { context, engine, settings, installation }: OpenedChange,
  { volumes, yes, dryRun }: AdoptOptions,
): Promise<AdoptResult> {
  const project = settings.name;
  const base = await findBase(engine, { settings, installation, mayPull: !dryRun }, context);
  await refuseUnfit(engine, volumes, { project, stack: base.prepared.stack }, context.signal);
  const contents: VolumeContent[] = [];
  for (const volume of volumes) contents.push(await look(engine, volume, contents, base, context));
  const page = contents.find((content) => content.kind === "open-webui") ?? null;
  const sources = contents.filter((content) => content.kind === "ollama");
  const own = page === null ? null : base.counts;
  const replaced = own === null || own.accounts + own.chats === 0 ? null : { volume: base.before.volume, counts: own };
  const volume = freshVolumeName(project, new Date());
  const change: Change | null =
    page === null
      ? null
      : {
          kind: "adopt",
          settings,
          installation,
          before: base.before,
          images: referencesOf(base.before),
          volume,
          source: adoptPage(engine, { project, volume: page.volume }),
        };
  const result: AdoptResult = {
    project,
    dryRun,
    confirmed: true,
    page: page === null ? null : { from: page.volume, counts: page.counts, volume, replaced },
    models: [],
    operations: [],
    backup: null,
    address: null,
  };
  if (dryRun) {
    const models = await planModels(engine, { base, sources }, context);
    return { ...result, models, operations: change === null ? [] : await planChange(engine, change, context) };
  }
  if (page !== null && replaced !== null && !yes) {
    const { volume: from, counts } = page;
    if (!(await context.confirm({ id: "adopt", from, counts, own: replaced.counts })))
      return { ...result, confirmed: false };
  }
  const request = {
    settings,
    folder: context.folder,
    file: null,
    cause: "adopt" as const,
    note: null,
    withModels: false,
    processes: context.processes,
  };
  const { signal, emit } = context;
  const backup = replaced === null ? null : (await makeBackup(engine, { ...request, signal, emit })).path;
  const models = await adoptModels(engine, { base, sources }, context);
  if (change !== null) await changeInstallation(engine, change, context);
  const address = change === null ? null : localAddress(settings);
  return { ...result, models, backup, address };
}

/** Throws if a volume does not exist, is this stack's own, or may be written to during the copy. */
async function refuseUnfit(
  engine: Engine,
  volumes: readonly string[],
  { project, stack }: { project: string; stack: Stack },
  signal: AbortSignal,
): Promise<void> {
  const found = await listVolumes(engine, signal);
  for (const volume of volumes) {
    if (!found.some(({ name }) => name === volume)) {
      const known = [
        ...findForeignVolumes(found, project).map(({ name }) => name),
        ...findChangeVolumes(found, project),
      ];
      throw new LocalgptError("unknown-volume", { value: volume, near: findNearest(volume, known), volumes: known });
    }
    if (volume === volumeName(stack, "open-webui") || volume === volumeName(stack, "ollama")) {
      throw new LocalgptError("volume-is-ours", { volume });
    }
    // Those that run, or would restart on their own.
    const containers = (await listUsers(engine, { volume }, signal, ["running", "restarting", "paused"])).sort();
    if (containers.length > 0) throw new LocalgptError("volume-in-use", { volume, containers });
  }
}

async function look(
  engine: Engine,
  volume: string,
  before: readonly VolumeContent[],
  { project, image }: InstalledBase,
  { signal }: Context,
): Promise<VolumeContent> {
  const content = await inspectVolume(engine, { project, volume, image, signal });
  const first = before.find(({ kind }) => kind === "open-webui");
  if (content.kind === "open-webui" && first !== undefined) {
    throw new LocalgptError("volume-refused", { volume, problem: "second", detail: first.volume, image });
  }
  return content;
}

/** 1 if a model could not be taken over, or the person said no. */
export function adoptExitCode({ dryRun, confirmed, models }: AdoptResult): number {
  const isWhole = models.every(({ state }) => state !== "incomplete" && state !== "damaged");
  return dryRun || (confirmed && isWhole) ? 0 : 1;
}
