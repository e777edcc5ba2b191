// Sign-up and sign-in: the first account is the administrator's and closes the sign-up.
import { randomUUID } from "node:crypto";
import { readJson, StatusError, sendJson } from "../ollama/http.mjs";
import { createToken, hashPassword, isPassword } from "./sessions.mjs";

/** POST /api/v1/auths/signup. */
export async function handleSignup(request, response, database) {
  const { name, email, password, profile_image_url = "/user.png" } = await readJson(request);
  if (!isSignupOpen(database)) {
    throw new StatusError(
      403,
      "You do not have permission to access this resource. Please contact your administrator for assistance.",
    );
  }
  if (!/^[^@\s]+@[^@\s]+$/.test(email ?? "")) throw new StatusError(400, "The email format you entered is invalid.");
  if (!name || !password) throw new StatusError(422, "Field required");
  const user = {
    id: randomUUID(),
    name,
    email: email.toLowerCase(),
    password: hashPassword(password),
    role: database.users.length === 0 ? "admin" : "pending",
    profile_image_url,
  };
  database.users.push(user);
  database.save();
  sendSession(response, user);
}

/** POST /api/v1/auths/signin. */
export async function handleSignin(request, response, database) {
  const { email, password } = await readJson(request);
  const user = database.users.find((one) => one.email === String(email).toLowerCase());
  if (!user || !isPassword(String(password), user.password)) {
    throw new StatusError(
      400,
      "The email or password provided is incorrect. Please check for typos and try logging in again.",
    );
  }
  sendSession(response, user);
}

export function isSignupOpen(database) {
  return database.users.length === 0;
}

/** What the clients may know of a user. */
export function describeUser(user) {
  const { id, email, name, role, profile_image_url } = user;
  return { id, email, name, role, profile_image_url };
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
