import { expect } from "vitest";
import { inspectService } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { runBehindProxy } from "../support/engines/engine-proxy.ts";
import { type Fault, faults } from "../support/program/fault.ts";
import { waitForLine } from "../support/program/progress.ts";
import { toEnd } from "../support/program/workspace.ts";
import { images, pushFreshImage } from "../support/services/images.ts";
import { type ProxyFaults, type RegistryProxy, startRegistryProxy } from "../support/services/registry-proxy.ts";

let registry: RegistryProxy;
/** Of this file alone, by way of its own registry. */
let ollama = images.ollama("1");
const settings = () => ({ ollama });

const removeImage = () => docker("image", "rm", "--force", ollama);
const cannot = { en: /The image .* could not be downloaded/, es: /No se ha podido descargar la imagen/ };

/** The stack is down and Ollama's image gone, and its registry behaves like this. */
function refused(name: string, faults: ProxyFaults, told: Pick<Fault, "next"> & Partial<Fault>): Fault {
  return {
    name,
    before: "down",
    provoke: async ({ run }) => {
      await removeImage();
      registry.set(faults);
      return run(["up"]);
    },
    mend: async () => registry.set({}),
    exit: 1,
    says: cannot,
    ...told,
  };
}

/** What the Engine says in the middle of a download that began well; a healthy one does not say it on demand. */
function broken(name: string, detail: string, next: RegExp): Fault {
  const lines = [
    { status: "Pulling from ollama", id: "1" },
    { errorDetail: { message: detail }, error: detail },
  ];
  const body = lines.map((line) => `${JSON.stringify(line)}\r\n`).join("");
  return {
    name,
    before: "down",
    provoke: async ({ run }) => {
      await removeImage();
      const isPull = (method: string, path: string) => method === "POST" && path.startsWith("/images/create");
      return runBehindProxy(run, ["up"], (method, path) => (isPull(method, path) ? { status: 200, body } : null));
    },
    exit: 1,
    says: cannot,
    next,
  };
}

/** A new version that does not work: the stack goes on with the one that it has. */
function newVersion(
  name: string,
  image: () => string,
  { extra = "", ...told }: Pick<Fault, "exit" | "says" | "next"> & { extra?: string },
): Fault {
  return {
    name,
    settings: () => ({ ollama: image(), extra }),
    provoke: ({ run }) => run(["update"]),
    check: async ({ workspace }) => {
      expect((await inspectService(workspace, "ollama")).Config.Image).toBe(ollama);
    },
    ...told,
  };
}

const limit = "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit";

faults(
  "Images",
  [
    {
      name: "The image of Ollama is removed while it runs, and there is no internet",
      provoke: async ({ run }) => {
        await removeImage();
        registry.set({ closed: true });
        return run(["up"]);
      },
      mend: async () => {
        registry.set({});
        await docker("pull", ollama);
      },
      exit: 0,
      says: { en: /Nothing to change/, es: /No hay nada que cambiar|Nada que cambiar/ },
      next: null,
    },
    refused(
      "The registry of images wants a login",
      { refuse: { status: 401, code: "UNAUTHORIZED", message: "authentication required" } },
      { next: /docker login 127\.0\.0\.1/ },
    ),
    refused(
      "The registry of images allows no more downloads",
      { refuse: { status: 429, code: "TOOMANYREQUESTS", message: limit } },
      { next: /docker login/ },
    ),
    refused(
      "The registry no longer has the image",
      { refuse: { status: 404, code: "MANIFEST_UNKNOWN", message: "manifest unknown" } },
      { says: { en: /The image .* does not exist/, es: /No existe la imagen/ }, next: /config unset ollama\.image/ },
    ),
    refused(
      "The registry of images has a fault of its own",
      { refuse: { status: 500, code: "UNKNOWN", message: "internal error" } },
      { next: /localgpt up/ },
    ),
    refused("The registry of images closes every connection", { closed: true }, { next: /localgpt up/ }),
    refused(
      "An image arrives damaged",
      { damage: true },
      {
        provoke: async ({ start }) => {
          await removeImage();
          registry.set({ damage: true });
          const up = start(["up"]);
          await waitForLine(up, (line) => /attempt 2|intento 2/.test(line));
          registry.set({});
          return toEnd(up);
        },
        exit: 0,
        says: { en: /damaged.*attempt 2/, es: /dañad.*intento 2/ },
        next: null,
      },
    ),
    broken(
      "The disk fills up while an image is unpacked",
      "failed to register layer: write /c: no space left on device",
      /docker system df/,
    ),
    broken(
      "The certificate of the registry of images is not trusted",
      'Get "https://ghcr.io/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      /engine\/security\/certificates/,
    ),
    broken(
      "The proxy refuses the download of an image",
      'Get "https://ghcr.io/v2/": proxyconnect tcp: dial tcp 10.20.30.40:3128: connect: connection refused',
      /engine\/daemon\/proxy/,
    ),
    newVersion(
      "The name of a new version's registry is not resolved",
      () => "registry.localgpt.invalid/ollama:0.35.2",
      {
        exit: 1,
        says: cannot,
        next: /DNS/,
      },
    ),
    newVersion("A new version does not exist for this processor", () => images.ollama("no-arch"), {
      exit: 1,
      says: { en: /does not exist for the processor/, es: /procesador/ },
      next: /config unset/,
    }),
    newVersion("A new version is made for another processor", () => images.ollama("wrong-arch"), {
      exit: 1,
      says: { en: /does not exist for the processor/, es: /procesador/ },
      next: /config unset/,
    }),
    newVersion("A new version needs more memory than its limit", () => images.ollama("oom"), {
      extra: "memory: 128m\n",
      exit: 1,
      says: { en: /The update did not work.*memory/, es: /memoria/ },
      next: { en: /Everything is back as it was/, es: /Todo vuelve a estar como antes/ },
    }),
  ],
  {
    settings,
    prepare: async (workspace) => {
      registry = await startRegistryProxy();
      ollama = registry.through(await pushFreshImage("ollama", { layers: 1, layerBytes: 100_000 }));
      await workspace.writeSettings(settings());
      return async () => {
        await registry.close();
        await docker("image", "rm", "--force", ollama, images.ollama("wrong-arch"));
      };
    },
  },
);
