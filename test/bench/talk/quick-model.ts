import { containerOf } from "../../support/engines/containers.ts";
import { docker } from "../../support/engines/docker.ts";
import { createWorkspace, type Workspace } from "../../support/program/workspace.ts";
import { setSwitches } from "../../support/services/images.ts";

/** A stack of which only Ollama runs, with a model that answers at once: what is measured is everything else. */
export async function startQuickModel(name: string): Promise<{ stack: Workspace; ollama: string }> {
  const stack = await createWorkspace(name, { model: "tiny" });
  const pulled = await stack.localgpt(["pull", "tiny"]);
  if (pulled.code !== 0) throw new Error(pulled.stderr);
  const ollama = containerOf(stack, "ollama");
  await docker("start", ollama);
  await setSwitches(ollama, { tokensPerSecond: 1000, loadMs: 0 });
  return { stack, ollama };
}
