import { isError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { services } from "../../core/services/services.ts";
import type { PageDefault } from "../../core/stack/page-default.ts";
import { pickContainer } from "../../core/stack/pick-container.ts";
import { textOf } from "../../core/text/json-text.ts";
import { fullModelName } from "../../core/values/model-name.ts";
import { listProjectContainers } from "../../engine/containers/observe.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { runScript } from "../data/run-script.ts";
import pageDefaultScript from "./python/page_default.py";
import pointScript from "./python/point_to_ollama.py";

const timeoutMs = 60_000;
const ollamaAddress = `http://ollama:${services.ollama.port}`;

/**
 * Makes a model the default for new chats on the page, even if the page has run before: then its own settings count,
 * not the container's environment. An account that chose a model of its own keeps it. Throws the Engine's failures.
 */
export async function setPageDefault(
  engine: Engine,
  { project, model }: { project: string; model: ModelName },
  signal: AbortSignal,
): Promise<PageDefault> {
  const page = pickContainer(await listProjectContainers(engine, project, signal), "open-webui");
  if (page?.state !== "running") return { state: "later", before: null, detail: null };
  // Open WebUI knows models by their names in Ollama's list.
  const name = fullModelName(model);
  const script = { source: pageDefaultScript, args: [name], answers: ["state"] };
  try {
    const bounds = { action: "set-page-default", signal, timeoutMs };
    const { state, before, detail } = await runScript(engine, page.id, script, bounds);
    if (state === "set" || state === "same") return { state, before: textOf(before), detail: null };
    return byHand(textOf(detail) ?? "");
  } catch (error) {
    // An image without Python, or one that has just stopped: the model in the settings is valid all the same.
    if (isError(error, "docker-failed") || isError(error, "data-failed")) return byHand(error.facts.detail);
    // The program ended just before the Engine noted how. If Docker is really gone, the next call fails.
    if (isError(error, "docker-lost")) return byHand("");
    throw error;
  }
}

function byHand(detail: string): PageDefault {
  return { state: "by-hand", before: null, detail };
}

/**
 * Makes a page's data, in a folder of a container in which no page runs, look for Ollama at this stack's address.
 * Throws `data-failed` and the Engine's failures.
 */
export async function pointToOllama(
  engine: Engine,
  { container, folder }: { container: string; folder: string },
  signal: AbortSignal,
): Promise<void> {
  const script = { source: pointScript, args: [folder, ollamaAddress], answers: ["changed"] };
  await runScript(engine, container, script, { action: "copy-data", signal, timeoutMs });
}
