import type { Handlers } from "../../core/plan/handler.ts";
import { containerName, type Stack } from "../../core/stack/stack.ts";
import { isSameModel } from "../../core/values/model-name.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { InstalledModel } from "../clients/ollama-answers.ts";
import { withOllama } from "../clients/with-agent.ts";
import { createDownload } from "../downloads/download-model.ts";
import { waitReady, watchContainer } from "./ready.ts";

/** The handlers of the operations that talk to the services rather than to the Engine; durations in milliseconds. */
export function createServiceHandlers(
  engine: Engine,
  { stack, timeoutMs, stallMs }: { stack: Pick<Stack, "name">; timeoutMs: number; stallMs: number },
): Pick<Handlers, "wait-ready" | "ensure-model"> {
  const ollama = containerName(stack, "ollama");
  const download = createDownload(engine, { container: ollama, stallMs });
  return {
    "wait-ready": async ({ service }, { signal, emit }) => {
      await waitReady(engine, { service, container: containerName(stack, service), timeoutMs, signal, emit });
    },
    "ensure-model": async (operation, tools) => {
      const { model } = operation;
      const { signal, emit } = tools;
      await watchContainer(engine, { service: "ollama", container: ollama, signal }, async () => {
        const installed = await listInstalled(engine, ollama, signal);
        if (!installed.some(({ name }) => isSameModel(name, model))) return download(operation, tools);
        emit({ type: "notice", notice: { id: "model-present", model } });
      });
    },
  };
}

/** The models on disk of the Ollama in that container; throws its failures. */
export async function listInstalled(engine: Engine, container: string, signal: AbortSignal): Promise<InstalledModel[]> {
  return withOllama(engine, container, (ollama) => ollama.installed({ signal }));
}
