import { expect } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { expectResult, transfersOf } from "../support/program/output.ts";
import { readEvents, waitUntil } from "../support/program/progress.ts";
import { toEnd } from "../support/program/workspace.ts";
import { images, pushFreshImage, setSwitches } from "../support/services/images.ts";

/** A download that a registry, or the way to it, refuses: what is said of it and what a person can do. */
function refused(name: string, model: string, told: Pick<Fault, "says" | "next">): Fault {
  return { name, provoke: ({ run }) => run(["pull", model]), exit: 1, ...told };
}

const cannot = {
  en: /could not be downloaded/,
  es: /No se ha podido descargar el modelo/,
};

const refusals = [
  refused("There is no such model", "no-such-model", {
    says: { en: /The model `no-such-model.* does not exist/, es: /No existe el modelo `no-such-model/ },
    next: /ollama\.com\/library/,
  }),
  refused("The name of the model is mistyped", "lama3.2", {
    says: { en: /Did you mean `llama3\.2`/, es: /¿Querías decir `llama3\.2`/ },
    next: /ollama\.com\/library/,
  }),
  refused("The registry of models wants a login", "unauthorized", { says: cannot, next: /ollama\.com\/library/ }),
  refused("The registry of models allows no more downloads", "toomanyrequests", { says: cannot, next: /hour|hora/ }),
  refused("The registry of models has a fault of its own", "server-error", {
    says: cannot,
    next: /localgpt pull server-error/,
  }),
  refused("The name of the registry of models is not resolved", "no-such-host", {
    says: cannot,
    next: /DNS.*localgpt pull no-such-host/,
  }),
  refused("The registry of models does not answer", "timeout", {
    says: cannot,
    next: /internet.*localgpt pull timeout/,
  }),
  refused("The certificate of the registry of models is not trusted", "x509", {
    says: cannot,
    next: /docs\.ollama\.com\/faq.*localgpt config set ollama\.image/,
  }),
  refused("The proxy refuses the download of a model", "proxy", {
    says: cannot,
    next: /engine\/cli\/proxy.*localgpt down.*localgpt pull proxy/,
  }),
  refused("The model needs a newer Ollama", "needs-newer", {
    says: /0\.35\.1/,
    next: /localgpt config set ollama\.image.*localgpt up.*localgpt pull needs-newer/,
  }),
  refused("The disk fills up while a model is downloaded", "no-space", {
    says: /[1-4](?:[.,]\d)? MB/,
    next: /localgpt models rm.*localgpt pull no-space/,
  }),
  refused("The download of a model stands still again and again", "silent-always", {
    says: { en: /data stopped arriving/, es: /dejaron de llegar datos/ },
    next: /localgpt pull silent-always/,
  }),
];

/** A download that breaks off and that localgpt itself takes up again. */
function resumed(name: string, model: string, says: Fault["says"]): Fault {
  return { name, provoke: ({ run }) => run(["pull", model]), exit: 0, says, next: null };
}

const weights = `
cd /root/.ollama/models
digest=$(sed 's/.*image\\.model","digest":"sha256:\\([0-9a-f]*\\)".*/\\1/' manifests/registry.ollama.ai/library/tiny/latest)
file=blobs/sha256-$digest`;

/** Runs a script in Ollama's container that knows the \`file\` with the weights of \`tiny\` and their \`digest\`. */
async function inStore({ workspace }: Stage, script: string): Promise<string> {
  return docker("exec", containerOf(workspace, "ollama"), "bash", "-ec", `${weights}\n${script}`);
}

/** Checks that the weights are what their name says. */
async function expectWhole(stage: Stage): Promise<void> {
  const [sum, name] = (await inStore(stage, "sha256sum $file")).split(/\s+/);
  expect(name).toBe(`blobs/sha256-${sum}`);
}

const damaged = { en: /A file of tiny on the disk is damaged/, es: /Un archivo de tiny está dañado/ };

/** As the others, and of this file alone: only what this machine has built knows all the names that are pulled here. */
let ollama = images.ollama("1");
const settings = () => ({ ollama, extra: "stall: 300ms\n" });

faults(
  "Models",
  [
    ...refusals,
    resumed("The connection breaks off during the download of a model", "cut", {
      en: /connection|broke|again/,
      es: /conexión/,
    }),
    resumed("A model arrives damaged", "bad-digest", { en: /damaged/, es: /dañad/ }),
    {
      name: "The connection breaks off at 99 % of a model, again and again",
      provoke: ({ run }) => run(["pull", "cut-late"]),
      exit: 1,
      says: { en: /breaks off again and again/, es: /una y otra vez/ },
      next: /localgpt pull cut-late/,
      check: async ({ workspace }) => {
        const next = await workspace.localgpt(["pull", "cut-late", "--json"]);
        expect(next.code, next.stderr).toBe(0);
        // It goes on there and does not begin again.
        const begun = transfersOf(readEvents(next.stderr)).find(({ completedBytes }) => completedBytes > 0);
        expect((begun?.completedBytes ?? 0) / (begun?.totalBytes ?? 1)).toBeGreaterThan(0.9);
        await expectResult(workspace, ["models", "rm", "cut-late", "--yes"]);
      },
    },
    {
      name: "Ollama dies again and again while a model is downloaded",
      provoke: async ({ workspace, start }) => {
        const container = containerOf(workspace, "ollama");
        await setSwitches(container, { rate: 1_000_000 });
        const pull = start(["pull", "llama3.2"]);
        const arriving = ["find", "/root/.ollama/models/blobs", "-name", "*-partial", "-size", "24000000c"];
        await waitUntil("it arrives", async () => (await docker("exec", container, ...arriving)) !== "");
        await setSwitches(container, { exit: 1 });
        await docker("exec", container, "ollama", "list").catch(() => {});
        return toEnd(pull);
      },
      // Its switches are in its container, which the next `up` recreates.
      mend: async ({ workspace }) => void (await docker("rm", "--force", containerOf(workspace, "ollama"))),
      exit: 5,
      says: { en: /Ollama (?:keeps stopping|stopped)/, es: /Ollama se (?:para|ha parado)/ },
      next: /localgpt logs ollama/,
    },
    {
      name: "A file of a model is cut short on the disk, and the model is asked",
      provoke: async (stage) => {
        await inStore(stage, "head -c 1000 $file >/tmp/short && cat /tmp/short >$file");
        return stage.run(["ask", "hola"]);
      },
      // As the next step says.
      mend: async (stage) => {
        const pull = await stage.run(["pull", "tiny"]);
        expect(pull.code, pull.stderr).toBe(0);
        await expectWhole(stage);
      },
      exit: 1,
      says: damaged,
      next: /localgpt pull tiny/,
    },
    {
      name: "A file of a model has other bytes on the disk, and the model is pulled again",
      provoke: async (stage) => {
        await inStore(
          stage,
          "{ head -c 1000 $file; printf damage; tail -c +1007 $file; } >/tmp/other && cat /tmp/other >$file",
        );
        return stage.run(["pull", "tiny"]);
      },
      exit: 0,
      says: { en: /A file of tiny:latest on the disk is damaged/, es: /Hay un archivo de tiny:latest dañado/ },
      next: null,
      check: expectWhole,
    },
    {
      name: "The manifest of a model is no longer JSON, and the model is asked",
      provoke: async (stage) => {
        await inStore(stage, "echo garbage >manifests/registry.ollama.ai/library/tiny/latest");
        return stage.run(["ask", "hola"]);
      },
      exit: 1,
      says: damaged,
      next: /localgpt pull tiny/,
      afterwards: { en: /Model tiny is ready/, es: /tiny/ },
    },
  ],
  {
    settings,
    prepare: async (workspace) => {
      ollama = await pushFreshImage("ollama", { layers: 1, layerBytes: 1000 });
      await workspace.writeSettings(settings());
      return async () => void (await docker("image", "rm", "--force", ollama));
    },
  },
);
