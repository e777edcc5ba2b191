/** A person signed in on the page: what their browser keeps. */
export type Session = { token: string; role: string };

/** Creates an account on the page, the administrator's where it is the first; throws when the page refuses. */
export async function signUp(port: number, name = "Ana"): Promise<Session> {
  const email = `${name.toLowerCase()}@example.org`;
  const account = { name, email, password: "correct horse" };
  return (await call(port, "POST", "/api/v1/auths/signup", null, account)) as Session;
}

/** Signs in with an account that is there already; throws when the page refuses. */
export async function signIn(port: number, name = "Ana", password = "correct horse"): Promise<Session> {
  const email = `${name.toLowerCase()}@example.org`;
  return (await call(port, "POST", "/api/v1/auths/signin", null, { email, password })) as Session;
}

/** Keeps a conversation with that title for the person signed in: committed when it resolves. */
export async function keepChat(port: number, session: Session, title: string): Promise<void> {
  await call(port, "POST", "/api/v1/chats/new", session, { chat: { title, messages: [] } });
}

/** The titles of the conversations of the person signed in; throws when their token is no longer valid. */
export async function chatTitles(port: number, session: Session): Promise<string[]> {
  const chats = (await call(port, "GET", "/api/v1/chats/", session)) as { title: string }[];
  return chats.map(({ title }) => title);
}

/** The names of the models that the page offers, asked of Ollama by its name in the stack's network. */
export async function offeredModels(port: number, session: Session): Promise<string[]> {
  const answer = (await call(port, "GET", "/ollama/api/tags", session)) as { models: { name: string }[] };
  return answer.models.map(({ name }) => name);
}

/** What the page says of itself to anyone. */
export async function pageConfig(port: number): Promise<{ onboarding?: true; default_locale: string }> {
  return (await call(port, "GET", "/api/config", null)) as { onboarding?: true; default_locale: string };
}

/**
 * The models that a new chat of the person signed in starts with, as passed to the page: names with commas between.
 */
export async function defaultModels(port: number, session: Session): Promise<string | null> {
  return ((await call(port, "GET", "/api/config", session)) as { default_models: string | null }).default_models;
}

async function call(port: number, method: string, path: string, session: Session | null, body?: unknown) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: {
      connection: "close",
      ...(session === null ? {} : { authorization: `Bearer ${session.token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as unknown;
}
