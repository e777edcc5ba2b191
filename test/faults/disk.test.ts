import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import {
  createVolumeWith,
  diskFull,
  mountHome,
  mountSmallDisk,
  type SmallDisk,
} from "../support/engines/small-disk.ts";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";

/** The disk of the folder of localgpt. */
let home: SmallDisk;
/** The disk on which Docker keeps the models. */
let models: SmallDisk;
/** What was to be seen in the folder before. */
let seen: string[];

const { says: full, next: makeRoom } = diskFull;

const list = async ({ workspace }: Stage) => (await readdir(workspace.home, { recursive: true })).sort();

/** Fills the disk of the folder, then runs a command. */
function onFullDisk(args: (stage: Stage) => string[] | Promise<string[]>): Pick<Fault, "provoke" | "mend" | "check"> {
  return {
    provoke: async (stage) => {
      const words = await args(stage);
      await home.fill();
      seen = await list(stage);
      return stage.run(words);
    },
    mend: () => home.empty(),
    check: async (stage) => expect(await list(stage)).toEqual(seen),
  };
}

faults(
  "Disks that are full",
  [
    {
      name: "The disk of localgpt's folder is full: `config set`",
      ...onFullDisk(() => ["config", "set", "timeout", "20m"]),
      exit: 1,
      says: full,
      next: makeRoom,
    },
    {
      name: "The disk of localgpt's folder is full: `up` with another setting",
      ...onFullDisk(() => ["up", "--context", "8192"]),
      exit: 1,
      says: { en: /settings\.yaml` could not be written: no space left/, es: /settings\.yaml`: no queda espacio/ },
      next: makeRoom,
    },
    {
      name: "The disk of localgpt's folder is full: `up` after a setting was edited by hand",
      ...onFullDisk(async ({ workspace }) => {
        await workspace.writeSettings({ extra: "language: en\ncontext: 8192\n" });
        return ["up"];
      }),
      mend: async ({ workspace }) => {
        await home.empty();
        await workspace.writeSettings({});
      },
      exit: 1,
      says: { en: /compose\.yaml` could not be written: no space left/, es: /compose\.yaml`: no queda espacio/ },
      next: makeRoom,
    },
    {
      name: "The disk of localgpt's folder is full: `up` that has nothing to write",
      ...onFullDisk(() => ["up"]),
      exit: 0,
      says: /http:\/\/localhost:\d+/,
      next: null,
    },
    {
      name: "The disk of localgpt's folder is full: what is installed cannot be recorded",
      ...onFullDisk(async ({ workspace }) => {
        await rm(join(workspace.home, "installation.json"));
        return ["up"];
      }),
      exit: 1,
      says: {
        en: /installation\.json` could not be written: no space left/,
        es: /installation\.json`: no queda espacio/,
      },
      next: makeRoom,
    },
    {
      name: "The disk of localgpt's folder is full: a chat goes on without its record",
      provoke: async (stage) => {
        await home.fill();
        return stage.run(["chat", "tiny"], { input: "What is a process?\n" });
      },
      mend: async ({ workspace }) => {
        await home.empty();
        await rm(join(workspace.home, "conversations"), { recursive: true, force: true });
      },
      exit: 0,
      says: full,
      next: null,
    },
    {
      name: "The disk with the models has no room for one more",
      provoke: async (stage) => {
        await models.fill(1_000_000);
        return stage.run(["pull", "qwen2.5:0.5b"]);
      },
      mend: () => models.empty(),
      exit: 4,
      says: { en: /Not enough disk space: 999 kB free/, es: /No hay espacio suficiente.* 999 kB/ },
      next: /docker system df/,
    },
    {
      name: "The disk with the models fills up while one is being downloaded",
      provoke: async (stage) => {
        await models.fill(1_000_000);
        return stage.run(["pull", "qwen2.5:0.5b", "--force"]);
      },
      mend: async ({ workspace }) => {
        await models.empty();
        // The next run would resume what was begun, but there is not another one here.
        await docker(
          "exec",
          containerOf(workspace, "ollama"),
          "bash",
          "-c",
          "rm -f /root/.ollama/models/blobs/*-partial*",
        );
      },
      exit: 1,
      says: {
        en: /no space is left where Docker keeps its data/,
        es: /no queda espacio donde Docker guarda sus datos/,
      },
      next: /localgpt models rm/,
    },
  ],
  {
    prepare: async (workspace) => {
      home = await mountHome(workspace, 4_000_000);
      const folder = `${workspace.home}-models`;
      models = await mountSmallDisk(folder, 8_000_000);
      const { project } = workspace;
      const inFolder = ["type=none", "o=bind", `device=${folder}`];
      await createVolumeWith(inFolder, { project, service: "ollama", name: `${project}_ollama` });
      return async () => {
        await home.unmount();
        await models.unmount();
        await rm(folder, { recursive: true });
      };
    },
  },
);
