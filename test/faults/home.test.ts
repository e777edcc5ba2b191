import { chmod, readdir, rename, rm, symlink } from "node:fs/promises";
import { expect } from "vitest";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { runScript, withoutRights } from "../support/program/script.ts";

/** What stands in the way of a folder is made beside the one of the stack, which is only looked at. */
const beside = ({ workspace }: Stage) => `${workspace.home}-else`;

/**
 * `up` with another folder, made by a script in which `$ELSE` is its path; the project is named, for no settings are
 * found.
 */
function elsewhere(name: string, script: string, row: Omit<Fault, "name" | "provoke" | "mend">): Fault {
  return {
    name: `LOCALGPT_HOME ${name}`,
    provoke: (stage) => {
      const { project } = stage.workspace;
      return runScript(stage, script, { ELSE: beside(stage), PROJECT: project, LOCALGPT_HOME: beside(stage) });
    },
    mend: (stage) => rm(beside(stage), { recursive: true, force: true }),
    ...row,
  };
}

const notAFolder = {
  exit: 1,
  next: {
    en: /Move that file away, or choose another folder with the variable `LOCALGPT_HOME`/,
    es: /Aparta ese archivo o elige otra carpeta con la variable `LOCALGPT_HOME`/,
  },
};
const ownership = /sudo chown -R \$USER/;
const ownMount = (options: string) =>
  `unshare --mount ${process.getuid?.() === 0 ? "" : "--map-root-user"} sh -c 'mount --bind "$LOCALGPT_HOME" "$LOCALGPT_HOME" && mount -o remount,bind,${options} "$LOCALGPT_HOME" || exit 99; exec "$@"' sh`;

/** Nothing of the stack was touched or left half-way. */
const holdsNoLock = async ({ workspace }: Stage) => {
  expect((await readdir(workspace.home)).filter((name) => name.startsWith("lock") || name.startsWith("."))).toEqual([]);
};

faults("The folder of localgpt", [
  elsewhere("is a file", 'echo > "$ELSE"; "$@" --project "$PROJECT" up', {
    ...notAFolder,
    says: {
      en: /settings\.yaml` could not be read: part of the path is a file/,
      es: /settings\.yaml`: una parte de la ruta es un archivo/,
    },
  }),
  elsewhere("lies in a file", 'echo > "$ELSE"; LOCALGPT_HOME="$ELSE/sub/folder" "$@" --project "$PROJECT" up', {
    ...notAFolder,
    says: { en: /could not be read: part of the path is a file/, es: /una parte de la ruta es un archivo/ },
  }),
  elsewhere(
    "is missing, and the folders above it too",
    'LOCALGPT_HOME="$ELSE/a/b" "$@" config set port 3100 && stat -c "%a" "$ELSE/a" "$ELSE/a/b" "$ELSE/a/b/settings.yaml"',
    {
      exit: 0,
      says: /\bport\b.* 3100/,
      next: /localgpt up/,
      check: async (_stage, { stdout }) => expect(stdout).toMatch(/700\n700\n600\n$/),
    },
  ),
  elsewhere(
    "is missing, and cannot be made where it is to be",
    'LOCALGPT_HOME=/proc/localgpt "$@" --project "$PROJECT" config set port 3100',
    {
      exit: 1,
      says: {
        en: /`\/proc\/localgpt\/.*` could not be written: it does not exist and cannot be created there/,
        es: /No se ha podido escribir `\/proc\/localgpt\/.*`: no existe, ni se puede crear/,
      },
      next: /LOCALGPT_HOME/,
    },
  ),
  elsewhere(
    "is missing in a folder of others",
    `mkdir "$ELSE"; chmod 500 "$ELSE"; LOCALGPT_HOME="$ELSE/mine" ${withoutRights} "$@" --project "$PROJECT" config set port 3100`,
    {
      exit: 1,
      says: { en: /could not be written: permission denied/, es: /No se ha podido escribir .*: permiso denegado/ },
      next: ownership,
    },
  ),
  elsewhere(
    "is a link to a disk that is not mounted",
    'ln -s /mnt/localgpt-is-not-here "$ELSE"; "$@" --project "$PROJECT" config set port 3100',
    {
      exit: 1,
      says: { en: /it is a link that leads to nothing/, es: /es un enlace que no lleva a ninguna parte/ },
      next: /ls -ld .*rm /,
    },
  ),
  {
    name: "LOCALGPT_HOME is a link to the folder",
    provoke: async (stage) => {
      await symlink(stage.workspace.home, beside(stage));
      return stage.run(["status"], { environment: { LOCALGPT_HOME: beside(stage) } });
    },
    mend: (stage) => rm(beside(stage), { force: true }),
    exit: 0,
    says: /http:\/\/localhost:\d+/,
    next: null,
  },
  {
    name: "The folder may not be written: `up`",
    provoke: (stage) => runScript(stage, `chmod 500 .; ${withoutRights} "$@" up`),
    mend: ({ workspace }) => chmod(workspace.home, 0o700),
    exit: 1,
    says: {
      en: /lock` could not be locked: permission denied/,
      es: /No se ha podido bloquear .*lock`: permiso denegado/,
    },
    next: ownership,
    check: holdsNoLock,
  },
  {
    name: "The folder may not even be entered",
    provoke: (stage) => runScript(stage, `chmod 000 .; cd /; ${withoutRights} "$@" status`),
    mend: ({ workspace }) => chmod(workspace.home, 0o700),
    exit: 1,
    says: { en: /could not be read: permission denied/, es: /permiso denegado/ },
    next: ownership,
  },
  {
    name: "The folder is on a disk that is read-only: `up`",
    provoke: (stage) => runScript(stage, `${ownMount("ro")} "$@" up --no-model`),
    exit: 1,
    says: { en: /lock` could not be locked: the disk is read-only/, es: /lock`: el disco es de solo lectura/ },
    next: /LOCALGPT_HOME/,
    check: holdsNoLock,
  },
  {
    name: "The folder is on a disk that is read-only: `status`, which writes nothing",
    provoke: (stage) => runScript(stage, `${ownMount("ro")} "$@" status`),
    exit: 0,
    says: /http:\/\/localhost:\d+/,
    next: null,
  },
  {
    name: "The folder is on a disk that is read-only: `config set`",
    provoke: (stage) => runScript(stage, `${ownMount("ro")} "$@" config set port 3100`),
    exit: 1,
    says: {
      en: /settings\.yaml` could not be written: the disk is read-only/,
      es: /settings\.yaml`: el disco es de solo lectura/,
    },
    next: /LOCALGPT_HOME/,
  },
  {
    name: "The folder is taken away while its stack runs",
    provoke: async (stage) => {
      await rename(stage.workspace.home, beside(stage));
      return stage.run(["--project", stage.workspace.project, "down"], { folder: "/" });
    },
    mend: async (stage) => {
      await rm(stage.workspace.home, { recursive: true, force: true });
      await rename(beside(stage), stage.workspace.home);
    },
    exit: 0,
    says: { en: /stopped|Stopped/, es: /parad|detenid/i },
    next: /localgpt up|localgpt .* up/,
  },
]);
