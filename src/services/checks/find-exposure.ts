import type { Agent } from "node:http";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { FindingOf, SignUp } from "../../core/facts/checks.ts";
import { judgeExposure } from "../../core/judge/judge-neighbours.ts";
import type { Emit } from "../../core/run/events.ts";
import { services } from "../../core/services/services.ts";
import type { EngineObservation } from "../../core/stack/observation.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { isLoopback } from "../../core/values/binding.ts";
import { observeProject } from "../../engine/containers/observe.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { askService } from "../clients/ask-service.ts";
import type { RequestBounds } from "../clients/ollama.ts";
import { createOpenWebui } from "../clients/open-webui.ts";
import { findFact } from "../http/find-fact.ts";
import { readSignUp } from "../page/page-state.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";

const answerTimeoutMs = 3000;

type Asked = {
  prepared: Pick<PreparedStack, "settings" | "stack">;
  observation: Pick<EngineObservation, "containers" | "images" | "volumes">;
};

/**
 * How exposed a page is to the others who reach it; nothing for one that only its own machine reaches. Throws
 * `interrupted`.
 */
export async function findExposure(
  engine: Engine,
  asked: Asked,
  signal: AbortSignal,
): Promise<FindingOf<"exposure">[]> {
  const { address, port, letAnyoneSignUp: wanted } = asked.prepared.settings;
  if (isLoopback(address)) return [];
  return [judgeExposure({ address, port, signUp: await findSignUp(engine, asked, signal), wanted })];
}

/**
 * Throws `checks-refused`, after reporting why, if others would reach a page with this stack's data on which they can
 * create an account. It reads the database, because the running page may have other data.
 */
export async function refuseExposure(
  engine: Engine,
  prepared: Asked["prepared"],
  { signal, emit }: { signal: AbortSignal; emit: Emit },
): Promise<void> {
  if (isLoopback(prepared.settings.address)) return;
  const { images, volumes } = await observeProject(engine, prepared.stack, signal);
  const findings = await findExposure(engine, { prepared, observation: { containers: {}, images, volumes } }, signal);
  const failures = findings.filter(({ status }) => status === "failure");
  for (const finding of failures) emit({ type: "finding", finding });
  if (failures.length > 0) throw new LocalgptError("checks-refused", { findings: failures });
}

/**
 * Who can create an account: according to the page while it runs, else to its database; the environment counts only at
 * the first start.
 */
async function findSignUp(engine: Engine, { prepared, observation }: Asked, signal: AbortSignal): Promise<SignUp> {
  const { stack } = prepared;
  const page = observation.containers["open-webui"];
  const folder = services["open-webui"].dataFolder;
  if (page?.state === "running") {
    const said = await findFact(signal, answerTimeoutMs, (bounded) =>
      askService(engine, page, { signal: bounded }, askPage),
    );
    return said ?? orUnknown(readSignUp(engine, { container: page.id, folder, signal }));
  }
  const volume = volumeName(stack, "open-webui");
  if (!observation.volumes[volume]) return "first";
  const { image } = stack.services["open-webui"];
  if (!observation.images[image]) return "unknown";
  // Mounted writable: SQLite must find what a killed page left in its write-ahead log.
  const request = { project: stack.name, image, mounts: [{ volume, path: folder }], signal };
  return orUnknown(withOneOff(engine, request, (container) => readSignUp(engine, { container, folder, signal })));
}

async function askPage(agent: Agent, bounds: RequestBounds): Promise<SignUp> {
  const page = createOpenWebui(agent);
  if (await page.awaitsFirstAccount(bounds)) return "first";
  return (await page.signUpIsOpen(bounds)) ? "open" : "closed";
}

async function orUnknown(asked: Promise<SignUp>): Promise<SignUp> {
  try {
    return await asked;
  } catch (error) {
    if (isError(error, "interrupted")) throw error;
    return "unknown";
  }
}
