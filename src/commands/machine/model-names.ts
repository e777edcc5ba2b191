import { knownModels } from "../../core/models/known-models.ts";
import { shortModelName } from "../../core/values/model-name.ts";
import { findRunning } from "../../engine/containers/observe.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { withOllama } from "../../services/clients/with-agent.ts";
import { findFact } from "../../services/http/find-fact.ts";
import { connectWhile } from "../connect-while.ts";
import type { Context } from "../context.ts";

/** The longest wait of a person who presses Tab. */
const patienceMs = 1000;

/** Models that a person may mean: the installed ones if Ollama answers within a second, and the known ones. */
export async function listModelNames(context: Context): Promise<{ installed: string[]; known: string[] }> {
  const found = findFact(context.signal, patienceMs, (bound) => listInstalled(context, bound));
  // Completion answers with what it has: an error would disturb someone in the middle of a line.
  const installed: string[] = (await found.catch(() => null)) ?? [];
  const known = knownModels.flatMap(({ name, aliases }) => [...aliases, name]);
  return { installed, known: known.filter((name) => !installed.includes(name)) };
}

async function listInstalled(context: Context, signal: AbortSignal): Promise<string[]> {
  const [engine, { settings }] = await connectWhile(context, () => loadSettings(context));
  const container = await findRunning(engine, settings.name, "ollama", signal);
  if (container === null) return [];
  const bounds = { signal, timeoutMs: patienceMs };
  const models = await withOllama(engine, container, (ollama) => ollama.installed(bounds));
  return models.map(({ name }) => shortModelName(name));
}
