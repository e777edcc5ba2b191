import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { createStoppable, type Going, lost } from "../support/engines/stoppable.ts";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { images, setSwitches } from "../support/services/images.ts";

const { prepare, registry, goes, now, during, onCall } = createStoppable();

/** A container of somebody else. */
const other = "another-program";

/** A row in which `restart` waits for a page that is never ready, for as long as it is let. */
function whileWaiting(name: string, going: Going, told: Pick<Fault, "says" | "next">): Fault {
  return goes(name, {
    provoke: async (stage: Stage) => {
      // While it is ending, the Engine still answers, and has stopped the page already.
      const script = "trap : TERM; while :; do sleep 1; done";
      const how = ["--detach", "--name", other, "--stop-timeout", "3", "--entrypoint", "bash"];
      await docker("run", ...how, images.ollama("1"), "-c", script);
      await setSwitches(containerOf(stage.workspace, "open-webui"), { ready: false });
      return during(stage, { args: ["restart", "open-webui"], at: /Restarted|reiniciado/ }, going);
    },
    mend: async ({ workspace }) => {
      await docker("rm", "--force", other);
      // An Engine that was killed does not start again what it finds running.
      await docker("start", containerOf(workspace, "open-webui"));
      await setSwitches(containerOf(workspace, "open-webui"), {});
    },
    exit: 3,
    ...told,
  });
}

faults(
  "The Engine stops",
  [
    goes("The Engine does not run", {
      provoke: async ({ run }) => {
        await now("stop");
        return run(["up"]);
      },
      exit: 3,
      says: { en: /Docker does not answer/, es: /Docker no responde/ },
      next: { en: /Start the Docker/, es: /Arranca el Docker/ },
    }),
    goes("The Engine stops while an image is downloaded", {
      before: "down",
      provoke: async (stage) => {
        await docker("rmi", images.ollama("1"));
        registry().set({ stallAfterBytes: 0 });
        return during(stage, { args: ["up"], at: /Downloading image|Descargando la imagen/ }, "stop");
      },
      mend: async () => registry().set({}),
      exit: 3,
      ...lost,
    }),
    goes("The Engine stops when a container is to be created", {
      before: "down",
      provoke: (stage) => onCall(stage, ["up"], /^POST \/containers\/create/),
      exit: 3,
      ...lost,
    }),
    whileWaiting("The Engine stops while a service is waited for", "stop", lost),
    whileWaiting("The Engine is killed while a service is waited for", "kill", lost),
    whileWaiting("The Engine hangs while a service is waited for", "freeze", {
      says: { en: /Docker did not answer within 2\d s/, es: /Docker no ha respondido en 2\d s/ },
      next: { en: /Restart Docker/, es: /Reinicia Docker/ },
    }),
    goes("The Engine stops under `logs -f`", {
      provoke: (stage) => during(stage, { args: ["logs", "-f"], at: /./, from: "stdout" }, "stop"),
      exit: 3,
      ...lost,
    }),
    goes("The Engine stops under `status --watch`", {
      provoke: (stage) => during(stage, { args: ["status", "--watch"], at: /./, from: "stdout" }, "stop"),
      exit: 3,
      ...lost,
    }),
    goes("The Engine stops under `down`", {
      provoke: (stage) => onCall(stage, ["down"], /^DELETE \/containers/),
      exit: 3,
      ...lost,
    }),
  ],
  { prepare },
);
