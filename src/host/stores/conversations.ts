import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Conversation, parseConversationName } from "../../core/chat/conversation.ts";
import { formatConversation, readConversation } from "../../core/chat/conversation-file.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import { findNearest } from "../../core/text/nearest.ts";
import { fileFailed, readFileIfThere, writeFileWhole } from "../files/files.ts";

const ending = ".yaml";

/** The file of a saved conversation of the stack in this folder. */
export function conversationPath(folder: string, name: string): string {
  return join(folder, "conversations", `${name}${ending}`);
}

/** The names of the saved conversations in their order; throws `file-failed`. */
export async function listConversations(folder: string): Promise<string[]> {
  const path = join(folder, "conversations");
  try {
    const files = await readdir(path);
    const names = files.flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []));
    return names.filter((name) => !name.startsWith(".")).sort((first, second) => first.localeCompare(second));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw fileFailed(path, "read", error);
  }
}

/**
 * Writes a conversation, for the user alone, and returns the path of its file. Throws `conversation-exists` if there
 * is one of that name and `overwrite` is not set, and `file-failed`.
 */
export async function saveConversation(
  folder: string,
  name: string,
  conversation: Conversation,
  { overwrite }: { overwrite: boolean },
): Promise<string> {
  const path = conversationPath(folder, name);
  if (!overwrite && (await readFileIfThere(path)) !== null) throw new LocalgptError("conversation-exists", { name });
  await writeFileWhole(path, formatConversation(conversation), 0o600);
  return path;
}

/**
 * A saved conversation; throws `invalid-value`, `unknown-conversation`, `file-failed` and what `readConversation`
 * throws.
 */
export async function loadConversation(folder: string, name: string): Promise<Conversation> {
  const path = conversationPath(folder, parseConversationName(name, { name: "NAME" }));
  const text = await readFileIfThere(path);
  if (text !== null) return readConversation(text, path);
  const saved = await listConversations(folder);
  throw new LocalgptError("unknown-conversation", { value: name, near: findNearest(name, saved), saved });
}
