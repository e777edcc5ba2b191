import type { ServiceName } from "../../src/core/services/services.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { images, type Switches, setSwitches } from "../support/services/images.ts";

/** A program that ends in this way whenever it is asked something, however often Docker starts it again. */
function ends(name: string, service: ServiceName, exitCode: number, told: Pick<Fault, "says" | "next">): Fault {
  return {
    name,
    provoke: async ({ workspace, run }) => {
      await setSwitches(containerOf(workspace, service), { exit: exitCode });
      return run(["up"]);
    },
    // Its switches are in its container, which the next `up` recreates.
    mend: async ({ workspace }) => void (await docker("rm", "--force", containerOf(workspace, service))),
    exit: 5,
    ...told,
  };
}

/** A service that runs and does not work, and what `localgpt ARGS` says of it. */
function runsBadly(
  name: string,
  service: ServiceName,
  switches: Switches,
  { args = ["up", "--timeout", "2s"], ...told }: Pick<Fault, "says" | "next" | "settings"> & { args?: string[] },
): Fault {
  return {
    name,
    provoke: async ({ workspace, run }) => {
      await setSwitches(containerOf(workspace, service), switches);
      return run(args);
    },
    mend: ({ workspace }) => setSwitches(containerOf(workspace, service), {}),
    exit: 5,
    ...told,
  };
}

/** Runs a script in the folder of the page's data, whether the page runs or not. */
async function inData({ workspace }: Stage, script: string): Promise<void> {
  const program = ["--entrypoint", "bash", images.openWebui("1"), "-ec", `cd /app/backend/data; ${script}`];
  await docker("run", "--rm", "--network", "none", "--volumes-from", containerOf(workspace, "open-webui"), ...program);
}

const unusual: Fault[] = [
  ends("The processor cannot run Ollama (illegal instruction)", "ollama", 132, {
    says: { en: /Ollama keeps stopping.*AVX.*132/, es: /Ollama se para.*AVX.*132/ },
    next: /host-passthrough/,
  }),
  ends("The processor cannot run Open WebUI (illegal instruction)", "open-webui", 132, {
    says: { en: /Open WebUI keeps stopping.*AVX.*132/, es: /Open WebUI se para.*AVX.*132/ },
    next: /host-passthrough/,
  }),
  ends("Ollama is killed again and again", "ollama", 137, {
    says: { en: /Ollama keeps stopping.*memory.*137/, es: /Ollama se para.*memoria.*137/ },
    next: /localgpt up --memory/,
  }),
  ends("Open WebUI is killed again and again", "open-webui", 137, {
    says: { en: /Open WebUI keeps stopping.*memory.*137/, es: /Open WebUI se para.*memoria.*137/ },
    next: /localgpt up --memory/,
  }),
  ends("Ollama crashes with a segmentation fault", "ollama", 139, {
    says: { en: /Ollama keeps stopping.*crashed.*139/, es: /Ollama se para.*139/ },
    next: /localgpt logs ollama/,
  }),
  ends("Open WebUI ends with an error at every start", "open-webui", 1, {
    says: { en: /Open WebUI keeps stopping.*error.*1\)/, es: /Open WebUI se para.*1\)/ },
    next: /localgpt logs open-webui/,
  }),
];

faults("Services", [
  ...unusual,
  runsBadly(
    "Ollama listens and answers nothing",
    "ollama",
    { hang: true },
    {
      says: { en: /Ollama runs, but has not answered/, es: /Ollama está en marcha, pero lleva .* sin responder/ },
      next: /localgpt restart ollama/,
    },
  ),
  runsBadly(
    "Ollama listens and answers nothing, and somebody asks",
    "ollama",
    { hang: true },
    {
      args: ["ask", "hola"],
      settings: () => ({ extra: "timeout: 2s\n" }),
      says: { en: /Ollama runs, but has not answered/, es: /Ollama está en marcha, pero lleva .* sin responder/ },
      next: /localgpt restart ollama/,
    },
  ),
  runsBadly(
    "Ollama answers everything with an error",
    "ollama",
    { status: { "/api/version": 500, "/api/tags": 500 } },
    {
      says: {
        en: /Ollama runs, but answers with an error.*500/,
        es: /Ollama está en marcha, pero responde con un error.*500/,
      },
      next: /localgpt restart ollama/,
    },
  ),
  runsBadly(
    "Open WebUI listens and answers nothing",
    "open-webui",
    { hang: true },
    {
      says: {
        en: /Open WebUI runs, but has not answered/,
        es: /Open WebUI está en marcha, pero lleva .* sin responder/,
      },
      next: /localgpt restart open-webui/,
    },
  ),
  runsBadly(
    "Open WebUI is alive, but its database does not answer",
    "open-webui",
    { status: { "/ready": 500 } },
    {
      says: {
        en: /Open WebUI runs, but answers with an error/,
        es: /Open WebUI está en marcha, pero responde con un error/,
      },
      next: /localgpt restart open-webui/,
    },
  ),
  runsBadly(
    "Open WebUI is alive, but never ready",
    "open-webui",
    { ready: false },
    {
      says: { en: /Open WebUI is not ready after/, es: /Open WebUI no está listo después de/ },
      next: /localgpt up --timeout/,
    },
  ),
  {
    name: "The page's database is damaged on the disk",
    provoke: async (stage) => {
      await docker("stop", "--time", "1", containerOf(stage.workspace, "open-webui"));
      await inData(stage, "mkdir saved; cp -a webui.db* saved; rm -f webui.db-*; head -c 8192 /dev/urandom >webui.db");
      return stage.run(["up"]);
    },
    mend: async (stage) => {
      await docker("stop", "--time", "1", containerOf(stage.workspace, "open-webui"));
      await inData(stage, "rm -f webui.db*; mv saved/* .; rmdir saved");
    },
    exit: 5,
    says: { en: /Open WebUI keeps stopping/, es: /Open WebUI se para/ },
    next: /localgpt restore/,
  },
]);
