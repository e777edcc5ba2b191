import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { containerOf } from "../support/engines/containers.ts";
import { dockerHost } from "../support/engines/docker.ts";
import { createStoppable, lost } from "../support/engines/stoppable.ts";
import { faults } from "../support/program/fault.ts";
import { setSwitches } from "../support/services/images.ts";

const { prepare, goes, during, onCall } = createStoppable();
/** The one of the other tests. */
const anotherEngine = dockerHost();

faults(
  "The Engine stops in the middle of long work",
  [
    goes("The Engine stops while a model is downloaded", {
      provoke: (stage) => during(stage, { args: ["pull", "big:300m"], at: /%/ }, "stop"),
      exit: 3,
      ...lost,
    }),
    goes("The Engine stops in the middle of an answer", {
      provoke: async (stage) => {
        await setSwitches(containerOf(stage.workspace, "ollama"), { endless: true, answer: "on\nand\n" });
        return during(stage, { args: ["ask", "Go on"], at: /and/, from: "stdout" }, "stop");
      },
      mend: ({ workspace }) => setSwitches(containerOf(workspace, "ollama"), {}),
      exit: 3,
      ...lost,
    }),
    goes("The Engine stops under `backup`", {
      provoke: (stage) => onCall(stage, ["backup"], /^POST \/exec\/.*\/start/),
      // Empty, or this fails.
      mend: ({ workspace }) => rmdir(join(workspace.home, "backups")),
      exit: 3,
      ...lost,
    }),
    goes("The Engine stops under `update`", {
      provoke: (stage) => onCall(stage, ["update", "--to", "open-webui:0"], /^DELETE \/containers/),
      exit: 3,
      ...lost,
    }),
    goes("The Engine stops while an update is tried out", {
      provoke: (stage) =>
        onCall(stage, ["update", "--to", "open-webui:0"], /^POST \/containers\/.*open-webui-1\/start/),
      exit: 3,
      says: {
        en: /update did not work: the connection to Docker was lost/,
        es: /No ha funcionado.*conexión con Docker/,
      },
      next: { en: /run `localgpt up` to finish undoing it/, es: /ejecuta `localgpt up` para acabar de deshacerlo/ },
    }),
    {
      name: "Docker is another one than before",
      provoke: ({ run }) => run(["up"], { environment: { DOCKER_HOST: anotherEngine } }),
      exit: 4,
      says: { en: /would start without accounts and conversations/, es: /arrancaría sin cuentas ni conversaciones/ },
      next: /docker context ls/,
    },
  ],
  { prepare },
);
