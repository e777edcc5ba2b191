import type { Engine } from "../engine/wire/engine.ts";
import type { ModelChoice } from "../services/models/choose-model.ts";
import { type UsedOllama, useOllama } from "../services/models/use-ollama.ts";
import type { PreparedStack } from "../services/stack/prepare-stack.ts";
import { connectWhile } from "./connect-while.ts";
import type { Context } from "./context.ts";

/**
 * Renders the stack from the current settings, exactly as `up` would; otherwise the next `up` would have something to
 * change.
 */
export async function prepareAsUp(context: Context, engine: Engine): Promise<PreparedStack> {
  const { loadSettings } = await import("../host/stores/settings-store.ts");
  const { settings } = await loadSettings(context);
  // A command that finds Ollama running avoids the cost of rendering a stack.
  const { prepareStack } = await import("../services/stack/prepare-stack.ts");
  return prepareStack(engine, { ...settings, language: settings.language ?? context.language }, context);
}

/** Runs a command's work with the Ollama of its stack, as `useOllama` does; `command` is shown to others who wait. */
export async function withOllama<T>(
  context: Context,
  command: string,
  work: (used: UsedOllama & ModelChoice) => Promise<T>,
): Promise<T> {
  const [engine, { settings, written }] = await connectWhile(context, async () => {
    const { loadSettings } = await import("../host/stores/settings-store.ts");
    return loadSettings(context);
  });
  const prepare = () => prepareAsUp(context, engine);
  return useOllama(engine, { settings, prepare, command }, context, (used) =>
    work({ ...used, settings, isModelWritten: written.includes("model") }),
  );
}
