import { parseConversationName } from "../chat/conversation.ts";
import { services } from "../services/services.ts";
import { type BackupEntry, backupEntries } from "./backup-format.ts";

/** Where the files of a stack's own folder are in a backup. */
const plainFiles: readonly string[] = [
  backupEntries.header,
  backupEntries.settings,
  backupEntries.compose,
  backupEntries.manifest,
  backupEntries.seal,
];
const { page, ollama, conversations } = backupEntries;
const modelPath = new RegExp(`^${ollama}/(blobs/sha256-[0-9a-f]{64}|manifests(/[^/]+){4})$`);

/**
 * Whether an entry may be in a backup at all: it lies where backups keep data, its path leads nowhere else, and a link
 * stays inside Open WebUI's folder. localgpt never writes any other entry.
 */
function belongsInBackup({ path, type, target }: Pick<BackupEntry, "path" | "type" | "target">): boolean {
  const steps = path.split("/");
  if (steps.some((step) => step === "" || step === "." || step === "..") || path.includes("\0")) return false;
  if (steps[0] === page) return type !== "symlink" || (steps.length > 1 && staysInside(path, target ?? ""));
  if (type !== "file") return false;
  if (steps[0] === conversations) return steps.length === 2 && isConversation(steps[1] ?? "");
  return plainFiles.includes(path) || modelPath.test(path);
}

/** The same rule as in `backup_data.py`: a link is followed from where Open WebUI has its folder. */
function staysInside(path: string, target: string): boolean {
  const home = services["open-webui"].dataFolder;
  const folder = `${home}/${path.split("/").slice(1, -1).join("/")}`;
  const place: string[] = [];
  for (const step of (target.startsWith("/") ? target : `${folder}/${target}`).split("/")) {
    if (step === "..") place.pop();
    else if (step !== "" && step !== ".") place.push(step);
  }
  const end = `/${place.join("/")}`;
  return target !== "" && (end === home || end.startsWith(`${home}/`));
}

function isConversation(file: string): boolean {
  try {
    const name = file.endsWith(".yaml") ? file.slice(0, -".yaml".length) : "";
    return parseConversationName(name, { name: "" }) === name;
  } catch {
    return false;
  }
}

/** Takes the entries of an archive in order and says whether each may follow those before it. */
export function createEntryGuard(): (entry: Pick<BackupEntry, "path" | "type" | "target">) => boolean {
  const seen = new Set<string>();
  const links = new Set<string>();
  return (entry) => {
    const steps = entry.path.split("/");
    const throughLink = steps.some((_, index) => index > 0 && links.has(steps.slice(0, index).join("/")));
    if (!belongsInBackup(entry) || seen.has(entry.path) || throughLink) return false;
    seen.add(entry.path);
    if (entry.type === "symlink") links.add(entry.path);
    return true;
  };
}

/** The path of the first entry that differs from the manifest or is missing; null if all match. */
export function findAltered(found: readonly BackupEntry[], listed: readonly BackupEntry[]): string | null {
  const at = Array.from({ length: Math.max(found.length, listed.length) }).findIndex(
    (_, index) => !isSame(found[index], listed[index]),
  );
  return at < 0 ? null : (found[at]?.path ?? listed[at]?.path ?? null);
}

function isSame(one: BackupEntry | undefined, other: BackupEntry | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const key = ({ path, type, bytes, sha256, target }: BackupEntry) =>
    JSON.stringify([path, type, bytes, sha256, target]);
  return key(one) === key(other);
}
