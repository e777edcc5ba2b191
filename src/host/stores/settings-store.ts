import { join } from "node:path";
import type { SettingChanges, SettingKey } from "../../core/settings/setting-fields.ts";
import { defaultSettings, type Settings } from "../../core/settings/settings.ts";
import { editSettings, readSettings } from "../../core/settings/settings-file.ts";
import { readFileIfThere, writeFileWhole } from "../files/files.ts";

/** The settings of one stack as they are in its folder. */
export type LoadedSettings = {
  settings: Settings;
  /** The values of settings that the file does not name. */
  defaults: Settings;
  /** The settings that the file names. */
  written: SettingKey[];
  /** The path of the file, whether it exists or not. */
  file: string;
};

/** A larger file was not written by a person, and would take minutes to read. */
const mostBytes = 1 << 20;

/** The file that holds the settings of the stack in this folder. */
export function settingsPath(folder: string): string {
  return join(folder, "settings.yaml");
}

/**
 * Reads the settings of a folder, the defaults if it has none; a project given by name is the default of `name`.
 * Throws `file-failed` and what `readSettings` throws.
 */
export async function loadSettings(where: { folder: string; project: string | null }): Promise<LoadedSettings> {
  const file = settingsPath(where.folder);
  const defaults = where.project === null ? defaultSettings : { ...defaultSettings, name: where.project };
  const text = await readFileIfThere(file, mostBytes);
  return { ...readSettings(text ?? "", file, defaults), defaults, file };
}

/**
 * Writes changed settings into the folder's file, keeping its comments, and returns the settings that then apply.
 * Throws `file-failed` and what `readSettings` throws; then nothing is written.
 */
export async function saveSettings(
  where: { folder: string; project: string | null },
  changes: SettingChanges,
): Promise<LoadedSettings> {
  const { file, defaults } = await loadSettings(where);
  const before = (await readFileIfThere(file, mostBytes)) ?? "";
  const after = editSettings(before, file, defaults, changes);
  if (after !== before) await writeFileWhole(file, after, 0o600);
  return { ...readSettings(after, file, defaults), defaults, file };
}
