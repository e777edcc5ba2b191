import { expect } from "vitest";
import type { ServiceName } from "../../src/core/services/services.ts";
import { containerOf, inspectService } from "../support/engines/containers.ts";
import { again, behave, isAsked, starting } from "../support/program/moments.ts";
import { waitUntil } from "../support/program/progress.ts";
import { type Moment, type Scene, type Stand, signalFaults } from "../support/program/signals.ts";
import { setSwitches } from "../support/services/images.ts";
import { downloadSlowly, waitForPart } from "../support/services/slow-model.ts";

/** When somebody has a connection to a service. */
const asking = (scene: Scene, service: ServiceName): Promise<void> =>
  waitUntil(`${service} is asked`, isAsked(scene, service));

const pulling: Pick<Moment, "args" | "next"> = { args: ["pull", "llama3.2:1b"], next: again };

const moments: Moment[] = [
  {
    name: "while `down` stops a container",
    args: ["down"],
    next: again,
    stand: ({ engine }) => engine.hold("asked", /^POST \/containers\/\w+\/stop/),
  },
  {
    name: "when `down` has just removed a container",
    args: ["down"],
    next: again,
    stand: ({ engine }) => engine.hold("answered", /^DELETE \/containers\//),
  },
  {
    name: "when `restart` has just restarted a service",
    args: ["restart"],
    next: again,
    stand: ({ engine }) => engine.hold("answered", /^POST \/containers\/\w+\/restart/),
  },
  {
    name: "while `restart` waits for the page",
    args: ["restart", "open-webui"],
    next: again,
    stand: async (scene): Promise<Stand> => {
      const { engine, workspace } = scene;
      await setSwitches(containerOf(workspace, "open-webui"), { ready: false });
      const restarted = engine.hold("answered", /^POST \/containers\/\w+\/restart/);
      const reached = restarted.reached.then(() => {
        restarted.letGo();
        return asking(scene, "open-webui");
      });
      return { reached };
    },
    mend: behave,
  },
  {
    ...pulling,
    name: "while `pull` downloads a model",
    stand: async (scene) => {
      await downloadSlowly(scene, 100_000);
      return { reached: waitForPart(scene).then(() => asking(scene, "ollama")) };
    },
    mend: behave,
  },
  {
    ...pulling,
    name: "while `pull` downloads with Ollama alone, started for it",
    before: "down",
    stand: (scene) => {
      const started = scene.engine.hold("answered", starting("ollama")(scene));
      const reached = started.reached.then(async () => {
        await setSwitches(containerOf(scene.workspace, "ollama"), { manifestMs: 60_000 });
        started.letGo();
        await asking(scene, "ollama");
      });
      return { reached };
    },
    check: async ({ workspace }, signal) => {
      if (signal === "SIGKILL") return;
      expect((await inspectService(workspace, "ollama")).State.Status, "stopped again").toBe("exited");
    },
    mend: behave,
  },
  {
    name: "while `logs -f` follows",
    args: ["logs", "-f"],
    exit: 0,
    stand: ({ engine }) => ({ reached: engine.hold("answered", /^GET \/containers\/\w+\/logs\?/).reached }),
  },
  {
    name: "in the middle of an answer to `ask`",
    args: ["ask", "hola"],
    next: null,
    stand: async (scene) => {
      await setSwitches(containerOf(scene.workspace, "ollama"), { endless: true });
      return { reached: asking(scene, "ollama") };
    },
    mend: behave,
  },
];

signalFaults("Signals to other commands", moments);
