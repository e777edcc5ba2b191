import { fieldsOf, parseJson, textOf } from "../../core/text/json-text.ts";
import { isOlder, versionOf } from "../../core/values/image-reference.ts";
import { runInContainer } from "../../engine/containers/exec.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";

const timeoutMs = 30_000;

/** The version of Open WebUI that an image on the Engine reports, null if it does not. */
export async function readPageVersion(
  engine: Engine,
  { project, image }: { project: string; image: string },
  signal: AbortSignal,
): Promise<string | null> {
  return withOneOff(engine, { project, image, mounts: [], signal }, async (container) => {
    const bounds = { action: "read-page-state", signal, timeoutMs };
    const { exitCode, stdout } = await runInContainer(engine, container, ["cat", "/app/package.json"], bounds);
    return exitCode === 0 ? textOf(fieldsOf(parseJson(stdout)).version) : null;
  });
}

/** The version in the tag of an image; null if the tag is not a version. */
export function versionInTag(image: string): string | null {
  return versionOf(image)?.join(".") ?? null;
}

/** Whether data of one version of Open WebUI is too new for another; false if either is unknown. */
export function isNewer(data: string | null, page: string | null): boolean {
  return data !== null && page !== null && isOlder(`:${page}`, `:${data}`);
}
