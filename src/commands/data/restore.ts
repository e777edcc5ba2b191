import { resolve } from "node:path";
import type { Command } from "commander";
import { summariseManifest } from "../../core/backup/backup-format.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { localAddress } from "../../core/values/page-address.ts";
import { type CheckedBackup, checkBackup } from "../../host/backup/backup-reader.ts";
import { loadInstallation } from "../../host/stores/installation-store.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { restoreBackup } from "../../services/change/restore-backup.ts";
import { reportBytes } from "../../services/data/report-bytes.ts";
import { isNewer, versionInTag } from "../../services/page/page-version.ts";
import { step } from "../../services/steps/step.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute } from "../context.ts";
import { openChange } from "../open-change.ts";
import { type RestoreResult, renderRestore } from "./restore-text.ts";

export type RestoreOptions = { file: string; check: boolean; withSettings: boolean; yes: boolean };

/** Defines `localgpt restore`. */
export function defineRestore(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.restore;
  parent
    .command("restore")
    .description(help.summary)
    .argument("<FILE>", help.arguments.file)
    .option("--check", help.options.check)
    .option("--with-settings", help.options["with-settings"])
    .option("-y, --yes", help.options.yes)
    .action((file: string, given: { check?: boolean; withSettings?: boolean; yes?: boolean }) => {
      const { check = false, withSettings = false, yes = false } = given;
      const options = { file, check, withSettings, yes };
      return execute({
        run: (context) => runRestore(context, options),
        render: renderRestore,
        exitCode: restoreExitCode,
      });
    });
}

/**
 * Checks a backup and, after asking, replaces the stack's data with it. Throws what `checkBackup` and
 * `restoreBackup` throw, and `confirmation-needed` if there is nobody to ask.
 */
export async function runRestore(context: Context, options: RestoreOptions): Promise<RestoreResult> {
  const { folder, language } = context;
  if (!options.check && !options.yes && context.stdin.isTTY !== true) {
    throw new LocalgptError("confirmation-needed", {});
  }
  const { settings } = await loadSettings(context);
  const { current } = await loadInstallation(folder, settings.name);
  const installed = versionInTag(current?.images["open-webui"].reference ?? settings.images["open-webui"]);
  const backup = await checkFile(context, resolve(options.file));
  const found = {
    ...describe(settings.name, backup),
    installed,
    isNewer: isNewer(backup.manifest.openWebui, installed),
    checkOnly: options.check,
    address: localAddress(settings),
  };
  if (options.check) return { ...found, confirmed: false, restored: null };
  const { openWebui } = backup.manifest;
  if (found.isNewer && openWebui !== null && installed !== null) {
    throw new LocalgptError("backup-newer", { path: backup.path, openWebui, installed });
  }
  // Docker is looked for before any question is asked.
  await context.engine();
  const { createdAt, counts, project } = backup.manifest;
  const isMeant = options.yes || (await context.confirm({ id: "restore", createdAt, counts, project }));
  if (!isMeant) return { ...found, confirmed: false, restored: null };
  const { withSettings } = options;
  const restored = await openChange(context, { command: "localgpt restore" }, ({ context: locked, engine, ...stack }) =>
    restoreBackup(engine, { ...stack, backup, language, withSettings }, locked),
  );
  const { settings: now } = await loadSettings(context);
  return { ...found, confirmed: true, restored, address: localAddress(now) };
}

async function checkFile({ signal, emit }: Context, file: string): Promise<CheckedBackup> {
  return step(
    { kind: "check-backup", file, id: "check" },
    ({ id }, tools) => {
      let report: ((bytes: number) => void) | null = null;
      const onBytes = (bytes: number, totalBytes: number) => {
        report ??= reportBytes(id, file, totalBytes, emit, "verifying");
        report(bytes);
      };
      return checkBackup(file, { signal: tools.signal, onBytes });
    },
    { signal, emit },
  );
}

function describe(
  project: string,
  { path, bytes, manifest }: CheckedBackup,
): Pick<RestoreResult, "project" | "backup" | "has"> {
  const files = manifest.entries.map((entry) => entry.path);
  return {
    project,
    backup: { path, bytes, ...summariseManifest(manifest) },
    has: {
      settings: files.includes("settings.yaml"),
      conversations: files.flatMap((file) => /^conversations\/(.+)\.yaml$/.exec(file)?.[1] ?? []),
    },
  };
}

/** 4 if a check finds that it cannot be restored here, 1 after a no, and if a model could not be added. */
export function restoreExitCode({ checkOnly, isNewer: newer, confirmed, restored }: RestoreResult): number {
  if (checkOnly) return newer ? 4 : 0;
  return confirmed && restored?.models.failure === null ? 0 : 1;
}
