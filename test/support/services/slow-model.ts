import { containerOf } from "../engines/containers.ts";
import { docker } from "../engines/docker.ts";
import type { Stage } from "../program/fault.ts";
import { waitUntil } from "../program/progress.ts";
import { setSwitches } from "./images.ts";

/** A model of 2 MB, for what happens during a download. */
export const slowModel = "qwen2.5:0.5b";

/** Has Ollama of a stack download at so many bytes per second. */
export async function downloadSlowly({ workspace }: Pick<Stage, "workspace">, bytesPerSecond: number): Promise<void> {
  await setSwitches(containerOf(workspace, "ollama"), { rate: bytesPerSecond });
}

/** Waits until a model that is being downloaded has begun to arrive. */
export async function waitForPart({ workspace }: Pick<Stage, "workspace">): Promise<void> {
  const script = 'for part in /root/.ollama/models/blobs/*-partial; do [ -e "$part" ] && exit 0; done; exit 1';
  await waitUntil("the model arrives", () =>
    docker("exec", containerOf(workspace, "ollama"), "bash", "-c", script).then(
      () => true,
      () => false,
    ),
  );
}

/** Has Ollama behave again, and removes that model. */
export async function removeSlowModel({ workspace, run }: Stage): Promise<void> {
  await setSwitches(containerOf(workspace, "ollama"), {});
  await run(["models", "rm", slowModel, "--yes"]);
}
