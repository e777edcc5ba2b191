import { LocalgptError } from "../../core/facts/errors.ts";
import { services } from "../../core/services/services.ts";
import { runInContainer } from "../../engine/containers/exec.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { cloneVolume } from "../data/clone-volume.ts";
import type { DataSource } from "../data/fill.ts";
import pointScript from "../data/python/point_to_ollama.py";
import { lastLine } from "../http/answers.ts";

const path = "/localgpt/to";
const timeoutMs = 60_000;
const address = `http://ollama:${services.ollama.port}`;

/**
 * The data of another installation's page as what a change of the stack is filled with: all of it as it is, but for the
 * address of Ollama, which the page would else look for where it was.
 */
export function adoptPage(
  engine: Engine,
  { project, volume: source }: { project: string; volume: string },
): DataSource {
  const clone = cloneVolume(engine, { project, source });
  return {
    from: source,
    fill: async (volume, tools) => {
      const counts = await clone(volume, tools);
      const { image, signal } = tools;
      const bounds = { action: "copy-data", signal, timeoutMs };
      const mounts = [{ volume, path }];
      const { exitCode, stderr } = await withOneOff(engine, { project, image, mounts, signal }, (container) =>
        runInContainer(engine, container, ["python3", "-c", pointScript, path, address], bounds),
      );
      const detail = lastLine(stderr);
      if (exitCode !== 0) throw new LocalgptError("data-not-copied", { from: source, volume, detail });
      return counts;
    },
  };
}
