import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect } from "vitest";
import { changeGraceMs } from "../../src/engine/wire/call.ts";
import { containerOf } from "../support/engines/containers.ts";
import { type HeldEngine, startHeldEngine } from "../support/engines/held-engine.ts";
import { type Fault, faults } from "../support/program/fault.ts";
import { waitUntil } from "../support/program/progress.ts";
import { toEnd } from "../support/program/workspace.ts";

let engine: HeldEngine;

beforeAll(async () => {
  engine = await startHeldEngine();
});
afterAll(() => engine.close());

/** An `up` that waits for a container to be created, which it does for a while even when it is to stop. */
async function startCreating({ start, workspace }: Parameters<Fault["provoke"]>[0]) {
  const created = engine.hold("answered", new RegExp(`^POST /containers/create.*${containerOf(workspace, "ollama")}`));
  const running = start(["up"], { environment: { DOCKER_HOST: engine.host } });
  await created.reached;
  return { running, letGo: created.letGo };
}

/** Whether a signal that was sent to a process is still on its way. */
function isPending(process: number | undefined): boolean {
  return !/^ShdPnd:\s*0+$/m.test(readFileSync(`/proc/${process}/status`, "utf8"));
}

const told: Pick<Fault, "before" | "exit" | "says" | "next" | "mend"> = {
  before: "down",
  exit: 130,
  says: { en: /Interrupted/, es: /Interrumpido/ },
  next: /`localgpt up`/,
  mend: async () => engine.breakOff(),
};

const rows: Fault[] = [
  {
    ...told,
    name: "One Ctrl-C comes as two signals, as `npx` and `timeout` pass it on",
    provoke: async (stage) => {
      const { running, letGo } = await startCreating(stage);
      running.kill("SIGINT");
      // Of two that nobody has taken yet the system makes one.
      while (isPending(running.pid)) {}
      running.kill("SIGINT");
      letGo();
      return toEnd(running);
    },
    check: async ({ workspace }) => {
      expect((await readdir(workspace.home)).filter((name) => name.startsWith("lock"))).toEqual([]);
    },
  },
  {
    ...told,
    name: "Ctrl-C again where the first one takes its time",
    provoke: async (stage) => {
      const { running } = await startCreating(stage);
      const sinceMs = performance.now();
      await waitUntil("it has ended", async () => {
        running.kill("SIGINT");
        return running.exitCode !== null;
      });
      expect(performance.now() - sinceMs, "at once, and not when the Engine has answered").toBeLessThan(changeGraceMs);
      return toEnd(running);
    },
    // A person who does not wait for the end does not see it reported either.
    says: null,
    next: null,
  },
];

faults("Ctrl-C twice", rows);
