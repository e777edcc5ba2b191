import { afterAll } from "vitest";
import type { Fault, Stage } from "../program/fault.ts";
import { waitForLine } from "../program/progress.ts";
import { type Run, toEnd, type Workspace } from "../program/workspace.ts";
import { images } from "../services/images.ts";
import { type RegistryProxy, startRegistryProxy } from "../services/registry-proxy.ts";
import { dockerHost } from "./docker.ts";
import { runBehindProxy } from "./engine-proxy.ts";
import { type PrivateEngine, startPrivateEngine } from "./private-engine.ts";

/** A moment in a run: when a line of its output says so. */
export type Moment = { args: string[]; at: RegExp; from?: "stdout" | "stderr" };

/** What an Engine can do to those who use it. */
export type Going = "stop" | "kill" | "freeze";

/** Rows in which the Engine goes away: what they need, and what is done to it. */
export type Stoppable = {
  /** Gives the stack an Engine that may be stopped, and a registry that may be slow. */
  prepare: (workspace: Workspace) => Promise<void>;
  registry: () => RegistryProxy;
  /** A row after which a person starts the Engine again. */
  goes: (name: string, row: Omit<Fault, "name">) => Fault;
  now: (going: Going) => Promise<void>;
  /** Runs localgpt and does it to the Engine at that moment. */
  during: (stage: Stage, moment: Moment, going: Going) => Promise<Run>;
  /** Runs localgpt with an Engine that stops as soon as it is asked for something. */
  onCall: (stage: Stage, args: string[], call: RegExp) => Promise<Run>;
};

/** An Engine of this file's own for rows in which it goes away; removed with all that it has at the file's end. */
export function createStoppable(): Stoppable {
  let engine: PrivateEngine;
  let registry: RegistryProxy;
  afterAll(async () => {
    await engine?.remove();
    await registry?.close();
  });
  return {
    prepare: async (workspace) => {
      registry = await startRegistryProxy();
      const [address = ""] = registry.through(images.ollama("1")).split("/");
      process.env.LOCALGPT_TEST_REGISTRY = address;
      engine = await startPrivateEngine();
      workspace.environment.DOCKER_HOST = dockerHost();
      await workspace.writeSettings({});
    },
    registry: () => registry,
    goes: (name, { mend, ...row }) => ({
      name,
      ...row,
      mend: async (stage) => {
        await engine.start();
        await mend?.(stage);
      },
    }),
    now: (going) => engine[going](),
    during: async ({ start }, { args, at, from = "stderr" }, going) => {
      const running = start(args);
      await waitForLine({ stderr: running[from] }, (line) => at.test(line));
      await engine[going]();
      return toEnd(running);
    },
    onCall: async ({ run }, args, call) => {
      let stopping: Promise<void> | undefined;
      return runBehindProxy(run, args, async (method, path) => {
        if (!call.test(`${method} ${path}`)) return null;
        // More than one such call may come at a time.
        stopping ??= engine.stop();
        await stopping;
        return null;
      });
    },
  };
}

/** What a run says whose Engine went away, and the next step. */
export const lost = {
  says: { en: /connection to Docker was lost/, es: /[Ss]e ha perdido la conexión con Docker/ },
  next: { en: /`docker info`, then run the same command again/, es: /`docker info`.* repite la orden/ },
};
