import { LocalgptError } from "../../core/errors/errors.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";
import { numberOf, textOf } from "../../core/text/json-text.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import inspectScript from "./python/inspect_volume.py";
import { runScript } from "./run-script.ts";

/** What a volume of another installation holds: a page's data, or models in its folder `root`. */
export type VolumeContent =
  | { volume: string; kind: "open-webui"; counts: PageCounts }
  | { volume: string; kind: "ollama"; root: string };

/** The volume to inspect, and the image of Open WebUI that provides the programs and would have to read the data. */
export type InspectRequest = { project: string; volume: string; image: string; signal: AbortSignal };

const path = "/localgpt/from";
const timeoutMs = 600_000;
/** Where Open WebUI's image has its database's migrations, a file for each revision that it knows. */
const migrations = "/app/backend/open_webui/migrations/versions";

/**
 * Inspects a volume, mounted read-only, and finds out what it holds and whether this stack can use it. Throws
 * `volume-refused` with the reason, and `data-failed`.
 */
export async function inspectVolume(engine: Engine, request: InspectRequest): Promise<VolumeContent> {
  const { project, volume, image, signal } = request;
  const bounds = { action: "look-into-volume", signal, timeoutMs };
  const mounts = [{ volume, path, readOnly: true }];
  const script = { source: inspectScript, args: [path, migrations], answers: ["kind"] };
  const found = await withOneOff(engine, { project, image, mounts, signal }, (container) =>
    runScript(engine, container, script, bounds),
  );
  const refuse = (problem: "neither" | "damaged" | "newer", detail = "") =>
    new LocalgptError("volume-refused", { volume, problem, detail, image });
  const { kind, root, damage, tables, unknown, accounts, chats } = found;
  if (kind === "ollama") return { volume, kind, root: textOf(root) ?? "." };
  if (kind !== "open-webui" || tables !== true) throw refuse("neither");
  if (textOf(damage) !== null) throw refuse("damaged", textOf(damage) ?? "");
  const revisions = Array.isArray(unknown) ? unknown.map(String) : [];
  if (revisions.length > 0) throw refuse("newer", revisions.join(", "));
  return { volume, kind, counts: { accounts: numberOf(accounts) ?? 0, chats: numberOf(chats) ?? 0 } };
}
