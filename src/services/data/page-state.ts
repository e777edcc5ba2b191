import type { SignUp } from "../../core/facts/checks.ts";
import { LocalgptError } from "../../core/facts/errors.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";
import { fieldsOf, textOf } from "../../core/text/json-text.ts";
import { runInContainer } from "../../engine/containers/exec.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { lastLine } from "../http/answers.ts";
import pageStateScript from "./python/page_state.py";

/** What is asked of the page's data: the container that sees it, in which folder, and whether the database is checked whole. */
export type PageStateRequest = { container: string; folder: string; check?: boolean; signal: AbortSignal };

const timeoutMs = 600_000;

/**
 * Counts what the page's database in a folder of a container has, by the Python of Open WebUI's image; null where there is
 * no database yet. Throws `data-damaged` for one that cannot be read or, with `check`, is not whole.
 */
export async function readPageState(engine: Engine, request: PageStateRequest): Promise<PageCounts | null> {
  const { accounts, chats } = await runScript(engine, request);
  return typeof accounts === "number" && typeof chats === "number" ? { accounts, chats } : null;
}

/** Who can make an account, by the page's database; `unknown` where it does not say. Throws `data-damaged`. */
export async function readSignUp(engine: Engine, request: PageStateRequest): Promise<SignUp> {
  const { accounts, signUp } = await runScript(engine, request);
  if (!accounts) return "first";
  return signUp === false ? "closed" : signUp === true ? "open" : "unknown";
}

async function runScript(engine: Engine, request: PageStateRequest): Promise<Record<string, unknown>> {
  const { container, folder, check = false, signal } = request;
  const command = ["python3", "-c", pageStateScript, folder, ...(check ? ["check"] : [])];
  const bounds = { action: "read-page-state", signal, timeoutMs };
  const { exitCode, stdout, stderr } = await runInContainer(engine, container, command, bounds);
  const detail = lastLine(stderr);
  if (exitCode !== 0) throw new LocalgptError("data-damaged", { detail });
  const state = fieldsOf(JSON.parse(stdout));
  if (state.damage !== null) throw new LocalgptError("data-damaged", { detail: textOf(state.damage) ?? "" });
  return state;
}
