import { join } from "node:path";
import type { Command } from "commander";
import { type BackupSummary, summariseManifest } from "../../core/backup/backup-format.ts";
import { backupsFolder } from "../../core/backup/backup-name.ts";
import { alignColumns, type Cell } from "../../core/text/columns.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { parseWholeNumber } from "../../core/values/parse-values.ts";
import { withLock } from "../../host/files/lock.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { type KeptBackup, listBackups, pruneBackups } from "../../services/backup/kept-backups.ts";
import { chooseBackupPath, makeBackup } from "../../services/backup/make-backup.ts";
import type { Backup } from "../../services/backup/save-data.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";

/** `file` is null for a generated name; `keep` is the number of those backups to keep, null for all. */
export type BackupOptions = { file: string | null; withModels: boolean; note: string | null; keep: number | null };

/** A backup that was made; `removed` are the paths of older ones that were deleted to make room. */
export type BackupResult = Pick<Backup, "path" | "bytes"> & BackupSummary & { removed: string[] };

export type BackupListResult = { project: string; folder: string; backups: KeptBackup[] };

type Given = { withModels?: boolean; note?: string; keep?: string };

/** Defines `localgpt backup` and `localgpt backup list`. */
export function defineBackup(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.backup;
  const backup = parent
    .command("backup")
    .description(help.summary)
    .argument("[FILE]", help.arguments.file)
    .option("--with-models", help.options["with-models"])
    .option("--note <TEXT>", help.options.note)
    .option("--keep <COUNT>", help.options.keep)
    .action((file: string | undefined, { withModels, note, keep }: Given) => {
      const options = {
        file: file ?? null,
        withModels: withModels === true,
        note: note?.trim() || null,
        keep: keep === undefined ? null : readKeep(keep),
      };
      return execute({ run: (context) => runBackup(context, options), render: renderBackup });
    });
  backup
    .command("list")
    .description(words.help["backup list"].summary)
    .action(() => execute({ run: runBackupList, render: renderBackupList }));
}

function readKeep(text: string): number {
  return parseWholeNumber(text, { least: 1, most: 10_000, expected: "count" }, { name: "--keep" });
}

/**
 * Saves the stack's data in one file, and removes older backups of localgpt's own if asked; throws what `makeBackup`
 * throws.
 */
export async function runBackup(context: Context, options: BackupOptions): Promise<BackupResult> {
  const { folder, signal, emit, processes } = context;
  const { settings } = await loadSettings(context);
  const request = { ...options, settings, folder, cause: "asked" as const, emit, processes };
  // Before Docker is asked for anything, and before waiting for others.
  await chooseBackupPath(request);
  const engine = await context.engine();
  return withLock(folder, { command: "localgpt backup", signal, emit, processes }, async (locked) => {
    const { path, bytes, manifest } = await makeBackup(engine, { ...request, signal: locked });
    const removed =
      options.keep === null ? [] : await pruneBackups({ folder, project: settings.name, made: path }, options.keep);
    return { path, bytes, ...summariseManifest(manifest), removed };
  });
}

/** The backups in the stack's folder, the newest first. */
export async function runBackupList(context: Context): Promise<BackupListResult> {
  const { settings } = await loadSettings(context);
  return {
    project: settings.name,
    folder: join(context.folder, backupsFolder),
    backups: await listBackups(context.folder),
  };
}

/** Where the backup is, what it contains and how to restore it. */
export function renderBackup(result: BackupResult, { words, style }: Look): string {
  const { backup } = words;
  return [
    `${style.ok(style.symbols.ok)} ${backup.saved(result.path, result.bytes)}`,
    backup.has(result),
    ...(result.removed.length > 0 ? [backup.removed(result.removed)] : []),
    style.dim(backup.next(result.path)),
  ].join("\n");
}

/** A table of the backups, and where they are. */
export function renderBackupList({ folder, backups }: BackupListResult, look: Look): string {
  const { words, style, measure } = look;
  const { headings, none, kept } = words.backup;
  if (backups.length === 0) return none;
  const page = words.services["open-webui"];
  const head = [headings.when, headings.size, page, headings.has, headings.note, headings.file];
  const rows = backups.map((backup) => renderRow(backup, look));
  return [
    ...alignColumns([head.map((text): Cell => ({ text, paint: style.dim })), ...rows], measure, "  "),
    "",
    style.dim(kept(folder)),
  ].join("\n");
}

function renderRow(backup: KeptBackup, { words, style, nowMs }: Look): Cell[] {
  const { createdAt, bytes, openWebui, isWhole, path } = backup;
  const { backup: text, format } = words;
  const file = path.split(/[/\\]/).at(-1) ?? path;
  const note = isWhole ? text.noteOf(backup) : text.cut;
  return [
    { text: format.ago(nowMs - Date.parse(createdAt)) },
    { text: format.bytes(bytes) },
    { text: sanitise(openWebui ?? "") },
    { text: text.counted(backup) },
    { text: sanitise(note), ...(isWhole ? {} : { paint: style.bad }) },
    { text: sanitise(file), paint: style.bold },
  ];
}
