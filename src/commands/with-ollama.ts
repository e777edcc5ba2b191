import type { Settings } from "../core/settings.ts";
import type { Engine } from "../engine/engine.ts";
import { loadSettings } from "../host/settings-store.ts";
import { type PreparedStack, prepareStack } from "../services/prepare-stack.ts";
import { type UsedOllama, useOllama } from "../services/use-ollama.ts";
import type { Context } from "./context.ts";

/** Renders the stack from the settings as they are now, just as `up` would, or the next `up` would have something to change. */
export async function prepareAsUp(context: Context, engine: Engine): Promise<PreparedStack> {
  const { settings } = await loadSettings(context);
  return prepareStack(engine, { ...settings, language: settings.language ?? context.language }, context);
}

/** Runs a command's work with the Ollama of its stack, as `useOllama` does; `command` is how others are told of it. */
export async function withOllama<T>(
  context: Context,
  command: string,
  work: (used: UsedOllama & { settings: Settings }) => Promise<T>,
): Promise<T> {
  const { settings } = await loadSettings(context);
  const engine = await context.engine();
  const prepare = () => prepareAsUp(context, engine);
  return useOllama(engine, { ...context, settings, prepare, command }, (used) => work({ ...used, settings }));
}
