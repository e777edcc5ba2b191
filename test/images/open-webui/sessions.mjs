// The signed tokens that say who a request comes from.
import { createHmac } from "node:crypto";

const FOUR_WEEKS_S = 28 * 24 * 3600;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token (JWT, HS256) for that user, valid for four weeks, and the second at which it ends. */
export function createToken(user) {
  const expiresAt = Math.floor(Date.now() / 1000) + FOUR_WEEKS_S;
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ id: user.id, exp: expiresAt })}`;
  return { token: `${text}.${sign(text)}`, expiresAt };
}

/** The user whose valid token the request carries (header or cookie), or undefined. */
export async function findSessionUser(request, database) {
  const header = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
  const token = header ?? request.headers.cookie?.match(/(?:^|;\s*)token=([^;]+)/)?.[1];
  const [head, payload, signature] = (token ?? "").split(".");
  if (!signature || signature !== sign(`${head}.${payload}`)) return undefined;
  const { id, exp } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  if (exp <= Date.now() / 1000) return undefined;
  const [user] = await database.query('SELECT * FROM "user" WHERE id = ?', id);
  return user;
}

function sign(text) {
  return createHmac("sha256", process.env.WEBUI_SECRET_KEY).update(text).digest("base64url");
}
