import { creating, held, removeModels, starting } from "../support/program/moments.ts";
import { type Moment, signalFaults } from "../support/program/signals.ts";

const moments: Moment[] = [
  { name: "before the network is created", stand: held("asked", () => /^POST \/networks\/create/) },
  { name: "when the network was just created", stand: held("answered", () => /^POST \/networks\/create/) },
  {
    name: "when a volume was just created",
    stand: async (scene) => {
      await removeModels(scene);
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
