import { createHash } from "node:crypto";
import type { PageCounts } from "../facts/page-counts.ts";
import { type ServiceName, serviceNames } from "../services/services.ts";
import { type InstalledImage, isInstalledImage } from "../stack/installation.ts";
import { areTexts, bytesOf, type Fields, fieldsOf, parseJson, textOf } from "../text/json-text.ts";

/**
 * The format of backup files that this localgpt writes; it reads this one and older ones. docs/backup-format.md
 * describes it.
 */
export const backupFormat = 1;

/** Entries of localgpt's own in a backup file: the first one, the last two, and what comes from the stack's folder. */
export const backupEntries = {
  header: "localgpt-backup.json",
  manifest: "manifest.json",
  seal: "manifest.json.sha256",
  settings: "settings.yaml",
  compose: "compose.yaml",
  conversations: "conversations",
  page: "open-webui",
  ollama: "ollama",
} as const;

/** What a backup was made for: because the person asked for one, or as the way back from a change. */
export const backupCauses = ["asked", "update", "restore", "adopt", "rollback", "uninstall", "admin"] as const;
export type BackupCause = (typeof backupCauses)[number];

/** What the beginning of a backup file says about it: enough for a list. */
export type BackupHeader = {
  format: number;
  createdAt: string;
  /** The version of localgpt that made it. */
  localgpt: string;
  project: string;
  cause: BackupCause;
  note: string | null;
  /** The version of Open WebUI that the data belongs to, null if its image does not name it. */
  openWebui: string | null;
  /** Null if the database has other tables. */
  counts: PageCounts | null;
  /** Whether the models are in it, not just their names. */
  withModels: boolean;
  /** Bytes of all files in it. */
  dataBytes: number;
};

/** A model as Ollama's volume had it; `digest` is the SHA-256 of its manifest, as Ollama lists it. */
export type BackedUpModel = { name: string; sizeBytes: number; digest: string };

/** Why something in the volumes is not in a backup: every new volume has it, or it cannot be restored. */
export const omissionReasons = [
  "in-image",
  "temporary",
  "special",
  "link-out",
  "name",
  "vanished",
  "incomplete",
] as const;
export type OmissionReason = (typeof omissionReasons)[number];

/** One entry of the archive; `sha256` of a file's bytes, `target` of a symbolic link, null for all others. */
export type BackupEntry = {
  path: string;
  type: "file" | "directory" | "symlink";
  bytes: number;
  sha256: string | null;
  target: string | null;
};

/** The end of a backup file: the header again, and what the file must contain. */
export type BackupManifest = BackupHeader & {
  images: Record<ServiceName, InstalledImage>;
  models: BackedUpModel[];
  omitted: { path: string; bytes: number; reason: OmissionReason }[];
  /** Files that were written to while they were being read; never databases. */
  changed: string[];
  /** Databases in which SQLite finds errors, saved as they were. */
  damaged: string[];
  /** Databases, which a restore checks. */
  databases: string[];
  entries: BackupEntry[];
};

/** What a person sees of a backup: the number of its entries in place of the entries. */
export type BackupSummary = Omit<BackupManifest, "format" | "entries" | "databases"> & { entries: number };

/** A manifest without what only a restore needs. */
export function summariseManifest(manifest: BackupManifest): BackupSummary {
  const { format: _format, databases: _databases, entries, ...told } = manifest;
  return { ...told, entries: entries.length };
}

/** A header or a manifest as its entry has it. */
export function formatBackupJson(value: BackupHeader | BackupManifest): string {
  return `${JSON.stringify({ kind: "localgpt-backup", ...value }, null, 1)}\n`;
}

/** The line that seals a manifest, as `sha256sum` writes it and checks it. */
export function sealManifest(text: string): string {
  return `${createHash("sha256").update(text).digest("hex")}  ${backupEntries.manifest}\n`;
}

/**
 * Reads a header; null if the text is not the header of a localgpt backup. In a newer format only `format` is certain
 * to mean what it means here; the other fields are read as far as they are known.
 */
export function parseBackupHeader(text: string): BackupHeader | null {
  const fields = fieldsOf(parseJson(text));
  if (fields.kind !== "localgpt-backup" || typeof fields.format !== "number") return null;
  return readHeader(fields, fields.format);
}

function readHeader(fields: Fields, format: number): BackupHeader | null {
  const { createdAt, localgpt, project, cause, note, openWebui, counts, withModels, dataBytes } = fields;
  const isWhole =
    isMoment(createdAt) &&
    areTexts(localgpt, project) &&
    backupCauses.some((known) => known === cause) &&
    [note, openWebui].every((text) => text === null || areTexts(text)) &&
    (counts === null || areCounts(counts)) &&
    typeof withModels === "boolean" &&
    isSize(dataBytes);
  const { kind: _kind, ...header } = fields;
  if (isWhole) return header as BackupHeader;
  if (format <= backupFormat) return null;
  return {
    format,
    createdAt: isMoment(createdAt) ? String(createdAt) : new Date(0).toISOString(),
    localgpt: textOf(localgpt) ?? "",
    project: textOf(project) ?? "",
    cause: backupCauses.find((known) => known === cause) ?? "asked",
    note: textOf(note),
    openWebui: textOf(openWebui),
    counts: areCounts(counts) ? (counts as PageCounts) : null,
    withModels: withModels === true,
    dataBytes: bytesOf(dataBytes) ?? 0,
  };
}

/** Reads a manifest of a format that this localgpt knows; null if the text is not one. */
export function parseBackupManifest(text: string): BackupManifest | null {
  const header = parseBackupHeader(text);
  if (header === null || header.format > backupFormat) return null;
  const manifest = header as unknown as Fields;
  const { images, entries, models, omitted, changed, damaged, databases } = manifest;
  const isWhole =
    serviceNames.every((service) => isInstalledImage(fieldsOf(fieldsOf(images)[service]))) &&
    isList(entries, isEntry) &&
    isList(models, ({ name, sizeBytes, digest }) => areTexts(name, digest) && isSize(sizeBytes)) &&
    isList(omitted, ({ path, bytes, reason }) => areTexts(path) && isSize(bytes) && isReason(reason)) &&
    [changed, damaged, databases].every((list) => Array.isArray(list) && areTexts(...list));
  return isWhole ? (header as BackupManifest) : null;
}

function isEntry({ path, type, bytes, sha256, target }: Fields): boolean {
  const isKnown = type === "file" || type === "directory" || type === "symlink";
  return (
    isKnown && areTexts(path) && isSize(bytes) && [sha256, target].every((text) => text === null || areTexts(text))
  );
}

function isReason(value: unknown): boolean {
  return omissionReasons.some((reason) => reason === value);
}

function isList(value: unknown, isItem: (item: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isItem(fieldsOf(item)));
}

function areCounts(value: unknown): boolean {
  const { accounts, chats } = fieldsOf(value);
  return isSize(accounts) && isSize(chats);
}

function isMoment(value: unknown): boolean {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function isSize(value: unknown): boolean {
  return bytesOf(value) !== null;
}
