import type { ServiceName } from "../../src/core/services/services.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Fault, faults } from "../support/program/fault.ts";
import { waitUntil } from "../support/program/progress.ts";
import { toEnd } from "../support/program/workspace.ts";
import { setSwitches } from "../support/services/images.ts";

/** What is done by hand to a container, and what the next `up` says that it did about it. */
function byHand(name: string, service: ServiceName, order: string[], says: Fault["says"]): Fault {
  return {
    name,
    provoke: async ({ workspace, run }) => {
      await docker(...order, containerOf(workspace, service));
      return run(["up"]);
    },
    exit: 0,
    says,
    next: null,
  };
}

faults("Containers", [
  byHand("The container of Ollama is stopped by hand", "ollama", ["stop", "--time", "1"], {
    en: /Started Ollama/,
    es: /Ollama/,
  }),
  byHand("The container of Open WebUI is killed", "open-webui", ["kill"], {
    en: /Started Open WebUI/,
    es: /Open WebUI/,
  }),
  byHand("The container of Ollama is removed by hand", "ollama", ["rm", "--force"], {
    en: /Created .*Ollama/,
    es: /Ollama/,
  }),
  byHand("The container of Open WebUI is removed by hand", "open-webui", ["rm", "--force"], {
    en: /Created .*Open WebUI/,
    es: /Open WebUI/,
  }),
  byHand("The container of Open WebUI is paused", "open-webui", ["pause"], { en: /Resumed/, es: /Open WebUI/ }),
  {
    name: "Ollama is paused and asked something",
    provoke: async ({ workspace, run }) => {
      await docker("pause", containerOf(workspace, "ollama"));
      return run(["ask", "hola"]);
    },
    exit: 0,
    says: { en: /Resumed/, es: /Ollama/ },
    next: null,
  },
  {
    name: "The containers are paused, and the stack is taken down",
    provoke: async ({ workspace, run }) => {
      await docker("pause", containerOf(workspace, "ollama"), containerOf(workspace, "open-webui"));
      return run(["down"]);
    },
    exit: 0,
    says: { en: /Stopped/, es: /./ },
    next: { en: /localgpt up/, es: /localgpt up/ },
  },
  {
    name: "Ollama is stopped while the page still starts",
    provoke: async ({ workspace, start }) => {
      const page = containerOf(workspace, "open-webui");
      await setSwitches(page, { ready: false });
      const asked = async () => ((await docker("logs", page)).match(/\/ready HTTP\/1\.1" 503/g) ?? []).length;
      const before = await asked();
      const up = start(["up"]);
      // The first question is whether there is anything to do, the others are the wait.
      await waitUntil("up waits for the page", async () => (await asked()) > before + 2);
      await docker("stop", "--time", "1", containerOf(workspace, "ollama"));
      await setSwitches(page, {});
      return toEnd(up);
    },
    exit: 5,
    says: { en: /Ollama stopped/, es: /Ollama se ha parado/ },
    next: /localgpt logs ollama/,
  },
]);
