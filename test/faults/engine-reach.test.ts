import { createHash } from "node:crypto";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { freePort } from "../support/engines/docker.ts";
import { type StubEngine, type StubManner, startStubEngine } from "../support/engines/stub-engine.ts";
import { type Fault, faults, type Stage, type Told } from "../support/program/fault.ts";
import { program, type Run, toEnd } from "../support/program/workspace.ts";

let stub: StubEngine | undefined;

const tried = { en: /Docker does not answer\. Tried:/, es: /Docker no responde\. Se ha probado:/ };

/** A row in which `up` meets another address than that of the Engine, and Docker is not reached. */
function address(name: string, findHost: () => Promise<string> | string, told: { says?: Told; next: Told }): Fault {
  const provoke = async ({ run }: Stage) => run(["up"], { environment: { DOCKER_HOST: await findHost() } });
  return { name, provoke, mend: closeStub, exit: 3, says: tried, ...told };
}

/** A row in which something answers that is not an Engine as localgpt needs it. */
function answers(name: string, manner: StubManner, told: { says?: Told; next: Told }): Fault {
  const start = async () => {
    stub = await startStubEngine(manner);
    return stub.host;
  };
  return address(name, start, told);
}

async function closeStub(): Promise<void> {
  await stub?.close();
  stub = undefined;
}

/** A row in which the Docker context in use decides. */
function context(name: string, chosen: string, told: { says: Told; next: Told }): Fault {
  const folderOf = ({ workspace }: Stage) => join(workspace.home, ".docker");
  return {
    name,
    provoke: async (stage) => {
      const folder = folderOf(stage);
      const meta = join(folder, "contexts/meta", createHash("sha256").update("school").digest("hex"));
      await mkdir(meta, { recursive: true });
      const endpoints = { docker: { Host: "unix:///localgpt-is-not-here/school.sock", SkipTLSVerify: false } };
      await writeFile(join(meta, "meta.json"), JSON.stringify({ Name: "school", Metadata: {}, Endpoints: endpoints }));
      return stage.run(["up"], { environment: { DOCKER_HOST: undefined, DOCKER_CONTEXT: chosen } });
    },
    mend: (stage) => rm(folderOf(stage), { recursive: true }),
    exit: 3,
    ...told,
  };
}

/** Runs `up` as a user who may use everything but the socket. */
async function runAsNobody({ workspace, language }: Stage): Promise<Run> {
  stub = await startStubEngine();
  await chmod(dirname(stub.socket), 0o755);
  const isRoot = process.getuid?.() === 0;
  await chmod(stub.socket, isRoot ? 0o600 : 0);
  const nobody = isRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
  const words = [...nobody, process.execPath, program, "up", "--lang", language];
  // The settings are this user's alone.
  const environment = { ...workspace.environment, DOCKER_HOST: stub.host, LOCALGPT_HOME: dirname(stub.socket) };
  return toEnd(execa("env", words, { env: environment, extendEnv: false, reject: false }));
}

const wrongVariable = { en: /use the usual one: `unset DOCKER_HOST`/, es: /usa el habitual: `unset DOCKER_HOST`/ };
const wrongHost = { en: /Fix the variable.*`unset DOCKER_HOST`/, es: /Corrige la variable.*`unset DOCKER_HOST`/ };

faults("Reaching Docker", [
  address("`DOCKER_HOST` names a socket that is not there", () => "unix:///localgpt-is-not-here/docker.sock", {
    next: wrongVariable,
  }),
  address("`DOCKER_HOST` names a port on which nothing listens", async () => `tcp://127.0.0.1:${await freePort()}`, {
    next: wrongHost,
  }),
  address("`DOCKER_HOST` names a machine that does not exist", () => "tcp://docker.localgpt.invalid:2375", {
    next: wrongHost,
  }),
  address("`DOCKER_HOST` is of a kind that cannot be used", () => "fd://", {
    says: { en: /cannot reach Docker through `fd:/, es: /no puede llegar a Docker por `fd:/ },
    next: /`unix:\/\/`.*`ssh:\/\/`/,
  }),
  context("The Docker context points nowhere", "school", {
    says: tried,
    next: { en: /Start Docker/, es: /Arranca Docker/ },
  }),
  context("The Docker context does not exist", "scool", {
    says: { en: /context `scool` does not exist/, es: /contexto de Docker `scool` no existe/ },
    next: /docker context ls/,
  }),
  {
    name: "The user may not use the socket",
    provoke: runAsNobody,
    mend: closeStub,
    exit: 3,
    says: { en: /is not allowed to use Docker/, es: /no puede usar Docker/ },
    next: /sudo usermod -aG docker \$USER/,
  },
  answers(
    "The Engine is too old",
    { apiVersion: "1.40", minApiVersion: "1.12" },
    { says: { en: /API 1\.40.*needs 1\.41/, es: /API 1\.40.*necesita la 1\.41/ }, next: /docs\.docker\.com\/engine/ },
  ),
  answers(
    "Docker is set to Windows containers",
    { osType: "windows" },
    { says: { en: /Windows containers/, es: /contenedores de Windows/ }, next: /-SwitchLinuxEngine/ },
  ),
  answers(
    "Something else than Docker answers",
    {
      answer: (_request, response) => {
        response.writeHead(200, { "content-type": "text/html" });
        response.end("<html>It works!</html>");
        return true;
      },
    },
    { says: { en: /something other than Docker answers/, es: /lo que responde no es Docker/ }, next: wrongVariable },
  ),
  address(
    "Something answers that does not even speak HTTP",
    async () => {
      const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n", () => socket.destroy()));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      server.unref();
      const bound = server.address();
      return `tcp://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
    },
    { says: { en: /something other than Docker answers/, es: /lo que responde no es Docker/ }, next: wrongHost },
  ),
  answers(
    "Docker hangs: it takes connections and answers none",
    { hang: true },
    { says: { en: /no answer in time/, es: /no respondió a tiempo/ }, next: /sudo systemctl restart docker/ },
  ),
]);
