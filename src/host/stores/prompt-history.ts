import { appendFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseJson } from "../../core/text/json-text.ts";
import { fileFailed, makeFolder, readFileIfThere, writeFileWhole } from "../files/files.ts";

/** How many messages are kept; the file may grow to twice as many before it is shortened. */
const most = 1000;

/** The file of what was typed in the chats of the stack in this folder. */
export function historyPath(folder: string): string {
  return join(folder, "chat-history");
}

/** What was typed in earlier chats, the newest first, at most 1000 messages; throws `file-failed`. */
export async function loadHistory(folder: string): Promise<string[]> {
  const path = historyPath(folder);
  const lines = ((await readFileIfThere(path)) ?? "").split("\n").filter(Boolean);
  const kept = lines.slice(-most);
  if (lines.length > 2 * most) await writeFileWhole(path, `${kept.join("\n")}\n`, 0o600);
  return kept.flatMap(readEntry).reverse();
}

/** Adds a message, one line of JSON so that it may have several lines itself; throws `file-failed`. */
export async function addToHistory(folder: string, message: string): Promise<void> {
  const path = historyPath(folder);
  try {
    await makeFolder(dirname(path));
    // Two chats may append at the same time: a single write is not torn.
    await appendFile(path, `${JSON.stringify(message)}\n`, { mode: 0o600 });
  } catch (error) {
    throw fileFailed(path, "write", error);
  }
}

/** The message of a line; none if the line was cut off or was written by someone else. */
function readEntry(line: string): string[] {
  const entry = parseJson(line);
  return typeof entry === "string" ? [entry] : [];
}
