import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Language, languages } from "../../../src/core/facts/names.ts";
import { containerOf, modelsOf } from "../engines/containers.ts";
import { registry } from "../engines/docker.ts";
import { listResources } from "../engines/engine-api.ts";
import { removeProject } from "../engines/leaks.ts";
import { waitForSilence } from "../services/connections.ts";
import { chatTitles, keepChat, type Session, signUp } from "../services/page.ts";
import { createWorkspace, type Run, type RunOptions, type Workspace } from "./workspace.ts";

/**
 * Where a failure is provoked: a stack with an account, a conversation and a model, and a person who reads one
 * language.
 */
export type Stage = {
  workspace: Workspace;
  session: Session;
  language: Language;
  /** Runs localgpt in that language to its end. */
  run: (args: string[], options?: RunOptions) => Promise<Run>;
  /** Starts localgpt in that language. */
  start: (args: string[], options?: RunOptions) => ReturnType<Workspace["start"]>;
  /** Writes the usual settings of the group. */
  putSettingsBack: () => Promise<void>;
};

/** What a run prints, in one line of its output. */
export type Told = RegExp | Record<Language, RegExp>;

/** A row of the catalogue of failures. */
export type Fault = {
  /** What happens, as the published table says it. */
  name: string;
  /** How the stack stands when it happens: `ready` where nothing else is said. */
  before?: "ready" | "down";
  /** The settings of this row; the usual ones are put back after it. */
  settings?: () => Parameters<Workspace["writeSettings"]>[0];
  /** Makes it happen and gives the run of localgpt that meets it. */
  provoke: (stage: Stage) => Promise<Run>;
  /** Takes it away as a person would, also where `provoke` or a check failed. */
  mend?: (stage: Stage) => Promise<void>;
  /** The exit code of that run. */
  exit: number;
  /** The sentence that it says; null for one that was killed. */
  says: Told | null;
  /** The next step that it names; null where nothing is left to do. */
  next: Told | null;
  /** What else holds before it is taken away. */
  check?: (stage: Stage, run: Run) => Promise<void>;
  /** What the next plain `up` says beside that all is ready. */
  afterwards?: Told;
};

/** What a file needs besides its stack, such as disks of its own. */
type Prepare = (workspace: Workspace) => Promise<(() => Promise<void>) | void>;

/** The result of a row, for the published table; `rows` is how many its group has, those that had no turn included. */
export type FaultResult = {
  group: string;
  rows: number;
  name: string;
  language: Language;
  exit: number;
  sentence: string | null;
  next: string | null;
};

declare module "vitest" {
  interface TaskMeta {
    fault?: FaultResult;
  }
}

const title = "kept from before";

/**
 * The language in which each row is provoked. One in a run: some rows leave what they would find, such as a model that
 * is downloaded.
 */
const language = languages.find((known) => known === process.env.LOCALGPT_FAULTS_LANGUAGE) ?? "en";

/** What a group of rows has of its own. */
export type FaultOptions = {
  /** Comes before the first `up`; what it gives is done at the end, after the stack has been removed. */
  prepare?: Prepare;
  /** The usual settings of its stack. */
  settings?: () => Parameters<Workspace["writeSettings"]>[0];
  /** Which rows, by their number, are provoked in this run and language: all, where there are not too many. */
  hasTurn?: (row: number, language: Language) => boolean;
};

/**
 * Registers the rows of a group as tests, one after the other on one stack. Each is provoked, and the exit code, the
 * sentence and the next step are checked; then a plain `up` must reach a ready stack with the conversation, the model
 * and the volumes from before, and no leftover container, network, file or connection.
 */
export function faults(
  group: string,
  rows: Fault[],
  { prepare, settings = () => ({}), hasTurn = () => true }: FaultOptions = {},
): void {
  describe(group, () => {
    let workspace: Workspace;
    let session: Session;
    let before: Belongings;
    let clear: Awaited<ReturnType<Prepare>>;

    beforeAll(async () => {
      workspace = await createWorkspace("faults", settings());
      clear = await prepare?.(workspace);
      const up = await workspace.localgpt(["up"]);
      expect(up.code, up.stderr).toBe(0);
      session = await signUp(workspace.port);
      await keepChat(workspace.port, session, title);
      before = await findBelongings(workspace);
    }, 180_000);
    afterAll(async () => {
      await removeProject(workspace.project);
      await clear?.();
      await workspace.remove();
    });

    const runs = rows.filter((_, row) => hasTurn(row, language)).map((fault) => ({ fault, name: fault.name }));
    test.for(runs)(`$name (${language})`, { timeout: 300_000 }, async ({ fault }, { task }) => {
      const inLanguage = (args: string[]) => [...args, "--lang", language];
      const stage: Stage = {
        workspace,
        session,
        language,
        run: (args, options) => workspace.localgpt(inLanguage(args), options),
        start: (args, options) => workspace.start(inLanguage(args), options),
        putSettingsBack: () => workspace.writeSettings(settings()),
      };
      if (fault.before === "down") expect((await workspace.localgpt(["down"])).code).toBe(0);
      const met = await meet(fault, stage);
      const up = await stage.run(["up"]);
      expect(up.code, up.stderr + up.stdout).toBe(0);
      if (fault.afterwards !== undefined) findTold(stage, up, fault.afterwards);
      await expectAllKept(stage, before);
      task.meta.fault = { group, rows: rows.length, name: fault.name, language, ...met };
    });
  });
}

/** Takes away the backups in the folder of a stack. */
export async function removeBackups({ workspace }: Pick<Stage, "workspace">): Promise<void> {
  await rm(join(workspace.home, "backups"), { recursive: true, force: true });
}

/** Provokes a fault, checks what the run did and said, and takes the fault away in any case. */
async function meet(fault: Fault, stage: Stage): Promise<Pick<FaultResult, "exit" | "sentence" | "next">> {
  const { workspace } = stage;
  try {
    if (fault.settings !== undefined) await workspace.writeSettings(fault.settings());
    const run = await fault.provoke(stage);
    expect(run.code, run.stderr + run.stdout).toBe(fault.exit);
    // Internals of the program are not shown.
    expect(run.stderr + run.stdout).not.toMatch(/^ +at .*:\d+:\d+|\bundefined\b|\[object |\bNaN\b|node:internal/m);
    const sentence = findTold(stage, run, fault.says);
    const next = findTold(stage, run, fault.next);
    await fault.check?.(stage, run);
    return { exit: run.code, sentence, next };
  } finally {
    await fault.mend?.(stage);
    if (fault.settings !== undefined) await stage.putSettingsBack();
  }
}

/**
 * The line of a run's output that says what was to be told, without what is only this test's; throws where none does.
 */
function findTold({ workspace, language }: Stage, run: Run, told: Told | null): string | null {
  if (told === null) return null;
  const pattern = told instanceof RegExp ? told : told[language];
  const output = run.stderr + run.stdout;
  const line = output.split("\n").find((candidate) => pattern.test(candidate));
  if (line === undefined) throw new Error(`no line says ${pattern}:\n${output}`);
  return line
    .replaceAll(workspace.project, "localgpt")
    .replaceAll(workspace.home, "~/.localgpt")
    .replaceAll(`${registry()}/localgpt-test/`, "")
    .replaceAll(String(workspace.port), "3000")
    .replace(/^[\s✖✔⚠!·]+/, "");
}

/** What there is of a stack: on the Engine, and in the folder of localgpt. */
type Belongings = Record<"containers" | "networks" | "volumes" | "files", string[]>;

async function findBelongings({ project, home }: Workspace): Promise<Belongings> {
  const [{ states, networks, volumes }, files] = await Promise.all([
    listResources({ name: [project] }),
    readdir(home, { recursive: true }),
  ]);
  const containers = Object.entries(states).map(([name, state]) => `${name} ${state}`);
  return { containers: containers.sort(), networks, volumes, files: files.sort() };
}

/** Checks that a stack has all that it had, and no more. */
async function expectAllKept({ workspace, session }: Stage, before: Belongings): Promise<void> {
  expect(await findBelongings(workspace)).toEqual(before);
  expect(await chatTitles(workspace.port, session)).toEqual([title]);
  expect(await modelsOf(workspace)).toContain("tiny:latest");
  await waitForSilence(containerOf(workspace, "ollama"));
}
