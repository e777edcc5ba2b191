import { readEmail, readPersonName } from "../../core/accounts/accounts.ts";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { Question } from "../../core/run/questions.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { localAddress } from "../../core/values/page-address.ts";
import { invalidValue } from "../../core/values/parse-values.ts";
import { findRunning } from "../../engine/containers/observe.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { createOpenWebui, type NewAccount, type OpenWebui } from "../../services/clients/open-webui.ts";
import { withAgent } from "../../services/clients/with-agent.ts";
import { listAccounts } from "../../services/page/accounts.ts";
import { withPageContainer } from "../../services/page/page-container.ts";
import { waitReady } from "../../services/stack/ready.ts";
import type { Context, Look, Prompt } from "../context.ts";
import { askPassword, openQuestions, readPassword } from "./new-password.ts";

export type AdminCreateOptions = {
  /** What was given on the command line; null for what must be asked. */
  email: string | null;
  name: string | null;
  passwordStdin: boolean;
};

export type AdminCreateResult = {
  project: string;
  name: string;
  email: string;
  /** Whether people can still create an account on the page. */
  signUpOpen: boolean;
  address: string;
};

const command = "localgpt admin create";
const signUpTimeoutMs = 60_000;

/**
 * Creates the first account of a page, which becomes the administrator and closes the sign-up, through the page's own
 * API. Throws `account-exists` if there is one already, and `stack-not-running`, before anything is asked or changed.
 */
export async function runAdminCreate(context: Context, options: AdminCreateOptions): Promise<AdminCreateResult> {
  const { signal, emit } = context;
  const { settings } = await loadSettings(context);
  const engine = await context.engine();
  const container = await findRunning(engine, settings.name, "open-webui", signal);
  if (container === null) throw new LocalgptError("stack-not-running", { project: settings.name });
  await waitReady(engine, { service: "open-webui", container, timeoutMs: settings.timeoutMs, signal, emit });
  return withAgent(engine, { service: "open-webui", container }, async (agent) => {
    const page = createOpenWebui(agent);
    if (!(await page.awaitsFirstAccount({ signal }))) throw await accountExists(context, engine, settings);
    const account = await readNewAccount(context, options);
    const role = await signUp(page, account, signal);
    // Somebody else signed up while the person answered the questions.
    if (role !== "admin") throw await accountExists(context, engine, settings);
    const { name, email } = account;
    const address = localAddress(settings);
    return { project: settings.name, name, email, signUpOpen: await page.signUpIsOpen({ signal }), address };
  });
}

/** The role of the new account; null if the page no longer lets people sign up. */
async function signUp(page: OpenWebui, account: NewAccount, signal: AbortSignal): Promise<string | null> {
  try {
    return await page.signUp(account, { signal, timeoutMs: signUpTimeoutMs });
  } catch (error) {
    if (isError(error, "service-answered") && error.facts.status === 403) return null;
    throw error;
  }
}

async function accountExists(context: Context, engine: Engine, settings: Settings): Promise<LocalgptError> {
  const { folder, signal } = context;
  const accounts = await withPageContainer(engine, { settings, folder, signal }, (page) =>
    listAccounts(engine, page, signal),
  );
  const administrators = accounts.filter(({ role }) => role === "admin").map(({ email }) => email);
  return new LocalgptError("account-exists", { administrators, accounts: accounts.length });
}

/**
 * Uses what was given and asks for the rest; without a terminal the part of the address before the `@` is the name.
 */
async function readNewAccount(context: Context, options: AdminCreateOptions): Promise<NewAccount> {
  if (options.passwordStdin && context.stdin.isTTY !== true) {
    const { email } = options;
    if (email === null) throw new LocalgptError("missing-argument", { name: "--email", command });
    const password = await readPassword(context);
    return { email, name: options.name ?? nameOf(email), password };
  }
  const prompt = await openQuestions(context, command);
  try {
    const email = options.email ?? (await askUntil(prompt, { id: "email" }, (line) => parseEmail(line)));
    const suggested = nameOf(email);
    const askName = () =>
      askUntil(prompt, { id: "name", suggested }, (line) => parseName(line.trim() === "" ? suggested : line));
    const name = options.name ?? (await askName());
    const password = await askPassword(prompt, { id: "password" });
    return { email, name, password };
  } finally {
    prompt.rest();
  }
}

async function askUntil(prompt: Prompt, question: Question, parse: (line: string) => string): Promise<string> {
  for (;;) {
    const line = await prompt.ask(question);
    try {
      return parse(line);
    } catch (error) {
      if (!isError(error, "invalid-value")) throw error;
      await prompt.tell(error);
    }
  }
}

/** The address of a new account; throws `invalid-value`. */
export function parseEmail(text: string): string {
  const email = readEmail(text);
  if (email === null) throw invalidValue({ name: "--email" }, sanitise(text), "email");
  return email;
}

/** The name of a new account; throws `invalid-value`. */
export function parseName(text: string): string {
  const name = readPersonName(text);
  if (name === null) throw invalidValue({ name: "--name" }, sanitise(text), "person-name");
  return name;
}

function nameOf(email: string): string {
  return email.split("@")[0] ?? email;
}

/** Who was made administrator, and whether sign-up is closed now. */
export function renderAdminCreate({ name, email, signUpOpen, address }: AdminCreateResult, look: Look): string {
  const { words, style } = look;
  const text = words.admin;
  return [
    `${style.ok(style.symbols.ok)} ${text.created(sanitise(name), email)}`,
    signUpOpen ? `${style.warn(style.symbols.warning)} ${text.signUpOpen}` : text.signUpClosed,
    text.signInAt(address),
  ].join("\n");
}
