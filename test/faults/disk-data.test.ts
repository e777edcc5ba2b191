import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { runBehindProxy } from "../support/engines/engine-proxy.ts";
import { diskFull, mountHome, prepareSmallVolumes, type SmallDisk } from "../support/engines/small-disk.ts";
import { type Fault, faults, removeBackups, type Stage } from "../support/program/fault.ts";
import { waitUntil } from "../support/program/progress.ts";
import { toEnd } from "../support/program/workspace.ts";

const uploadBytes = 40_000_000;

/** The disk of the folder of localgpt. */
let home: SmallDisk;

const { says: full, next: makeRoom } = diskFull;

/** Has the page keep a file that makes its data larger than what is left of a disk. */
async function upload({ workspace }: Stage): Promise<void> {
  const file = "/app/backend/data/uploads/photo.bin";
  const script = `[ -s ${file} ] || head -c ${uploadBytes} /dev/urandom > ${file}`;
  await docker("exec", containerOf(workspace, "open-webui"), "bash", "-c", script);
}

const backupOf = ({ workspace }: Pick<Stage, "workspace">) => `${workspace.home}.tar`;

/** A backup on another disk; one that is there already serves as well. */
async function saveElsewhere(stage: Stage): Promise<string> {
  const path = backupOf(stage);
  if ((await stat(path).catch(() => null)) === null) {
    await upload(stage);
    const saved = await stage.run(["backup", path]);
    expect(saved.code, saved.stderr).toBe(0);
  }
  return path;
}

/** Fills the disk of the folder, then runs a command. */
function onFullDisk(args: (stage: Stage) => Promise<string[]>): Pick<Fault, "provoke" | "mend"> {
  return {
    provoke: async (stage) => {
      const words = await args(stage);
      await home.fill();
      return stage.run(words);
    },
    mend: giveBack,
  };
}

/** Makes room, and takes away what backups there are. */
async function giveBack(stage: Stage): Promise<void> {
  await home.empty();
  await removeBackups(stage);
}

const leavesNoBackup = async ({ workspace }: Stage) => {
  expect(await readdir(join(workspace.home, "backups"))).toEqual([]);
};

/** Runs what makes a new volume for the page's data, where each new one has these limits. */
function intoSmallVolume(
  options: string,
  args: (stage: Stage) => string[] | Promise<string[]>,
): Pick<Fault, "provoke"> {
  return {
    provoke: async (stage) => {
      const words = await args(stage);
      const removeVolumes = await prepareSmallVolumes(stage.workspace.project, options);
      try {
        return await stage.run(words);
      } finally {
        await removeVolumes();
      }
    },
  };
}

const update = async (stage: Stage) => {
  await upload(stage);
  return ["update", "--to", "open-webui:2"];
};
const restore = async (stage: Stage) => ["restore", await saveElsewhere(stage), "--yes"];
const nothingChanged = {
  en: /Nothing has been changed|Everything is back as it was/,
  es: /No se ha cambiado nada|Todo vuelve a estar como antes/,
};
const tooLittle = {
  en: /Not enough space for .* needed, .* free/,
  es: /No hay espacio suficiente para .* hacen falta .* quedan/,
};

faults(
  "Disks that are full, and data",
  [
    {
      name: "The disk has no room for a backup",
      ...onFullDisk(async (stage) => {
        await upload(stage);
        return ["backup"];
      }),
      check: leavesNoBackup,
      exit: 1,
      says: tooLittle,
      next: nothingChanged,
    },
    {
      name: "The disk fills up while a backup is being written",
      provoke: async (stage) => {
        await upload(stage);
        await home.fill(uploadBytes + 2_000_000);
        const running = stage.start(["backup"]);
        const backups = join(stage.workspace.home, "backups");
        await waitUntil("it is being written", async () => {
          const [begun] = await readdir(backups).catch(() => []);
          return begun !== undefined && (await stat(join(backups, begun))).size > 0;
        });
        await home.fill();
        return toEnd(running);
      },
      mend: giveBack,
      check: leavesNoBackup,
      exit: 1,
      says: full,
      next: makeRoom,
    },
    {
      name: "The disk has no room for the last backup before everything is deleted: nothing is",
      ...onFullDisk(async (stage) => {
        await upload(stage);
        return ["uninstall", "--purge", "--yes-delete", stage.workspace.project];
      }),
      exit: 1,
      says: {
        en: /last backup could not be made, so nothing was removed: not enough space/,
        es: /última copia de seguridad, así que no se ha eliminado nada: no hay espacio suficiente/,
      },
      next: /--no-backup/,
    },
    {
      name: "The disk has no room for the backup that a restore makes first",
      ...onFullDisk(restore),
      exit: 1,
      says: tooLittle,
      next: nothingChanged,
    },
    {
      name: "The disk is full when an update is to be recorded",
      ...onFullDisk(update),
      exit: 1,
      says: full,
      next: makeRoom,
    },
    {
      name: "The disk fills up during an update: it goes back",
      provoke: async (stage) => {
        const words = await update(stage);
        return runBehindProxy(stage.run, words, async (method, path) => {
          if (`${method} ${path}` === "POST /volumes/create") await home.fill();
          return null;
        });
      },
      mend: giveBack,
      exit: 1,
      says: full,
      next: makeRoom,
    },
    ...[
      { name: "The volume for an update is too small", options: "size=1m", args: update, says: tooLittle },
      {
        name: "The volume for an update fills up",
        options: "size=900m,nr_inodes=4",
        args: update,
        says: { en: /The data of .* could not be copied/, es: /No se han podido copiar los datos/ },
      },
      { name: "The volume for a restore is too small", options: "size=1m", args: restore, says: tooLittle },
      {
        name: "The volume for a restore fills up",
        options: "size=900m,nr_inodes=4",
        next: /docker system df/,
        args: restore,
        says: {
          en: /Docker has no disk space left to copy the data/,
          es: /Docker se ha quedado sin espacio en el disco/,
        },
      },
    ].map(
      ({ name, options, args, says, next = nothingChanged }): Fault => ({
        name,
        ...intoSmallVolume(options, args),
        mend: giveBack,
        exit: 1,
        says,
        next,
      }),
    ),
  ],
  {
    prepare: async (workspace) => {
      home = await mountHome(workspace, 6 * uploadBytes);
      return async () => {
        await home.unmount();
        await rm(backupOf({ workspace }), { force: true });
      };
    },
  },
);
