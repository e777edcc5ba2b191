// The conversations of the person signed in.
import { randomUUID } from "node:crypto";
import { readJson, sendJson } from "../ollama/http.mjs";

/** POST /api/v1/chats/new: answered when it is kept. */
export async function handleNewChat(request, response, { database, user }) {
  const { chat } = await readJson(request);
  const now = Math.floor(Date.now() / 1000);
  const [row] = await database.transact(
    [
      `INSERT INTO chat (id, user_id, title, created_at, updated_at, archived, chat, pinned, meta, last_read_at, variables)
         VALUES (?, ?, ?, ?, ?, 0, ?, 0, '{}', ?, '{}')`,
      [randomUUID(), user.id, chat?.title ?? "New Chat", now, now, JSON.stringify(chat ?? {}), now],
    ],
    ["SELECT id, user_id, title, chat, updated_at, created_at FROM chat WHERE rowid = last_insert_rowid()", []],
  );
  sendJson(response, 200, { ...row, chat: JSON.parse(row.chat), archived: false, pinned: false, meta: {} });
}

/** GET /api/v1/chats/: the newest first, without what was said. */
export async function handleChats(_request, response, { database, user }) {
  const rows = await database.query(
    `SELECT id, title, updated_at, created_at, last_read_at FROM chat
       WHERE user_id = ? AND NOT archived ORDER BY updated_at DESC, id`,
    user.id,
  );
  sendJson(response, 200, rows);
}
