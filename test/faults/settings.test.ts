import { mkdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { runScript, withoutRights } from "../support/program/script.ts";

const pathOf = ({ workspace }: Pick<Stage, "workspace">, name = "settings.yaml") => join(workspace.home, name);

/** A settings.yaml with that text in place of the usual one. */
function broken(name: string, text: string | Buffer, told: Pick<Fault, "says"> & Partial<Fault>): Fault {
  return {
    name: `settings.yaml ${name}`,
    provoke: async (stage) => {
      await writeFile(pathOf(stage), text);
      return stage.run(["up"]);
    },
    mend,
    exit: 2,
    next: {
      en: /Fix the file, or remove it to start with the defaults: `rm .*settings\.yaml`/,
      es: /Corrige el archivo, o bórralo .*`rm .*settings\.yaml`/,
    },
    check: async (stage) =>
      expect(Buffer.from(await stage.workspace.readHome("settings.yaml"), "utf8")).toEqual(
        Buffer.from(Buffer.from(text).toString("utf8"), "utf8"),
      ),
    ...told,
  };
}

async function mend(stage: Stage): Promise<void> {
  await rm(pathOf(stage), { recursive: true, force: true });
  await stage.workspace.writeSettings({});
}

const noYaml = {
  en: /settings\.yaml, line 2, column 1: this is not valid YAML/,
  es: /settings\.yaml, línea 2, columna 1: esto no es YAML válido/,
};
const fixLine = { en: /Fix that line of the file, or delete it/, es: /Corrige esa línea del archivo, o bórrala/ };

/** The usual settings with lines of another kind. */
const written = async (stage: Stage, change: (text: string) => string | Buffer, args: string[]) => {
  await writeFile(pathOf(stage), change(await stage.workspace.readHome("settings.yaml")));
  return stage.run(args);
};

faults("Settings", [
  broken("is not YAML", "name: [localgpt\n", { says: noYaml }),
  broken("is indented with a tab", "ollama:\n\timage: x\n", { says: /settings\.yaml, (line|línea) 2/ }),
  broken("has a setting twice", "port: 3000\nport: 3001\n", {
    says: {
      en: /line 2, column 1: `port` appears twice/,
      es: /línea 2, columna 1: `port` aparece dos veces/,
    },
    next: { en: /Delete one of the two lines/, es: /Borra una de las dos líneas/ },
  }),
  broken("has a setting that does not exist", "prot: 3001\n", {
    says: {
      en: /line 1, column 1: there is no setting `prot`.*`port`/,
      es: /línea 1, columna 1: no hay ningún ajuste `prot`.*`port`/,
    },
    next: /localgpt config list/,
  }),
  broken("has a word where a number belongs", "context: three\n", {
    says: {
      en: /`context` must be a whole number .*, not `three`/,
      es: /`context` debe ser un número entero .*, no `three`/,
    },
    next: fixLine,
  }),
  broken("has a number out of range", "port: 70000\n", { says: /65535.*`70000`/, next: fixLine }),
  broken("has one value where several belong", "ollama: 3\n", { says: /`ollama` (must be|debe ser) .*`3`/ }),
  broken("is a list", "- port: 3000\n", { says: /`settings\.yaml` (must be|debe ser)/ }),
  broken("is binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff, 0xfe, 0x0a]), { says: /settings\.yaml/ }),
  broken(
    "is a bomb of aliases",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghij"].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${"abcdefghij"[at]}`)}]`).join("\n")}\n`,
    {
      says: { en: /line 1, column 1: there is no setting `a`/, es: /línea 1, columna 1: no hay ningún ajuste `a`/ },
      next: /localgpt config list/,
    },
  ),
  {
    name: "settings.yaml is empty: the defaults hold",
    provoke: (stage) => written(stage, () => "", ["config", "get", "port"]),
    mend,
    exit: 0,
    says: /^3000$/,
    next: null,
  },
  {
    name: "settings.yaml was written on Windows, with a byte order mark",
    provoke: (stage) => written(stage, (text) => `\ufeff${text.replaceAll("\n", "\r\n")}`, ["up"]),
    mend,
    exit: 0,
    says: /http:\/\/localhost:\d+/,
    next: null,
  },
  {
    name: "settings.yaml was written by PowerShell, in UTF-16",
    provoke: (stage) =>
      written(stage, (text) => Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`, "utf16le"), ["up"]),
    mend,
    exit: 0,
    says: /http:\/\/localhost:\d+/,
    next: null,
  },
  {
    name: "settings.yaml has gigabytes",
    provoke: async (stage) => {
      await truncate(pathOf(stage), 3e9);
      return stage.run(["up"]);
    },
    mend,
    exit: 1,
    says: {
      en: /settings\.yaml` could not be read: it is too large/,
      es: /No se ha podido leer .*settings\.yaml`: es demasiado grande/,
    },
    next: /mv .*settings\.yaml /,
  },
  {
    name: "settings.yaml is a folder",
    provoke: async (stage) => {
      await rm(pathOf(stage));
      await mkdir(pathOf(stage));
      return stage.run(["up"]);
    },
    mend,
    exit: 1,
    says: { en: /settings\.yaml` could not be read: it is a folder/, es: /settings\.yaml`: es una carpeta/ },
    next: /mv .*settings\.yaml /,
  },
  {
    name: "settings.yaml is a link to a disk that is not there",
    provoke: async (stage) => {
      await rm(pathOf(stage));
      await symlink("/mnt/localgpt-is-not-here/settings.yaml", pathOf(stage));
      return stage.run(["up"]);
    },
    mend,
    exit: 1,
    says: {
      en: /settings\.yaml` could not be read: it is a link that leads to nothing/,
      es: /settings\.yaml`: es un enlace que no lleva a ninguna parte/,
    },
    next: /ls -ld .*settings\.yaml/,
  },
  {
    name: "settings.yaml belongs to root, from a time with sudo",
    provoke: (stage) => runScript(stage, `chmod 000 settings.yaml; ${withoutRights} "$@" up`),
    mend,
    exit: 1,
    says: { en: /settings\.yaml` could not be read: permission denied/, es: /settings\.yaml`: permiso denegado/ },
    next: /sudo chown -R \$USER .*settings\.yaml/,
  },
  {
    name: "`config set` with a value that is none: the file stays as it was",
    provoke: (stage) => stage.run(["config", "set", "port", "0"]),
    exit: 2,
    says: /`port`.*65535.*`0`/,
    next: null,
  },
]);
