import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker, freePort } from "../support/engines/docker.ts";
import { removeProject } from "../support/engines/leaks.ts";
import { type Fault, faults } from "../support/program/fault.ts";
import { waitForLine } from "../support/program/progress.ts";
import { toEnd, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";

/** Somebody else's resource under a name that the stack needs; the arguments of `docker` get that name. */
function foreign(kind: "container" | "network", name: string, make: (taken: string) => string[]): Fault {
  const takenName = (workspace: { project: string }) =>
    kind === "container" ? containerOf(workspace, "ollama") : `${workspace.project}_localgpt`;
  return {
    name,
    before: "down",
    provoke: async ({ workspace, run }) => {
      await docker(...make(takenName(workspace)));
      return run(["up"]);
    },
    mend: async ({ workspace }) => {
      await docker(kind, "rm", ...(kind === "container" ? ["--force"] : []), takenName(workspace));
    },
    exit: 1,
    says: { en: /A .* that localgpt did not create already exists/, es: /Ya hay un/ },
    next: kind === "container" ? /localgpt --project.*docker rm -f/ : /localgpt --project.*docker network rm/,
  };
}

let holder: Server | undefined;

/** Listens on a port of this machine until `release`. */
async function hold(port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  holder = server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

async function release(): Promise<void> {
  await new Promise((resolve) => (holder === undefined ? resolve(undefined) : holder.close(resolve)));
  holder = undefined;
}

let otherHome: string;

/** A folder for another stack of this file's name and images, on another port. */
async function makeOtherHome({ readHome, port }: Workspace, name: (own: string) => string): Promise<void> {
  otherHome = await mkdtemp(join(tmpdir(), "localgpt-other-"));
  const settings = (await readHome("settings.yaml")).replace(`${port}`, `${await freePort()}`);
  await writeFile(join(otherHome, "settings.yaml"), settings.replace(/(?<=^name: )\S+/m, name));
}

const removeOtherHome = () => rm(otherHome, { recursive: true, force: true });

/** A volume under a name that a stack needs: it is used as it is, and stays whatever is asked for. */
function foreignVolume(name: string, labels: string[]): Fault {
  const other = ({ project }: Workspace) => `${project}-other`;
  return {
    name,
    provoke: async ({ workspace, run }) => {
      await makeOtherHome(workspace, () => other(workspace));
      await docker("volume", "create", ...labels, `${other(workspace)}_ollama`);
      return run(["up", "--no-model"], { environment: { LOCALGPT_HOME: otherHome } });
    },
    check: async ({ workspace, run }) => {
      const purge = ["uninstall", "--purge", "--no-backup", "--yes-delete", other(workspace)];
      const purged = await run(purge, { environment: { LOCALGPT_HOME: otherHome } });
      expect(purged.code, purged.stderr).toBe(0);
      const left = await docker("volume", "ls", "--quiet", "--filter", `name=${other(workspace)}`);
      expect(left).toBe(`${other(workspace)}_ollama`);
    },
    mend: async ({ workspace }) => {
      await removeProject(other(workspace));
      await removeOtherHome();
    },
    exit: 0,
    says: {
      en: /uses volumes that localgpt did not create: .*_ollama/,
      es: /usa volúmenes que no creó localgpt: .*_ollama/,
    },
    next: /localgpt --project/,
  };
}

faults("Names and ports", [
  foreign("container", "A container of that name is somebody else's", (name) => [
    "create",
    "--name",
    name,
    images.ollama("1"),
  ]),
  foreign("container", "A container of that name is another project's", (name) => [
    "create",
    "--label",
    "com.docker.compose.project=school",
    "--name",
    name,
    images.ollama("1"),
  ]),
  foreign("network", "A network of that name is somebody else's", (name) => ["network", "create", name]),
  foreignVolume("A volume of that name is somebody else's", []),
  foreignVolume("A volume of that name is another project's", ["--label", "com.docker.compose.project=school"]),
  {
    name: "Another program listens on the page's port",
    before: "down",
    provoke: async ({ workspace, run }) => {
      await hold(workspace.port);
      return run(["up"]);
    },
    mend: release,
    exit: 4,
    says: { en: /Port \d+ is in use by/, es: /puerto \d+/ },
    next: /localgpt up --port \d+/,
  },
  {
    name: "Another program takes the page's port after the checks",
    before: "down",
    provoke: async ({ workspace, start }) => {
      const up = start(["up"]);
      // The page's container starts after Ollama is ready; by then the checks are long over.
      await waitForLine(up, (line) => line.includes(`${workspace.project}_localgpt`));
      await hold(workspace.port);
      return toEnd(up);
    },
    mend: release,
    exit: 1,
    says: { en: /Port \d+ is in use by/, es: /puerto \d+/ },
    next: /localgpt up --port \d+/,
  },
  {
    name: "The stack is that of a localgpt with another folder (`sudo`, for example)",
    provoke: async ({ workspace, run }) => {
      await makeOtherHome(workspace, (own) => own);
      return run(["up"], { environment: { LOCALGPT_HOME: otherHome } });
    },
    mend: removeOtherHome,
    exit: 4,
    says: { en: /belongs to a localgpt with other settings/, es: /es de un localgpt con otros ajustes/ },
    next: /LOCALGPT_HOME.*localgpt --project/,
  },
]);
