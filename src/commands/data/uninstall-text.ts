import { backupsFolder } from "../../core/backup/backup-name.ts";
import type { Belonging, Staying, UninstallMode } from "../../core/plan/plan-uninstall.ts";
import type { Operation } from "../../core/run/operations.ts";
import { alignColumns } from "../../core/text/columns.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import type { Words } from "../../words/words.ts";
import type { Look } from "../context.ts";

export type UninstallResult = {
  project: string;
  folder: string;
  mode: UninstallMode;
  dryRun: boolean;
  /** Whether the person said yes; after a no nothing was removed. */
  confirmed: boolean;
  operations: Operation[];
  /** What was removed or, with `dryRun`, would be. */
  removed: Belonging[];
  kept: Staying[];
  /** Whether a last backup is made first, with or without models, and the one that was made. */
  backsUp: boolean;
  withModels: boolean;
  backup: { path: string; sizeBytes: number } | null;
  /** The freed size of volumes and images; null if it could not be measured. */
  freedBytes: number | null;
};

type Lists = { project: string; folder: string; removed: Belonging[]; kept: Staying[] };

/** What is removed, below a heading and sorted by kind; no lines if there is nothing. */
export function listGoing({ project, folder, removed }: Lists, look: Look): string[] {
  const { words } = look;
  const text = words.uninstall;
  const groups = groupBy(removed, ({ kind }) => kind);
  return listRows(
    text.going(project),
    groups.flatMap((group) => {
      const [{ kind }] = group;
      const names = group.map(({ name, sizeBytes }) => `${name}${text.size(kind, sizeBytes)}`);
      // Files are many and small: one line for all.
      const cells =
        kind === "file"
          ? [
              text.files(
                group.map(({ name }) => name),
                folder,
              ),
            ]
          : names;
      return cells.map((cell, index) => [index === 0 ? text.kinds[kind](group.length) : "", cell]);
    }),
    look,
  );
}

/** What is kept and why, below a heading; no lines if there is nothing. */
export function listStaying({ folder, kept }: Lists, look: Look): string[] {
  const { words } = look;
  const text = words.uninstall;
  const groups = groupBy(kept, ({ kind, reason, users }) => [kind, reason, ...users].join("/"));
  return listRows(
    text.staying,
    groups.map((group) => {
      const [{ kind, reason, users }] = group;
      const bytes = group.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
      const names = group.map(({ name, sizeBytes }) => `${name}${kind === "file" ? "" : text.size(kind, sizeBytes)}`);
      const files = () =>
        reason === "backup"
          ? text.backups(names.length, bytes, `${folder}/${backupsFolder}`)
          : text.files(names, folder);
      const named = kind === "file" ? files() : words.format.list(names);
      return [
        text.kinds[kind](group.length),
        `${named}: ${text.reasons[reason]({ kind, count: group.length, users })}`,
      ];
    }),
    look,
  );
}

/** Whether a last backup is made: for a purge with data to back up. */
export function tellBackup({ mode, removed, backsUp, withModels, folder }: Told, { uninstall }: Words): string[] {
  if (mode !== "purge" || !removed.some(({ kind }) => kind === "volume")) return [];
  return ["", sanitise(backsUp ? uninstall.backupFirst(`${folder}/${backupsFolder}`, withModels) : uninstall.noBackup)];
}

type Told = Pick<UninstallResult, "mode" | "removed" | "backsUp" | "withModels" | "folder">;

function listRows(heading: string, rows: string[][], { measure }: Look): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((text) => ({ text: sanitise(text) })));
  return [heading, ...alignColumns(cells, measure).map((line) => `  ${line}`)];
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
