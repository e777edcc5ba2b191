// Sign-up and sign-in: the first account is the administrator's and closes the sign-up.
import { randomUUID } from "node:crypto";
import { readJson, StatusError, sendJson } from "../ollama/http.mjs";
import { readSetting } from "./database.mjs";
import { createToken } from "./sessions.mjs";

const FORBIDDEN =
  "You do not have permission to access this resource. Please contact your administrator for assistance.";
const BCRYPT_MAX_BYTES = 72;

/** POST /api/v1/auths/signup. */
export async function handleSignup(request, response, { database }) {
  const account = await readJson(request);
  if (!(await isSignupOpen(database))) throw new StatusError(403, FORBIDDEN);
  const role = await readSetting(database, "ui.default_user_role");
  sendSession(response, await addUser(database, { ...account, role }));
}

/** POST /api/v1/auths/add: an account that the administrator makes. */
export async function handleAdd(request, response, { database, user }) {
  const account = await readJson(request);
  if (user.role !== "admin") throw new StatusError(401, FORBIDDEN);
  const { token } = createToken(user);
  sendJson(response, 200, { ...describeUser(await addUser(database, account)), token, token_type: "Bearer" });
}

/** POST /api/v1/auths/signin. */
export async function handleSignin(request, response, { database }) {
  const { email, password } = await readJson(request);
  const [user] = await database.query(
    'SELECT "user".*, auth.password FROM auth JOIN "user" USING (id) WHERE auth.email = ? AND auth.active',
    String(email).toLowerCase(),
  );
  if (!user || !(await database.isPassword(String(password), user.password))) {
    throw new StatusError(
      400,
      "The email or password provided is incorrect. Please check for typos and try logging in again.",
    );
  }
  sendSession(response, user);
}

/** Whether anyone may create an account: always before the first one. */
export async function isSignupOpen(database) {
  return !(await hasUsers(database)) || (await readSetting(database, "ui.enable_signup")) === true;
}

export async function hasUsers(database) {
  const rows = await database.query('SELECT 1 FROM "user" LIMIT 1');
  return rows.length > 0;
}

/** What the clients may know of a user. */
export function describeUser(user) {
  const { id, email, name, role, profile_image_url } = user;
  return { id, email, name, role, profile_image_url };
}

async function addUser(database, { name, email, password, role = "pending", profile_image_url = "/user.png" }) {
  if (!/^[^@\s]+@[^@\s]+$/.test(email ?? "")) throw new StatusError(400, "The email format you entered is invalid.");
  if (!name || !password) throw new StatusError(422, "Field required");
  if (Buffer.byteLength(password) > BCRYPT_MAX_BYTES) {
    throw new StatusError(400, "Uh-oh! The password you entered is too long.");
  }
  const address = email.toLowerCase();
  const taken = await database.query("SELECT 1 FROM auth WHERE email = ?", address);
  if (taken.length > 0) throw new StatusError(400, "Uh-oh! This email is already registered.");
  const id = randomUUID();
  const now = Math.floor(Date.now() / 1000);
  const hash = await database.hashPassword(password);
  const [user] = await database.transact(
    ["INSERT INTO auth (id, email, password, active) VALUES (?, ?, ?, 1)", [id, address, hash]],
    [
      `INSERT INTO "user" (id, name, email, role, profile_image_url, last_active_at, updated_at, created_at,
         oauth, info, settings, scim) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'null', 'null', 'null', 'null')`,
      [id, name, address, role, profile_image_url, now, now, now],
    ],
    [`UPDATE "user" SET role = 'admin' WHERE (SELECT count(*) FROM "user") = 1`, []],
    [
      `UPDATE config SET value = 'false', updated_at = ?
         WHERE key = 'ui.enable_signup' AND (SELECT count(*) FROM "user") = 1`,
      [now],
    ],
    ['SELECT * FROM "user" WHERE id = ?', [id]],
  );
  return user;
}

function sendSession(response, user) {
  const { token, expiresAt } = createToken(user);
  response.setHeader("set-cookie", `token=${token}; Path=/; HttpOnly; SameSite=lax`);
  sendJson(response, 200, {
    token,
    token_type: "Bearer",
    expires_at: expiresAt,
    ...describeUser(user),
    permissions: { chat: { delete: true, edit: true } },
  });
}
