import { expect } from "vitest";
import type { Event } from "../../src/core/run/events.ts";
import type { ServiceName } from "../../src/core/services/services.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { behave, isAsked, removeModels, starting } from "../support/program/moments.ts";
import { waitForEvent, waitUntil } from "../support/program/progress.ts";
import { type Moment, type Scene, type Stand, signalFaults } from "../support/program/signals.ts";
import type { Workspace } from "../support/program/workspace.ts";
import { type Switches, setSwitches } from "../support/services/images.ts";
import { defaultModels } from "../support/services/page.ts";

/** A service that behaves otherwise from its start on: localgpt sees the start when that happens. */
async function startingWith(
  scene: Scene,
  service: ServiceName,
  switches: Switches,
  until: () => Promise<boolean>,
): Promise<Stand> {
  const started = scene.engine.hold("answered", starting(service)(scene));
  const come = async () => {
    await started.reached;
    await setSwitches(containerOf(scene.workspace, service), switches);
    started.letGo();
    await waitUntil("the moment has come", until);
  };
  return { reached: come() };
}

/** Bytes of models in Ollama's folder; a file of which parts are missing counts with those that are there. */
async function modelBytes(workspace: Workspace): Promise<number> {
  const script = "du --block-size=1 --total --separate-dirs /root/.ollama/models/blobs | tail -n 1";
  const text = await docker("exec", containerOf(workspace, "ollama"), "bash", "-c", script);
  return Number.parseInt(text, 10);
}

/** How much of the model an event says has arrived; 0 for other events. */
function arrivedBytes(event: Event): number {
  return event.type === "transfer" && event.transfer.kind === "model" ? event.transfer.completedBytes : 0;
}

const moments: Moment[] = [
  {
    name: "while Ollama is waited for",
    stand: (scene) => startingWith(scene, "ollama", { hang: "/api/version" }, isAsked(scene, "ollama")),
  },
  {
    name: "when a model was just asked for",
    stand: async (scene) => {
      await removeModels(scene);
      return startingWith(scene, "ollama", { manifestMs: 60_000 }, isAsked(scene, "ollama"));
    },
  },
  {
    name: "while half of a model is there",
    check: async ({ start, workspace }) => {
      const again = start(["up", "--json"]);
      const first = await waitForEvent(again, (event) => arrivedBytes(event) > 0);
      expect(arrivedBytes(first), "it goes on where it stopped").toBeGreaterThan(100_000);
      await setSwitches(containerOf(workspace, "ollama"), {});
      expect((await again).exitCode).toBe(0);
    },
    stand: async (scene) => {
      await removeModels(scene);
      const isHalf = async () => (await modelBytes(scene.workspace)) > 150_000;
      return startingWith(scene, "ollama", { rate: 100_000 }, isHalf);
    },
  },
  {
    name: "while the page is waited for",
    stand: (scene) => startingWith(scene, "open-webui", { ready: false }, isAsked(scene, "open-webui")),
  },
  {
    name: "while the page is set to another model",
    before: "ready",
    args: ["up", "--model", "qwen2.5:0.5b"],
    check: async ({ run, workspace, session }) => {
      const again = await run(["up"]);
      expect(again.code, again.stderr).toBe(0);
      expect(await defaultModels(workspace.port, session)).toBe("qwen2.5:0.5b");
    },
    stand: (scene) => {
      const { engine } = scene;
      // The checks look at the disk from inside a container too: what is run in one after the start is for the page.
      const started = engine.hold("asked", starting("open-webui")(scene));
      const reached = started.reached.then(() => {
        const told = engine.hold("asked", /^POST \/exec\/\w+\/start/);
        started.letGo();
        return told.reached;
      });
      return { reached };
    },
    mend: ({ putSettingsBack }) => putSettingsBack(),
  },
  {
    name: "at the very end, when all is ready",
    stand: ({ engine }) => {
      // Networks are asked for when it looks at what there is: before it begins, and when all is done.
      const before = engine.hold("asked", /^GET \/networks\?/);
      const reached = before.reached.then(() => {
        const after = engine.hold("asked", /^GET \/networks\?/);
        before.letGo();
        return after.reached;
      });
      return { reached };
    },
  },
];

signalFaults(
  "Signals while services and models get ready",
  moments.map((moment) => ({ before: "down", mend: behave, ...moment })),
);
