import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serviceNames } from "../../src/core/services/services.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker, dockerHost, registry } from "../support/engines/docker.ts";
import { type ProcessWatch, watchProcesses } from "../support/program/process-list.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { pushFreshImage } from "../support/services/images.ts";
import { signIn } from "../support/services/page.ts";

const email = "ana@example.org";
const secrets = {
  "the first password": "Xuz7-first-password-41",
  "the new password": "Xuz7-second-password-42",
  "the password of the registry": "Xuz7-registry-password-43",
};

describe("no secret is to be seen from outside", () => {
  let workspace: Workspace;
  let watch: ProcessWatch;
  /** What `docker inspect` showed of every container at some moment, and the output of every command. */
  const inspected: string[] = [];
  const said: string[] = [];

  const run = async (args: string[], input?: string) => {
    const environment = { DOCKER_CONFIG: join(workspace.home, "docker") };
    const running = workspace.start(args, { environment, ...(input === undefined ? {} : { input }) });
    const ended = running.then(() => true);
    do await inspectAll();
    while (!(await Promise.race([ended, Promise.resolve(false)])));
    const { exitCode, stdout, stderr } = await running;
    expect(exitCode, stderr).toBe(0);
    said.push(stdout, stderr);
  };

  const inspectAll = async () => {
    const filter = `label=com.docker.compose.project=${workspace.project}`;
    const ids = (await docker("ps", "--all", "--quiet", "--filter", filter)).split("\n").filter(Boolean);
    // One of them may be gone by now.
    if (ids.length > 0) inspected.push(await docker("inspect", ...ids).catch(() => ""));
  };

  beforeAll(async () => {
    const openWebui = await pushFreshImage("open-webui");
    workspace = await createWorkspace("secrets", { openWebui });
    await mkdir(join(workspace.home, "docker"));
    const auth = Buffer.from(`ana:${secrets["the password of the registry"]}`).toString("base64");
    await writeFile(
      join(workspace.home, "docker", "config.json"),
      JSON.stringify({ auths: { [registry()]: { auth } } }),
    );
    watch = watchProcesses();
    await run(["up"]);
    const created = ["admin", "create", "--email", email, "--password-stdin"];
    await run(created, `${secrets["the first password"]}\n`);
    await run(["admin", "reset-password", email, "--password-stdin"], `${secrets["the new password"]}\n`);
    await run(["backup"]);
    await run(["down"]);
    await run(["admin", "list"]);
    await run(["up"]);
    watch.stop();
    await signIn(workspace.port, "Ana", secrets["the new password"]);
  }, 180_000);
  afterAll(async () => {
    watch.stop();
    await workspace.remove();
  });

  test("the watch saw the commands, their containers and the programs in them", () => {
    expect(watch.seen()).toContain(`admin create --email ${email}`);
    expect(watch.seen()).toMatch(/python3 -c .*\n/);
    expect(inspected.join()).toContain(`${workspace.project}-run-`);
  });

  test.each(Object.keys(secrets) as (keyof typeof secrets)[])("%s", async (name) => {
    const secret = secrets[name];
    const forms = [secret, Buffer.from(secret).toString("base64"), Buffer.from(`ana:${secret}`).toString("base64")];
    const places = { ...(await otherPlaces()), "process list": watch.seen() };
    for (const [place, text] of Object.entries(places)) {
      for (const form of forms) expect(text.includes(form), `${place} has ${name}`).toBe(false);
    }
  });

  test("the key that signs sessions, and the hashes of the passwords", async () => {
    const page = containerOf(workspace, "open-webui");
    const key = await docker("exec", page, "cat", "/app/backend/data/.webui_secret_key");
    const read =
      "import sqlite3; print(sqlite3.connect('/app/backend/data/webui.db').execute('SELECT password FROM auth').fetchone()[0])";
    const hash = await docker("exec", page, "python3", "-c", read);
    expect(key.length).toBeGreaterThan(8);
    expect(hash).toMatch(/^\$2/);
    const places = { ...(await otherPlaces()), "process list": watch.seen() };
    for (const [place, text] of Object.entries(places)) {
      for (const secret of [key, hash]) expect(text.includes(secret), `${place} has ${secret}`).toBe(false);
    }
  });

  /** Everything but the process list: a name for each place, and its text. */
  async function otherPlaces(): Promise<Record<string, string>> {
    const logs = await Promise.all(
      serviceNames.map(async (service) => {
        const env = { DOCKER_HOST: dockerHost(), DOCKER_CONTEXT: undefined };
        const { all } = await execa("docker", ["logs", containerOf(workspace, service)], { all: true, env });
        return all;
      }),
    );
    for (const log of logs) expect(log).not.toBe("");
    const names = (await readdir(workspace.home)).filter((name) => !["backups", "docker"].includes(name));
    expect(names).toContain("compose.yaml");
    const files = await Promise.all(names.map((name) => readFile(join(workspace.home, name), "utf8").catch(() => "")));
    return {
      "docker inspect": inspected.join("\n"),
      logs: logs.join("\n"),
      "files at home": files.join("\n"),
      "what was said": said.join("\n"),
    };
  }
});
