import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { backupEntries } from "../../core/backup/backup-format.ts";
import { defaultSettings, type Settings } from "../../core/settings/settings.ts";
import { editSettings, readSettings } from "../../core/settings/settings-file.ts";
import { type CheckedBackup, readBackup, unusable } from "../../host/backup/backup-reader.ts";
import { writeFileWhole } from "../../host/files/files.ts";
import { conversationPath, listConversations } from "../../host/stores/conversations.ts";
import { settingsPath } from "../../host/stores/settings-store.ts";

/**
 * The texts of a backup that belong into a stack's folder: settings.yaml, null if there was none, and saved
 * conversations by name.
 */
export type FolderTexts = { settings: string | null; conversations: Record<string, string> };

/** Reads them again, comparing each with the manifest; throws `backup-unusable`, `file-failed` and `interrupted`. */
export async function readFolderTexts({ path, manifest }: CheckedBackup, signal: AbortSignal): Promise<FolderTexts> {
  const texts: FolderTexts = { settings: null, conversations: {} };
  const listed = new Map(manifest.entries.map((entry) => [entry.path, entry.sha256]));
  for await (const { path: place, take } of readBackup(path, { signal })) {
    // They are at the beginning of the file: nothing of the data needs to be read for them.
    if (place === backupEntries.page) break;
    const text = (await buffer(take.pieces)).toString();
    if (take.entry().sha256 !== listed.get(place)) throw unusable(path, "altered", place);
    if (place === backupEntries.settings) texts.settings = text;
    if (place.startsWith(`${backupEntries.conversations}/`)) texts.conversations[basename(place, ".yaml")] = text;
  }
  return texts;
}

/** The settings of a backup as they would apply to a stack, except its name; throws what `editSettings` throws. */
export function adoptSettings(
  text: string,
  { folder, project, name }: { folder: string; project: string | null; name: string },
): { text: string; settings: Settings } {
  const file = settingsPath(folder);
  const defaults = project === null ? defaultSettings : { ...defaultSettings, name: project };
  const adopted = editSettings(text, file, defaults, { name: name === defaults.name ? null : name });
  return { text: adopted, settings: readSettings(adopted, file, defaults).settings };
}

/**
 * Writes the conversations whose names are not taken yet; returns the names of those written and of those kept.
 */
export async function restoreConversations(
  folder: string,
  conversations: FolderTexts["conversations"],
): Promise<{ restored: string[]; kept: string[] }> {
  const there = new Set(await listConversations(folder));
  const names = Object.keys(conversations);
  const restored = names.filter((name) => !there.has(name));
  for (const name of restored) await writeFileWhole(conversationPath(folder, name), conversations[name] ?? "", 0o600);
  return { restored, kept: names.filter((name) => there.has(name)) };
}
