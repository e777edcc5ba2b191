import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect } from "vitest";
import { type Language, languages } from "../../../src/core/facts/names.ts";
import { serviceNames } from "../../../src/core/services/services.ts";
import { changeGraceMs } from "../../../src/engine/wire/call.ts";
import { containerOf } from "../engines/containers.ts";
import { listResources } from "../engines/engine-api.ts";
import { type HeldEngine, startHeldEngine } from "../engines/held-engine.ts";
import { waitForSilence } from "../services/connections.ts";
import { type Fault, type FaultOptions, faults, type Stage, type Told } from "./fault.ts";
import { ageLock } from "./killed.ts";
import { waitUntil } from "./progress.ts";
import { startInTerminal } from "./terminal.ts";
import { type Run, toEnd, type Workspace } from "./workspace.ts";

/** Where localgpt is when it is ended: a stack, and the Engine as it sees it. */
export type Scene = Stage & { engine: HeldEngine };

/** When localgpt has reached its moment, and what lets it go on after the signal to end. */
export type Stand = { reached: Promise<unknown>; letGo?: () => void };

/** A moment of a command at which it is ended from outside. */
export type Moment = Pick<Fault, "before" | "settings" | "mend"> & {
  /** When, after the name of the signal: `while a layer arrives`. */
  name: string;
  /** The command; `up` where nothing else is said. */
  args?: string[];
  /** Called before it starts. */
  stand: (scene: Scene) => Promise<Stand> | Stand;
  /** How it can be ended there where its other ends are provoked elsewhere. */
  endings?: EndingName[];
  /** The exit code if being ended is not a failure. */
  exit?: 0;
  /** The next step that it says; that of `up` where nothing else is said, and null for none. */
  next?: Told | null;
  /** How long it may take to leave everything as it was. */
  mostMs?: number;
  /** What else holds afterwards. */
  check?: (stage: Stage, signal: EndingName) => Promise<void>;
};

type EndingName = "SIGINT" | "SIGTERM" | "SIGHUP" | "closed" | "SIGKILL";

/** How a run is ended from outside. */
type Ending = { signal: EndingName; name: string; exit: number };

const allEndings: Ending[] = [
  { signal: "SIGINT", name: "SIGINT (Ctrl-C)", exit: 130 },
  { signal: "SIGTERM", name: "SIGTERM", exit: 143 },
  { signal: "SIGHUP", name: "SIGHUP", exit: 129 },
  { signal: "closed", name: "The terminal closed", exit: 129 },
  { signal: "SIGKILL", name: "SIGKILL", exit: 137 },
];

/** A busy machine's time for what takes none, on top of what localgpt waits for a change that it has begun. */
const usualMostMs = changeGraceMs + 3000;

/**
 * Registers each moment with each way to end it: all of them with LOCALGPT_FAULTS_SIGNALS=all, else one for each moment
 * and language in rotation. However it ended, the next command must be able to cope with what is left.
 */
export function signalFaults(group: string, moments: Moment[], options: FaultOptions = {}): void {
  let engine: HeldEngine;
  beforeAll(async () => {
    engine = await startHeldEngine();
  });
  afterAll(() => engine.close());
  const rows = moments.flatMap((moment, at) => {
    const endings = allEndings.filter(({ signal }) => moment.endings?.includes(signal) ?? true);
    return endings.map((ending, index) => ({
      fault: toFault(moment, ending, () => engine),
      hasTurn: (language: Language) => isAll || (at + 2 * languages.indexOf(language)) % endings.length === index,
    }));
  });
  const hasTurn = (row: number, language: Language) => rows[row]?.hasTurn(language) ?? false;
  faults(
    group,
    rows.map(({ fault }) => fault),
    { ...options, hasTurn },
  );
}

const isAll = process.env.LOCALGPT_FAULTS_SIGNALS === "all";

function toFault(moment: Moment, ending: Ending, findEngine: () => HeldEngine): Fault {
  const isSilent = ending.signal === "SIGKILL" || ending.signal === "closed";
  const { before, settings, mend, exit, next = /`localgpt up`/ } = moment;
  return {
    name: `${ending.name} ${moment.name}`,
    ...(before && { before }),
    ...(settings && { settings }),
    ...(mend && { mend }),
    provoke: (stage) => provoke(moment, ending, { ...stage, engine: findEngine() }),
    exit: isSilent ? ending.exit : (exit ?? ending.exit),
    says: isSilent || exit === 0 ? null : { en: /Interrupted/, es: /Interrumpido/ },
    next: isSilent || exit === 0 ? null : next,
    check: async (stage) => {
      await expectNothingLeft(stage.workspace, ending);
      await moment.check?.(stage, ending.signal);
      // The person gives up and removes everything instead of going on.
      if (ending.signal === "SIGTERM" || ending.signal === "closed") {
        const down = await stage.run(["down"]);
        expect(down.code, down.stderr).toBe(0);
        expect(await stage.workspace.containerIds()).toEqual({});
      }
    },
  };
}

async function provoke(
  { args = ["up"], stand, mostMs = usualMostMs }: Moment,
  ending: Ending,
  scene: Scene,
): Promise<Run> {
  const { engine, workspace } = scene;
  const { reached, letGo } = await stand(scene);
  const { end, ended } = await start(scene, args, ending);
  try {
    const early = ended.then((run) => Promise.reject(new Error(`it ended before its moment:\n${run.stderr}`)));
    await Promise.race([reached, early]);
    await end();
    // What was killed hears nothing more.
    if (ending.signal !== "SIGKILL") letGo?.();
    return await within(mostMs, ended);
  } catch (error) {
    // Where its moment never came it would run on.
    await end().catch(() => {});
    throw error;
  } finally {
    engine.breakOff();
    if (ending.signal === "SIGKILL") await ageLock(workspace);
  }
}

async function start(
  { start: startHere, workspace, engine, language }: Scene,
  args: string[],
  { signal }: Ending,
): Promise<{ end: () => Promise<unknown>; ended: Promise<Run> }> {
  const environment = { DOCKER_HOST: engine.host };
  if (signal === "closed") return startInTerminal(workspace, [...args, "--lang", language], environment);
  const running = startHere(args, { environment });
  return { end: async () => running.kill(signal), ended: toEnd(running) };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it had not ended after ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * No lock, no half of a file, no connection and no container for a single task; what was killed could not give back its
 * lock.
 */
async function expectNothingLeft({ project, home }: Workspace, { signal }: Ending): Promise<void> {
  if (signal !== "SIGKILL") {
    const files = await readdir(home);
    expect(files.filter((name) => name.startsWith("lock") || name.endsWith(".tmp"))).toEqual([]);
  }
  const { states } = await listResources({ name: [project] });
  for (const service of serviceNames) {
    const container = containerOf({ project }, service);
    if (states[container] === "running") await waitForSilence(container);
  }
  const oneOffs = async () => (await listResources({ name: [`${project}-run-`] })).containers;
  await waitUntil("no container of a single task is left", async () => (await oneOffs()).length === 0);
}
