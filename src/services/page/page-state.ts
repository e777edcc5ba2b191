import { LocalgptError } from "../../core/errors/errors.ts";
import type { SignUp } from "../../core/facts/checks.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";
import { type Fields, textOf } from "../../core/text/json-text.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { runScript } from "../data/run-script.ts";
import pageStateScript from "./python/page_state.py";

/**
 * Where the page's data is: the container that sees it, the folder, and whether to check the whole database.
 */
export type PageStateRequest = { container: string; folder: string; check?: boolean; signal: AbortSignal };

const timeoutMs = 600_000;

/**
 * Counts the rows of the page's database in a folder of a container, using the Python of Open WebUI's image; null if
 * there is no database yet. Throws `data-damaged` if it cannot be read or, with `check`, is damaged, and `data-failed`.
 */
export async function readPageState(engine: Engine, request: PageStateRequest): Promise<PageCounts | null> {
  const { accounts, chats } = await readState(engine, request);
  return typeof accounts === "number" && typeof chats === "number" ? { accounts, chats } : null;
}

/**
 * Who can create an account, according to the page's database; `unknown` if it does not say. Throws `data-damaged` and
 * `data-failed`.
 */
export async function readSignUp(engine: Engine, request: PageStateRequest): Promise<SignUp> {
  const { accounts, signUp } = await readState(engine, request);
  if (!accounts) return "first";
  return signUp === false ? "closed" : signUp === true ? "open" : "unknown";
}

async function readState(engine: Engine, request: PageStateRequest): Promise<Fields> {
  const { container, folder, check = false, signal } = request;
  const script = { source: pageStateScript, args: [folder, ...(check ? ["check"] : [])], answers: ["damage"] };
  const state = await runScript(engine, container, script, { action: "read-page-state", signal, timeoutMs });
  if (state.damage !== null) throw new LocalgptError("data-damaged", { detail: textOf(state.damage) ?? "" });
  return state;
}
