import { containerOf } from "../support/containers.ts";
import { docker } from "../support/lab.ts";
import { type Moment, type Scene, type Stand, signalFaults } from "../support/signals.ts";

/** A stack that is down and has no models: the volume of its conversations is never touched. */
async function withoutModels({ workspace }: Scene): Promise<void> {
  await docker("volume", "rm", `${workspace.project}_ollama`);
}

const held =
  (when: "asked" | "answered", fits: (scene: Scene) => RegExp) =>
  (scene: Scene): Stand =>
    scene.engine.hold(when, fits(scene));

const creating = (service: "ollama" | "open-webui") => (scene: Scene) =>
  new RegExp(`^POST /containers/create\\?name=${containerOf(scene.workspace, service)}`);
const starting = (service: "ollama" | "open-webui") => (scene: Scene) =>
  new RegExp(`^POST /containers/${containerOf(scene.workspace, service)}/start`);

const moments: Moment[] = [
  { name: "before the network is created", stand: held("asked", () => /^POST \/networks\/create/) },
  { name: "when the network was just created", stand: held("answered", () => /^POST \/networks\/create/) },
  {
    name: "when a volume was just created",
    stand: async (scene) => {
      await withoutModels(scene);
      return scene.engine.hold("answered", /^POST \/volumes\/create/);
    },
  },
  { name: "when Ollama's container was just created", stand: held("answered", creating("ollama")) },
  { name: "before Ollama is started", stand: held("asked", starting("ollama")) },
  { name: "when Ollama was just started", stand: held("answered", starting("ollama")) },
  { name: "when the page's container was just created", stand: held("answered", creating("open-webui")) },
  { name: "when the page was just started", stand: held("answered", starting("open-webui")) },
];

signalFaults(
  "Signals while the stack is created",
  moments.map((moment) => ({ before: "down", ...moment })),
);
