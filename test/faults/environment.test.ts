import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { faults } from "../support/program/fault.ts";
import { runScript } from "../support/program/script.ts";

const goesOn = { exit: 0, says: /http:\/\/localhost:\d+/, next: null };
const nowhere = "http://127.0.0.1:9";

faults("The environment", [
  {
    name: "The folder that the shell is in was removed",
    provoke: (stage) => runScript(stage, 'mkdir gone; cd gone; rmdir ../gone; "$@" up'),
    ...goesOn,
  },
  {
    name: "The folder that the shell is in was removed, and a backup is to go there",
    provoke: (stage) => runScript(stage, 'mkdir gone; cd gone; rmdir ../gone; "$@" backup mine.tar'),
    exit: 1,
    says: { en: /The folder that you are in no longer exists/, es: /La carpeta en la que estás ya no existe/ },
    next: /`cd`/,
  },
  { name: "HOME is not set", provoke: (stage) => runScript(stage, '"$@" up', { HOME: undefined }), ...goesOn },
  {
    name: "HOME is empty, and LOCALGPT_HOME is not set",
    provoke: (stage) => runScript(stage, '"$@" config list', { HOME: "", LOCALGPT_HOME: undefined }),
    exit: 1,
    says: {
      en: /nowhere to keep the settings: `\.local\/share\/localgpt` is not an absolute path/,
      es: /No hay dónde guardar los ajustes: `\.local\/share\/localgpt`/,
    },
    next: /export LOCALGPT_HOME=/,
  },
  { name: "PATH is empty", provoke: (stage) => runScript(stage, '"$@" up', { PATH: "" }), ...goesOn },
  {
    name: "The umask takes all rights away, also the user's own",
    provoke: (stage) => runScript(stage, 'rm settings.yaml; umask 0777; "$@" config set port 3100'),
    mend: ({ workspace }) => workspace.writeSettings({}),
    exit: 0,
    says: /\bport\b.* 3100/,
    next: /localgpt up/,
    check: async ({ workspace }) => {
      expect((await stat(join(workspace.home, "settings.yaml"))).mode & 0o777).toBe(0o600);
    },
  },
  {
    name: "The process may open next to no files",
    // Two more than Node itself opens, for how many more are open at once is up to the Engine's speed.
    provoke: (stage) => runScript(stage, 'ulimit -n 20; "$@" up'),
    exit: 1,
    says: { en: /this process may not open any more files/, es: /este proceso no puede abrir más archivos/ },
    next: /`ulimit -n 1024`/,
  },
  {
    name: "The process may open few files, but enough",
    provoke: (stage) => runScript(stage, 'ulimit -n 64; "$@" up'),
    ...goesOn,
  },
  {
    name: "Proxies that are not there: Docker, Ollama and the page are reached without them",
    provoke: (stage) => {
      const proxies = Object.fromEntries(
        ["HTTP_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"].map((name) => [name, nowhere]),
      );
      return runScript(stage, '"$@" up && "$@" status', proxies);
    },
    ...goesOn,
  },
  {
    name: "Node is older than what localgpt needs",
    provoke: async (stage) => {
      const folder = await mkdtemp(join(tmpdir(), "localgpt-node-"));
      const older = join(folder, "older.cjs");
      await writeFile(
        older,
        'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.19.0" } });',
      );
      try {
        return await runScript(stage, '"$@" up', { NODE_OPTIONS: `--require ${older}` });
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    exit: 1,
    says: {
      en: /localgpt needs Node\.js 20\.3 or newer, and this is 18\.19\.0/,
      es: /localgpt necesita Node\.js 20\.3 o más nuevo, y este es el 18\.19\.0/,
    },
    next: /https:\/\/nodejs\.org/,
  },
  {
    name: "The language of the system is none of the two",
    provoke: (stage) =>
      runScript(stage, 'for language in fr_FR.UTF-8 ja_JP.UTF-8 de_DE.UTF-8; do LANG=$language "$@" up; done'),
    exit: 0,
    says: /Nothing to change, everything is running/,
    next: /localgpt status {2}what is running/,
    check: async (_stage, { stdout }) => expect(stdout.match(/Nothing to change/g)).toHaveLength(3),
  },
  {
    name: "The system speaks Mexican Spanish, or Catalan with Spanish after it",
    provoke: (stage) => runScript(stage, 'LC_ALL=es_MX.UTF-8 "$@" up; LANG=ca_ES.UTF-8 LANGUAGE=ca:es "$@" up'),
    exit: 0,
    says: /Nada que cambiar, todo está en marcha/,
    next: /localgpt status/,
    check: async (_stage, { stdout }) => expect(stdout.match(/Nada que cambiar, todo está en marcha/g)).toHaveLength(2),
  },
  {
    name: "No language is set",
    provoke: (stage) => runScript(stage, '"$@" up', { LANG: undefined }),
    exit: 0,
    says: /Nothing to change, everything is running/,
    next: /localgpt status {2}what is running/,
  },
]);
