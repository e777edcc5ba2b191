import { isError } from "../../core/facts/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import type { PageDefault } from "../../core/stack/page-default.ts";
import { pickContainer } from "../../core/stack/pick-container.ts";
import { fieldsOf, textOf } from "../../core/text/json-text.ts";
import { fullModelName } from "../../core/values/model-name.ts";
import { runInContainer } from "../../engine/containers/exec.ts";
import { listProjectContainers } from "../../engine/containers/observe.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { lastLine } from "../http/answers.ts";
import pageDefaultScript from "./python/page_default.py";

const timeoutMs = 30_000;

/**
 * Makes a model the one that new chats on the page start with, also where the page has run before: there its own settings
 * count, not the container's environment. An account that chose a model of its own keeps it. Throws the Engine's failures.
 */
export async function setPageDefault(
  engine: Engine,
  { project, model }: { project: string; model: ModelName },
  signal: AbortSignal,
): Promise<PageDefault> {
  const page = pickContainer(await listProjectContainers(engine, project, signal), "open-webui");
  if (page?.state !== "running") return { state: "later", before: null, detail: null };
  // Open WebUI knows models by the names that Ollama lists them by.
  const name = fullModelName(model);
  try {
    const bounds = { action: "set-page-default", signal, timeoutMs };
    const { exitCode, stdout, stderr } = await runInContainer(
      engine,
      page.id,
      ["python3", "-c", pageDefaultScript, name],
      bounds,
    );
    return readOutcome(exitCode, stdout, stderr);
  } catch (error) {
    // An image without Python, or one that stopped just now: what the settings say of the model holds all the same.
    if (!isError(error, "docker-failed")) throw error;
    return byHand(error.facts.detail);
  }
}

function readOutcome(exitCode: number | null, stdout: string, stderr: string): PageDefault {
  if (exitCode !== 0) return byHand(lastLine(stderr) || lastLine(stdout) || `exit code ${exitCode}`);
  try {
    const { state, before, detail } = fieldsOf(JSON.parse(stdout));
    if (state === "set" || state === "same") return { state, before: textOf(before), detail: null };
    return byHand(textOf(detail) ?? "");
  } catch {
    return byHand(lastLine(stdout));
  }
}

function byHand(detail: string): PageDefault {
  return { state: "by-hand", before: null, detail };
}
