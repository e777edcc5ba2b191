import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Event } from "../../src/core/run/events.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { waitForEvent, waitForLine } from "../support/program/progress.ts";
import { type Run, toEnd } from "../support/program/workspace.ts";
import { images, setSwitches } from "../support/services/images.ts";
import { downloadSlowly, removeSlowModel, slowModel, waitForPart } from "../support/services/slow-model.ts";

type Running = ReturnType<Stage["start"]>;

const isWaitingForPage = (event: Event) =>
  event.type === "operation-started" && event.operation.id === "ready:open-webui";

const letPage = async ({ workspace }: Stage, ready: boolean) =>
  setSwitches(containerOf(workspace, "open-webui"), ready ? {} : { ready });

/** The run of a command beside an `up`, which waits for the page until `meanwhile` is done. */
async function besideUp(stage: Stage, args: string[], meanwhile: (running: Running) => Promise<unknown>): Promise<Run> {
  await letPage(stage, false);
  const up = stage.start(["up", "--json"]);
  await waitForEvent(up, isWaitingForPage);
  const running = stage.start(args);
  await meanwhile(running);
  await letPage(stage, true);
  const [first, second] = await Promise.all([toEnd(up), toEnd(running)]);
  expect(first.code, first.stderr).toBe(0);
  return second;
}

const waits = (command: string) => ({
  en: new RegExp(`Waiting for \`localgpt ${command}\` \\(process \\d+\\), which has been working on this stack for`),
  es: new RegExp(`Esperando a \`localgpt ${command}\` \\(proceso \\d+\\), que lleva .* trabajando en esta instalación`),
});
const isWaiting = (running: Running) => waitForLine(running, (line) => /Waiting for `|Esperando a `/.test(line));
const isNotWaiting = async (_stage: Stage, { stderr }: Run) =>
  expect(stderr).not.toMatch(/Waiting for `|Esperando a `/);

const slowly = (stage: Stage) => downloadSlowly(stage, 500_000);

/** Another that uses the images, so that `uninstall` leaves them to the other tests. */
const keepers = ({ workspace }: Stage) => ["one", "two"].map((name) => `keeps-${name}-for-${workspace.port}`);

const rows: Fault[] = [
  {
    name: "Two `up` at once",
    provoke: (stage) => besideUp(stage, ["up"], isWaiting),
    exit: 0,
    says: waits("up"),
    next: null,
    check: async (_stage, { stdout }) => expect(stdout).toMatch(/Nothing to change|Nada que cambiar/),
  },
  {
    name: "`down` during an `up`",
    provoke: (stage) => besideUp(stage, ["down"], isWaiting),
    exit: 0,
    says: waits("up"),
    next: /localgpt up/,
    check: async ({ workspace }) => expect(await workspace.containerIds()).toEqual({}),
  },
  {
    name: "A command that waits for another one is interrupted",
    provoke: (stage) =>
      besideUp(stage, ["down"], async (running) => {
        await isWaiting(running);
        running.kill("SIGINT");
        await running;
      }),
    exit: 130,
    says: { en: /Interrupted/, es: /Interrumpido/ },
    next: { en: /Run the same command again/, es: /Repite la orden/ },
    check: async ({ workspace }) => expect(Object.keys(await workspace.containerIds())).toHaveLength(2),
  },
  {
    name: "`status` during an `up`",
    provoke: (stage) => besideUp(stage, ["status"], async (running) => running),
    exit: 0,
    says: /http:\/\/localhost:\d+/,
    next: null,
    check: isNotWaiting,
  },
  {
    name: "`up --dry-run` during an `up`",
    provoke: (stage) => besideUp(stage, ["up", "--dry-run"], async (running) => running),
    exit: 0,
    says: { en: /`up` would change nothing/, es: /`up` no cambiaría nada/ },
    next: null,
    check: isNotWaiting,
  },
  {
    name: "`uninstall` during an `up`",
    provoke: async (stage) => {
      const [one = "", two = ""] = keepers(stage);
      await Promise.all([
        docker("create", "--name", one, images.ollama("1")),
        docker("create", "--name", two, images.openWebui("1")),
      ]);
      return besideUp(stage, ["uninstall", "--yes"], isWaiting);
    },
    mend: async (stage) => void (await docker("rm", "--force", ...keepers(stage))),
    exit: 0,
    says: waits("up"),
    next: /localgpt up/,
    check: async ({ workspace }) => expect(await workspace.containerIds()).toEqual({}),
  },
  {
    name: "`backup` during an `update`",
    provoke: async (stage) => {
      const update = stage.start(["update", "--to", "ollama:2", "--json"]);
      await waitForEvent(update, (event) => event.type === "operation-started");
      const backup = await stage.run(["backup"]);
      const { exitCode, stdout, stderr } = await update;
      expect(exitCode, stdout + stderr).toBe(0);
      return backup;
    },
    mend: async (stage) => {
      const back = await stage.run(["rollback", "--yes"]);
      expect(back.code, back.stderr).toBe(0);
      await rm(join(stage.workspace.home, "backups"), { recursive: true });
    },
    exit: 0,
    says: waits("update"),
    next: /localgpt restore/,
  },
  {
    name: "Two `pull` of the same model at once",
    provoke: async (stage) => {
      await slowly(stage);
      const one = stage.start(["pull", slowModel]);
      await waitForPart(stage);
      const [first, second] = await Promise.all([toEnd(one), stage.run(["pull", slowModel])]);
      expect(first.code, first.stderr).toBe(0);
      return second;
    },
    mend: removeSlowModel,
    exit: 0,
    says: { en: /✔ .*qwen2\.5:0\.5b/, es: /✔ .*qwen2\.5:0\.5b/ },
    next: /localgpt (chat|ask)|http:/,
  },
  {
    name: "`restart` during a `pull`: the download is taken up again",
    provoke: async (stage) => {
      await slowly(stage);
      const pull = stage.start(["pull", slowModel]);
      await waitForPart(stage);
      const restart = await stage.run(["restart"]);
      expect(restart.code, restart.stderr).toBe(0);
      await setSwitches(containerOf(stage.workspace, "ollama"), {});
      return toEnd(pull);
    },
    mend: removeSlowModel,
    exit: 0,
    says: {
      en: /Download of model qwen2\.5:0\.5b interrupted \(connection cut\); attempt 2/,
      es: /Descarga del modelo qwen2\.5:0\.5b interrumpida \(se cortó la conexión\); intento 2/,
    },
    next: /localgpt (chat|ask)|http:/,
  },
  {
    name: "`down` during a `pull`",
    provoke: async (stage) => {
      await slowly(stage);
      const pull = stage.start(["pull", slowModel]);
      await waitForPart(stage);
      const down = await stage.run(["down"]);
      expect(down.code, down.stderr).toBe(0);
      return toEnd(pull);
    },
    exit: 5,
    says: { en: /The Ollama container was removed in the meantime/, es: /El contenedor de Ollama se ha eliminado/ },
    next: /localgpt up/,
  },
];

faults("Two commands at once", rows);
