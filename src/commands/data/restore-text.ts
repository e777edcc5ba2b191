import type { Restored } from "../../services/change/restore-backup.ts";
import type { Look } from "../context.ts";
import { renderFailure } from "../failure.ts";
import type { BackupResult } from "./backup.ts";

export type RestoreResult = {
  project: string;
  /** The file, every byte of which was verified. */
  backup: Omit<BackupResult, "removed">;
  /** Settings and saved conversations that the file has. */
  has: { settings: boolean; conversations: string[] };
  /** The version of the installed Open WebUI by its tag, null if the tag is not a version. */
  installed: string | null;
  /** Whether the data belongs to a newer one, and so cannot be restored here. */
  isNewer: boolean;
  checkOnly: boolean;
  /** Whether the person said yes; after a no nothing was changed. */
  confirmed: boolean;
  /** What was restored; null with `--check` and after a no. */
  restored: Restored | null;
  address: string;
};

/** What a backup would restore, or what was restored and what was not. */
export function renderRestore(result: RestoreResult, look: Look): string {
  const { words, style } = look;
  if (result.checkOnly) return renderCheck(result, look);
  if (result.restored === null) return words.restore.cancelled;
  const { restored, backup, address } = result;
  const { models, conversations } = restored;
  const text = words.restore;
  const good = (line: string) => `${style.ok(style.symbols.ok)} ${line}`;
  return [
    good(text.done(backup, restored.counts)),
    ...(restored.settings ? [good(text.settings)] : []),
    ...(conversations.restored.length > 0 ? [good(text.conversations(conversations.restored))] : []),
    ...(conversations.kept.length > 0 ? [text.conversationsKept(conversations.kept)] : []),
    ...(models.added.length > 0 ? [good(text.modelsAdded(models.added))] : []),
    ...(models.kept.length > 0 ? [text.modelsKept(models.kept)] : []),
    ...(models.failure === null ? [] : renderFailure(models.failure, look)),
    ...(models.missing.length > 0 ? [text.modelsMissing(models.missing)] : []),
    text.page(address),
    ...(restored.safety === null ? [] : [style.dim(text.safety(restored.safety))]),
    ...(restored.volumeBefore === null ? [] : [style.dim(text.before(restored.volumeBefore))]),
  ].join("\n");
}

function renderCheck({ backup, has, installed, isNewer }: RestoreResult, { words, style }: Look): string {
  const text = words.restore;
  const { openWebui } = backup;
  return [
    `${style.ok(style.symbols.ok)} ${text.whole(backup.bytes, backup.entries)}`,
    text.made(backup),
    words.backup.has(backup),
    ...(has.settings ? [text.hasSettings] : []),
    ...(has.conversations.length > 0 ? [text.hasConversations(has.conversations)] : []),
    ...(backup.damaged.length > 0 ? [`${style.warn(style.symbols.warning)} ${text.damaged(backup.damaged)}`] : []),
    ...(isNewer && openWebui !== null && installed !== null
      ? [`${style.bad(style.symbols.failure)} ${text.newer(openWebui, installed)}`]
      : [style.dim(text.bringBack(backup.path))]),
  ].join("\n");
}
