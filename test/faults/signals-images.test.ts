import { afterAll, beforeAll } from "vitest";
import { docker } from "../support/engines/docker.ts";
import { waitUntil } from "../support/program/progress.ts";
import { type Moment, type Scene, type Stand, signalFaults } from "../support/program/signals.ts";
import { pushFreshImage } from "../support/services/images.ts";
import { type RegistryProxy, startRegistryProxy } from "../support/services/registry-proxy.ts";

let proxy: RegistryProxy;
let image: string;

beforeAll(async () => {
  proxy = await startRegistryProxy();
  image = proxy.through(await pushFreshImage("open-webui", { layers: 2, layerBytes: 500_000 }));
});
afterAll(async () => {
  await docker("image", "rm", "--force", image);
  await proxy.close();
});

const withoutImage = (stand: (scene: Scene) => Stand) => async (scene: Scene) => {
  await docker("image", "rm", image);
  return stand(scene);
};

const asking = /^POST \/images\/create/;

const moments: Moment[] = [
  { name: "when an image is asked for", stand: withoutImage(({ engine }) => engine.hold("asked", asking)) },
  {
    name: "while a layer arrives",
    stand: withoutImage(() => {
      const until = proxy.blobBytes() + 200_000;
      proxy.set({ stallAfterBytes: until });
      return { reached: waitUntil("the layer arrives", async () => proxy.blobBytes() >= until) };
    }),
    mend: async () => proxy.set({}),
  },
  {
    name: "when an image has just arrived",
    stand: withoutImage(({ engine }) => {
      const asked = engine.hold("asked", asking);
      const reached = asked.reached.then(() => {
        // What is asked next of this image is whether all of it is there.
        const arrived = engine.hold("asked", /^GET \/images\/.*open-webui.*\/json/);
        asked.letGo();
        return arrived.reached;
      });
      return { reached };
    }),
  },
];

signalFaults(
  "Signals while images are pulled",
  moments.map((moment) => ({ before: "down", ...moment })),
  { settings: () => ({ openWebui: image }) },
);
