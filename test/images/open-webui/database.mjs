// Users and chats, kept in one file of the data folder that is written whole or not at all. (The real one is SQLite.)
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = process.env.DATA_DIR ?? "/app/backend/data";
const FILE = join(FOLDER, "webui.db");

/** Opens the data of this folder, empty when it is new: `{ users, chats, save() }`. */
export function openDatabase() {
  for (const name of ["uploads", "vector_db", "cache"]) mkdirSync(join(FOLDER, name), { recursive: true });
  const data = { users: [], chats: [], ...read() };
  const save = () => {
    writeFileSync(`${FILE}-new`, JSON.stringify({ users: data.users, chats: data.chats }));
    renameSync(`${FILE}-new`, FILE);
  };
  save();
  return { ...data, save };
}

function read() {
  try {
    return JSON.parse(readFileSync(FILE, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}
