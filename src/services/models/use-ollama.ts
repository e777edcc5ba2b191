import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { World } from "../../core/run/world.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { findNearest } from "../../core/text/nearest.ts";
import { isSameModel, shortModelName } from "../../core/values/model-name.ts";
import { findRunning, inspectImage } from "../../engine/containers/observe.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { Ollama, RequestBounds } from "../clients/ollama.ts";
import type { InstalledModel, LoadedModel } from "../clients/ollama-answers.ts";
import { withOllama } from "../clients/with-agent.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";
import { waitReady, watchContainer } from "../stack/ready.ts";

/** Whose Ollama is wanted and for which command; `prepare` renders the stack if Ollama has to be started. */
export type UseRequest = {
  settings: Settings;
  prepare: () => Promise<PreparedStack>;
  command: string;
};

/**
 * An Ollama that answers: its client, the container it runs in, the models that were in its memory when it was reached,
 * and a signal that also ends when its lock is lost.
 */
export type UsedOllama = { ollama: Ollama; container: string; loaded: LoadedModel[]; signal: AbortSignal };

const answerTimeoutMs = 5000;
/**
 * Ollama does not close idle connections, and a person thinks before the next question: the time Ollama keeps a model
 * loaded.
 */
const unusedTimeoutMs = 5 * 60_000;

/**
 * Runs `work` with the project's Ollama. A running one is reached at once, with the fewest calls; otherwise Ollama is
 * started alone and stopped again, as for a download. Throws `stack-not-found` if nothing of it was ever here,
 * `service-not-ready` when Ollama ends during the work, and whatever `work` throws.
 */
export async function useOllama<T>(
  engine: Engine,
  request: UseRequest,
  world: World,
  work: (used: UsedOllama) => Promise<T>,
): Promise<T> {
  const { settings, prepare } = request;
  const running = await findRunning(engine, settings.name, "ollama", world.signal);
  if (running !== null) return useRunning(engine, running, settings, world, work);
  const prepared = await prepare();
  // Looking at models does not justify downloading an image of gigabytes.
  if ((await inspectImage(engine, prepared.stack.services.ollama.image, world.signal)) === null) {
    throw new LocalgptError("stack-not-found", { project: settings.name });
  }
  const { borrowOllama } = await import("./borrow-ollama.ts");
  return borrowOllama(engine, { ...request, prepared }, world, ({ container, signal: borrowed }) =>
    withWatched(engine, container, borrowed, work),
  );
}

async function useRunning<T>(
  engine: Engine,
  container: string,
  { timeoutMs }: Settings,
  { signal, emit }: World,
  work: (used: UsedOllama) => Promise<T>,
): Promise<T> {
  return withWatched(engine, container, signal, async (used) => {
    // The work continues on the connection that this opens.
    const loaded = await used.ollama.loaded({ signal, timeoutMs: answerTimeoutMs }).catch((error: unknown) => {
      if (isError(error, "service-unreachable") || isError(error, "service-answered")) return null;
      throw error;
    });
    if (loaded === null) {
      await waitReady(engine, { service: "ollama", container, timeoutMs, signal, emit });
    }
    return work({ ...used, loaded: loaded ?? [] });
  });
}

async function withWatched<T>(
  engine: Engine,
  container: string,
  signal: AbortSignal,
  work: (used: UsedOllama) => Promise<T>,
): Promise<T> {
  const watched = { service: "ollama" as const, container, signal };
  const watch = (ollama: Ollama) =>
    watchContainer(engine, watched, () => work({ ollama, container, loaded: [], signal }));
  return withOllama(engine, container, watch, { unusedTimeoutMs });
}

/** The installed model that a name means; throws `unknown-model` with the similar and the installed ones. */
export async function requireInstalled(
  ollama: Ollama,
  model: ModelName,
  bounds: RequestBounds,
): Promise<InstalledModel> {
  return pickInstalled(await ollama.installed(bounds), model);
}

/** The one of these models that a name means; throws `unknown-model` with the similar and the installed ones. */
export function pickInstalled<M extends Pick<InstalledModel, "name">>(installed: readonly M[], model: ModelName): M {
  const found = installed.find(({ name }) => isSameModel(name, model));
  if (found !== undefined) return found;
  const names = installed.map(({ name }) => shortModelName(name));
  const value = shortModelName(model);
  throw new LocalgptError("unknown-model", { value, near: findNearest(value, names), installed: names });
}
