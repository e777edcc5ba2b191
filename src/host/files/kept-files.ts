import { readdir, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { backupsFolder } from "../../core/backup/backup-name.ts";
import { parseConversationName } from "../../core/chat/conversation.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import type { FolderContents, OwnedFile } from "../../core/plan/belongings.ts";
import { settingsFile } from "../../core/plan/plan-uninstall.ts";
import { fileFailed } from "./files.ts";
import { finalName } from "./unfinished-files.ts";

/** The files that localgpt makes in a stack's folder, in their order of removal. */
const ownNames = ["compose.yaml", "chat-history", "installation.json", settingsFile];
/** The folder of saved conversations in a stack's folder. */
export const conversationsFolder = "conversations";
const conversationEnding = ".yaml";

/** Files of the lock, and the folder of the other stacks: not part of this stack. */
const passing = new Set(["lock", "lock.json", "projects"]);

/** Looks through a stack's folder by names alone; empty if it does not exist. Throws `file-failed`. */
export async function listFolderContents(folder: string): Promise<FolderContents> {
  const [names, saved, backups] = await Promise.all([
    listNames(folder),
    listNames(join(folder, conversationsFolder)),
    listNames(join(folder, backupsFolder)),
  ]);
  const isOurs = (name: string) => ownNames.includes(finalName(name));
  const known = new Set([conversationsFolder, backupsFolder, ...passing]);
  const talks = saved.filter(isConversation);
  const own = [
    ...talks.map((name) => join(conversationsFolder, name)),
    ...names.filter(isOurs).sort((first, second) => rank(first) - rank(second)),
  ];
  return {
    own: await measureFiles(folder, own),
    backups: await measureFiles(
      folder,
      backups.map((name) => join(backupsFolder, name)),
    ),
    foreign: [
      ...names.filter((name) => !isOurs(name) && !known.has(name)),
      ...saved.filter((name) => !talks.includes(name)).map((name) => join(conversationsFolder, name)),
    ],
  };
}

/** Deletes files of a folder one after the other, and folders in it that this leaves empty; throws `file-failed`. */
export async function removeFiles(folder: string, names: string[]): Promise<void> {
  for (const name of names) {
    const path = join(folder, name);
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw fileFailed(path, "remove", error);
    }
    // What is not empty stays.
    if (dirname(name) !== ".") await rmdir(dirname(path)).catch(() => undefined);
  }
}

function isConversation(name: string): boolean {
  const final = finalName(name);
  if (!final.endsWith(conversationEnding)) return false;
  try {
    parseConversationName(final.slice(0, -conversationEnding.length), { name: "NAME" });
    return true;
  } catch {
    return false;
  }
}

function rank(name: string): number {
  return ownNames.indexOf(finalName(name));
}

async function measureFiles(folder: string, names: string[]): Promise<OwnedFile[]> {
  return Promise.all(
    names.map(async (name) => ({ name, sizeBytes: (await stat(join(folder, name)).catch(() => null))?.size ?? 0 })),
  );
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort((first, second) => first.localeCompare(second));
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
    throw fileFailed(folder, "read", error);
  }
}
