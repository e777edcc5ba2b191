import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { faults, removeBackups, type Stage } from "../support/program/fault.ts";
import { waitForEvent, waitForLine } from "../support/program/progress.ts";
import { type Run, toEnd } from "../support/program/workspace.ts";
import { setSwitches } from "../support/services/images.ts";
import { downloadSlowly, removeSlowModel, slowModel } from "../support/services/slow-model.ts";

/** Leaves the lock of an `up` that is killed while it waits for the page. */
async function leaveLock(stage: Stage): Promise<void> {
  const page = containerOf(stage.workspace, "open-webui");
  await setSwitches(page, { ready: false });
  const up = stage.start(["up", "--json"]);
  await waitForEvent(up, (event) => event.type === "operation-started" && event.operation.id === "ready:open-webui");
  up.kill("SIGKILL");
  await up;
  await setSwitches(page, {});
}

const cutOff = {
  en: /`localgpt up` \(process \d+\) was cut off here; continuing in at most 4 s/,
  es: /`localgpt up` \(proceso \d+\) se quedó a medias; se continúa en 4 s/,
};
const tomorrow = () => new Date(Date.now() + 86_400_000);

/** Runs localgpt with a clock of the day that is set `byMs` ahead or back, once it has run for `afterMs`. */
async function withClock(stage: Stage, byMs: number, args: string[], afterMs = 0): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "localgpt-clock-"));
  const shift = join(folder, "shift.cjs");
  await writeFile(
    shift,
    `const real = Date;
    globalThis.Date = class extends real {
      constructor(...parts) { super(...(parts.length === 0 ? [Date.now()] : parts)); }
      static now() { return real.now() + (performance.now() < ${afterMs} ? 0 : ${byMs}); }
    };`,
  );
  try {
    return await stage.run(args, { environment: { NODE_OPTIONS: `--require ${shift}` } });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

faults("The lock, and the clock", [
  {
    name: "A killed `up` left its lock",
    provoke: async (stage) => {
      await leaveLock(stage);
      return stage.run(["restart"]);
    },
    exit: 0,
    says: cutOff,
    next: null,
  },
  {
    name: "A killed `up` left its lock, and the clock was set back since",
    provoke: async (stage) => {
      await leaveLock(stage);
      await utimes(join(stage.workspace.home, "lock"), tomorrow(), tomorrow());
      return stage.run(["up"]);
    },
    exit: 0,
    says: cutOff,
    next: null,
  },
  {
    name: "Another computer is at work in the same folder, which is shared",
    provoke: async (stage) => {
      const lock = join(stage.workspace.home, "lock");
      await mkdir(lock);
      await utimes(lock, tomorrow(), tomorrow());
      const note = {
        pid: 4711,
        host: `${hostname()}-2`,
        command: "localgpt update",
        since: new Date(Date.now() - 90_000),
      };
      await writeFile(`${lock}.json`, JSON.stringify(note));
      const up = stage.start(["up"]);
      await waitForLine(up, (line) => line.includes("4711"));
      await rm(lock, { recursive: true });
      return toEnd(up);
    },
    exit: 0,
    says: {
      en: /Waiting for `localgpt update` \(process 4711 on .*-2\), which has been working on this stack for 1 min 3\d s/,
      es: /Esperando a `localgpt update` \(proceso 4711 en .*-2\), que lleva 1 min 3\d s/,
    },
    next: null,
  },
  {
    name: "There is a file in place of the lock",
    provoke: async (stage) => {
      await writeFile(join(stage.workspace.home, "lock"), "");
      return stage.run(["up"]);
    },
    mend: ({ workspace }) => rm(join(workspace.home, "lock")),
    exit: 1,
    says: {
      en: /lock` could not be locked: part of the path is a file, not a folder/,
      es: /No se ha podido bloquear .*lock`/,
    },
    next: /LOCALGPT_HOME/,
  },
  {
    name: "The clock is set back by an hour during a download: its progress is still told",
    provoke: async (stage) => {
      await downloadSlowly(stage, 250_000);
      return withClock(stage, -hourMs, ["pull", slowModel], 1500);
    },
    mend: removeSlowModel,
    exit: 0,
    // A pipe gets a line every five seconds: about half of the download is done by then, a little less than 1 MB or a
    // little more.
    says: /• .*qwen2\.5:0\.5b: \d\d ?%, [\d.,]+ [kM]B \/ 2 MB, .*kB\/s/,
    next: /localgpt (chat|ask)|http:/,
  },
  {
    name: "The clock is set ahead by a day while a service is waited for",
    provoke: (stage) => withClock(stage, dayMs, ["restart"], 1000),
    exit: 0,
    says: /http:\/\/localhost:\d+/,
    next: null,
  },
  {
    name: "The clock was set back after the stack was started: `status`",
    provoke: (stage) => withClock(stage, -dayMs, ["status"]),
    exit: 0,
    says: { en: /Ollama +ready +just now/, es: /Ollama +.* ahora mismo/ },
    next: null,
  },
  {
    name: "The clock was set back after the stack was started: `logs --since 10m`",
    provoke: (stage) => withClock(stage, -dayMs, ["logs", "--since", "10m"]),
    exit: 0,
    says: /^ollama +\|/,
    next: null,
  },
  {
    name: "A backup was made while the clock was a year ahead",
    provoke: async (stage) => {
      const made = await withClock(stage, 365 * dayMs, ["backup"]);
      expect(made.code, made.stderr).toBe(0);
      return stage.run(["backup", "list"]);
    },
    mend: removeBackups,
    exit: 0,
    says: { en: /in 36\d days/, es: /dentro de 36\d días/ },
    next: null,
  },
  {
    name: "The clock is a year behind while an older backup is removed for a new one",
    provoke: async (stage) => {
      expect((await stage.run(["backup"])).code).toBe(0);
      return withClock(stage, -365 * dayMs, ["backup", "--keep", "1"]);
    },
    mend: removeBackups,
    exit: 0,
    says: /localgpt\.tar/,
    next: /localgpt restore/,
    check: async ({ workspace }, { stdout }) => {
      // The one that was just made is the one that stays.
      const [path = ""] = /\/\S*\.localgpt\.tar/.exec(stdout) ?? [];
      expect((await readFile(path.startsWith("/") ? path : join(workspace.home, path))).length).toBeGreaterThan(0);
    },
  },
]);
