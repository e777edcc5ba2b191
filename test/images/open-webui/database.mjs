// Users, chats and settings, kept in one file of the data folder that is written whole or not at all. (The real one is SQLite.)
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = process.env.DATA_DIR ?? "/app/backend/data";
const FILE = join(FOLDER, "webui.db");

/**
 * Opens the data of this folder, empty when it is new: `{ users, chats, save() }`. As in the real one, the environment fills
 * in the settings that are not there yet and changes none that are.
 */
export function openDatabase() {
  for (const name of ["uploads", "vector_db", "cache"]) mkdirSync(join(FOLDER, name), { recursive: true });
  const data = { users: [], chats: [], ...read() };
  const save = () => write({ users: data.users, chats: data.chats });
  write({ ...data, config: { "ui.default_models": process.env.DEFAULT_MODELS ?? null, ...read().config } });
  return { ...data, save };
}

/** A setting as it is now, whoever wrote it; null for none. */
export function readSetting(key) {
  return read().config?.[key] ?? null;
}

/** Writes a setting and says what it was; throws where there is no database yet. */
export function changeSetting(key, value) {
  const { config } = read();
  if (!config) throw new Error("unable to open database file");
  write({ config: { ...config, [key]: value } });
  return config[key] ?? null;
}

function write(changed) {
  writeFileSync(`${FILE}-new`, JSON.stringify({ ...read(), ...changed }));
  renameSync(`${FILE}-new`, FILE);
}

function read() {
  try {
    return JSON.parse(readFileSync(FILE, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}
