import { LocalgptError } from "../../core/errors/errors.ts";
import type { PageCounts } from "../../core/facts/page-counts.ts";
import { planImages } from "../../core/plan/plan-change.ts";
import type { World } from "../../core/run/world.ts";
import type { Settings } from "../../core/settings/settings.ts";
import type { Installation, InstalledState } from "../../core/stack/installation.ts";
import { observeProject } from "../../engine/containers/observe.ts";
import { createPull } from "../../engine/plan/engine-handlers.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { findInstalled } from "../data/find-installed.ts";
import { withPageContainer } from "../page/page-container.ts";
import { readPageState } from "../page/page-state.ts";
import { type PreparedStack, prepareStack } from "../stack/prepare-stack.ts";
import { installedState } from "../stack/record-installed.ts";
import { applyOperations } from "../steps/apply.ts";

/**
 * What a change starts from: the stack as it is or would be, the image of its page, and what its page has; null for no
 * data.
 */
export type InstalledBase = {
  project: string;
  prepared: PreparedStack;
  before: InstalledState;
  image: string;
  counts: PageCounts | null;
};

export type BaseRequest = { settings: Settings; installation: Installation; mayPull: boolean };

/**
 * Finds what is installed, also if the stack has never been up: then by its settings. Missing images are
 * pulled if that is allowed; otherwise throws `stack-not-found`.
 */
export async function findBase(
  engine: Engine,
  { settings, installation, mayPull }: BaseRequest,
  world: World,
): Promise<InstalledBase> {
  const { folder, signal, emit } = world;
  const project = settings.name;
  const prepared = await prepareStack(engine, settings, world, installation);
  let observation = await observeProject(engine, prepared.stack, signal);
  const missing = planImages(prepared.stack, observation);
  if (missing.length > 0) {
    if (!mayPull) throw new LocalgptError("stack-not-found", { project });
    await applyOperations(missing, { "pull-image": createPull(engine, settings.stallMs) }, { signal, emit });
    observation = await observeProject(engine, prepared.stack, signal);
  }
  const before = (await findInstalled(engine, installation, signal)) ?? installedState(prepared, observation);
  if (before === null) throw new LocalgptError("stack-not-found", { project });
  const image = prepared.stack.services["open-webui"].image;
  return { project, prepared, before, image, counts: await countOwn(engine, { settings, folder, signal }) };
}

async function countOwn(
  engine: Engine,
  page: { settings: Settings; folder: string; signal: AbortSignal },
): Promise<PageCounts | null> {
  try {
    return await withPageContainer(engine, page, ({ container, folder }) =>
      readPageState(engine, { container, folder, signal: page.signal }),
    );
  } catch (error) {
    if (error instanceof LocalgptError && error.code === "no-data") return null;
    throw error;
  }
}
