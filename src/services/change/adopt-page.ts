import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { DataSource } from "../data/fill.ts";
import { pointToOllama } from "../page/page-settings.ts";
import { cloneVolume } from "./clone-volume.ts";

const folder = "/localgpt/to";

/**
 * Another installation's page data as the content of a changed stack: unchanged, except for the address of Ollama,
 * which would otherwise still be that of the other installation.
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
      const request = { project, image, mounts: [{ volume, path: folder }], signal };
      await withOneOff(engine, request, (container) => pointToOllama(engine, { container, folder }, signal));
      return counts;
    },
  };
}
