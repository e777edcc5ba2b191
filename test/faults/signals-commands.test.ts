import { expect } from "vitest";
import { openConnections } from "../support/connections.ts";
import { containerOf, inspectService } from "../support/containers.ts";
import { setSwitches } from "../support/images.ts";
import { docker } from "../support/lab.ts";
import { waitUntil } from "../support/progress.ts";
import { type Moment, type Scene, type Stand, signalFaults } from "../support/signals.ts";
import type { Workspace } from "../support/workspace.ts";

const again: Moment["next"] = { en: /Run the same command again/, es: /Repite la orden/ };

const behave = async ({ workspace }: { workspace: Workspace }): Promise<void> => {
  for (const service of ["ollama", "open-webui"] as const) {
    await setSwitches(containerOf(workspace, service), {}).catch(() => {});
  }
};

/** When somebody has a connection to a service. */
const asking = (workspace: Workspace, service: "ollama" | "open-webui"): Promise<void> =>
  waitUntil(`${service} is asked`, async () => (await openConnections(containerOf(workspace, service))).length > 0);

/** When a model that arrives slowly has begun to. */
async function arriving({ workspace }: Scene): Promise<void> {
  const script = 'for part in /root/.ollama/models/blobs/*-partial; do [ -e "$part" ] && exit 0; done; exit 1';
  await waitUntil("the model arrives", () =>
    docker("exec", containerOf(workspace, "ollama"), "bash", "-c", script).then(
      () => true,
      () => false,
    ),
  );
}

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
    stand: async ({ engine, workspace }): Promise<Stand> => {
      await setSwitches(containerOf(workspace, "open-webui"), { ready: false });
      const restarted = engine.hold("answered", /^POST \/containers\/\w+\/restart/);
      const reached = restarted.reached.then(() => {
        restarted.letGo();
        return asking(workspace, "open-webui");
      });
      return { reached };
    },
    mend: behave,
  },
  {
    ...pulling,
    name: "while `pull` downloads a model",
    stand: async (scene) => {
      await setSwitches(containerOf(scene.workspace, "ollama"), { rate: 100_000 });
      return { reached: arriving(scene).then(() => asking(scene.workspace, "ollama")) };
    },
    mend: behave,
  },
  {
    ...pulling,
    name: "while `pull` downloads with Ollama alone, started for it",
    before: "down",
    stand: ({ engine, workspace }) => {
      const ollama = containerOf(workspace, "ollama");
      const started = engine.hold("answered", new RegExp(`^POST /containers/${ollama}/start`));
      const reached = started.reached.then(async () => {
        await setSwitches(ollama, { manifestMs: 60_000 });
        started.letGo();
        await asking(workspace, "ollama");
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
    stand: async ({ workspace }) => {
      await setSwitches(containerOf(workspace, "ollama"), { endless: true });
      return { reached: asking(workspace, "ollama") };
    },
    mend: behave,
  },
];

signalFaults("Signals to other commands", moments);
