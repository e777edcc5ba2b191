// The server's side of database.py, which owns the database.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("database.py", import.meta.url));

/**
 * Opens the database of the data folder and brings it up to date. Where that fails, and when it ends later, the server
 * ends too, with its exit code.
 */
export async function openDatabase() {
  const child = spawn("python3", [PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
  child.on("exit", (code) => process.exit(code || 1));
  const waiting = [];
  const ask = (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (request) child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  // One answer for each request, in their order.
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { value, error } = JSON.parse(line);
    const { resolve, reject } = waiting.shift();
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  await ask();
  return {
    /** The rows that a statement gives; what it writes is committed. */
    query: (sql, ...values) => ask({ statements: [[sql, values]] }),
    /** Several `[sql, values]`, of which all count or none: the rows of the last. */
    transact: (...statements) => ask({ statements }),
    hashPassword: (password) => ask({ password }),
    isPassword: (password, hash) => ask({ password, hash }),
  };
}

/** The current value of a setting; null for none. */
export async function readSetting(database, key) {
  const [row] = await database.query("SELECT value FROM config WHERE key = ?", key);
  return row ? JSON.parse(row.value) : null;
}
