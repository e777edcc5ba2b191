import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { words as en } from "../../src/words/en.ts";
import { words as es } from "../../src/words/es.ts";
import { modelNamed } from "../support/data/model-named.ts";
import { containerOf, inspectService, modelsOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { leakCheck } from "../support/engines/leaks.ts";
import { saysUnchanged } from "../support/program/says.ts";
import { createWorkspace, type Run, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";
import { offeredModels, pageConfig, signUp } from "../support/services/page.ts";

describe("up from nothing", () => {
  let workspace: Workspace;
  let first: Run;

  beforeAll(async () => {
    workspace = await createWorkspace("up");
    first = await workspace.localgpt(["up"]);
  });
  afterAll(() => workspace.remove());

  test("says where the page is, whose the first account is and what to do next", () => {
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain(`http://localhost:${workspace.port}`);
    expect(first.stdout).toContain(en.up.firstAccount);
    expect(first.stdout).toMatch(/^ *localgpt status /m);
    expect(first.stdout).toMatch(/^ *localgpt down /m);
    expect(first.stdout).not.toContain("\u001b");
  });

  test("tells its steps on stderr, one plain line each", () => {
    const { stderr } = first;
    for (const service of ["ollama", "open-webui"] as const) {
      expect(stderr).toContain(en.operations["wait-ready"].done({ kind: "wait-ready", service }));
    }
    expect(stderr).toContain(en.operations["ensure-model"].done({ kind: "ensure-model", model: modelNamed("tiny") }));
    expect(stderr).not.toContain("\u001b");
  });

  test("makes a page that answers on 127.0.0.1 and on no other address", async () => {
    const page = await fetch(`http://127.0.0.1:${workspace.port}/`);
    expect(await page.text()).toContain("Open WebUI");
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    expect(others).not.toHaveLength(0);
    for (const { address } of others) expect(await answers(address, workspace.port), address).toBe(false);
    const { NetworkSettings } = await inspectService(workspace, "open-webui");
    expect(NetworkSettings.Ports["8080/tcp"]).toEqual([{ HostIp: "127.0.0.1", HostPort: `${workspace.port}` }]);
  });

  test("publishes nothing of Ollama", async () => {
    const { NetworkSettings } = await inspectService(workspace, "ollama");
    expect(Object.values(NetworkSettings.Ports).filter((bindings) => bindings !== null)).toEqual([]);
  });

  test("names and labels everything as Compose does", async () => {
    const { project, home } = workspace;
    for (const service of ["ollama", "open-webui"] as const) {
      const { Config, HostConfig, NetworkSettings, Mounts } = await inspectService(workspace, service);
      expect(Config.Labels).toMatchObject({
        "com.docker.compose.project": project,
        "com.docker.compose.service": service,
        "com.docker.compose.oneoff": "False",
        "com.docker.compose.container-number": "1",
        "com.docker.compose.config-hash": expect.stringMatching(/^[0-9a-f]{64}$/),
        "com.docker.compose.project.config_files": `${home}/compose.yaml`,
        "com.docker.compose.project.working_dir": home,
      });
      expect(HostConfig.RestartPolicy.Name).toBe("unless-stopped");
      expect(Object.keys(NetworkSettings.Networks)).toEqual([`${project}_localgpt`]);
      expect(NetworkSettings.Networks[`${project}_localgpt`]?.Aliases).toContain(service);
      expect(Mounts.map(({ Type, Name }) => `${Type} ${Name}`)).toEqual([`volume ${project}_${service}`]);
      const labels = JSON.parse(
        await docker("volume", "inspect", "--format", "{{json .Labels}}", `${project}_${service}`),
      );
      expect(labels).toMatchObject({ "com.docker.compose.project": project, "com.docker.compose.volume": service });
      expect(labels).not.toHaveProperty("com.docker.compose.config-hash");
    }
  });

  test("gives Ollama a memory limit that leaves the machine alive", async () => {
    const { HostConfig } = await inspectService(workspace, "ollama");
    const total = Number(await docker("info", "--format", "{{.MemTotal}}"));
    expect(HostConfig.Memory).toBeGreaterThan(0);
    expect(HostConfig.Memory).toBeLessThan(total - 1024 ** 3);
  });

  test("has the model there, and the page finds it through Ollama's name", async () => {
    expect(await modelsOf(workspace)).toEqual(["tiny:latest"]);
    expect(await pageConfig(workspace.port)).toMatchObject({ onboarding: true });
    const session = await signUp(workspace.port);
    expect(session.role).toBe("admin");
    expect(await offeredModels(workspace.port, session)).toEqual(["tiny:latest"]);
  });

  test("given again, changes nothing and says so, in both languages", async () => {
    const before = await workspace.containerIds();
    const again = await workspace.localgpt(["up"]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain(saysUnchanged(workspace.port));
    expect(again.stdout, "somebody has an account by now").not.toContain(en.up.firstAccount);
    const spanish = await workspace.localgpt(["up", "--lang", "es"]);
    expect(spanish.code, spanish.stderr).toBe(0);
    expect(spanish.stdout).toContain(saysUnchanged(workspace.port, es));
    expect(await workspace.containerIds()).toEqual(before);
  });

  test("given again with --json, tells the same as one document", async () => {
    const { code, stdout } = await workspace.localgpt(["up", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      project: workspace.project,
      address: `http://localhost:${workspace.port}`,
      changed: false,
      dryRun: false,
      model: "tiny",
      gpu: "none",
      firstAccount: false,
    });
  });

  test("starts again what was stopped or removed behind its back, and nothing else", async () => {
    const before = await workspace.containerIds();
    await docker("stop", "--time", "1", containerOf(workspace, "ollama"));
    await docker("rm", "--force", containerOf(workspace, "open-webui"));
    const { code, stderr } = await workspace.localgpt(["up"]);
    expect(code, stderr).toBe(0);
    const after = await workspace.containerIds();
    expect(after.ollama).toBe(before.ollama);
    expect(after["open-webui"]).not.toBe(before["open-webui"]);
  });

  test("resumes what was paused", async () => {
    const before = await workspace.containerIds();
    await docker("pause", containerOf(workspace, "ollama"));
    const { code, stderr } = await workspace.localgpt(["up"]);
    expect(code, stderr).toBe(0);
    expect((await inspectService(workspace, "ollama")).State.Status).toBe("running");
    expect(await workspace.containerIds()).toEqual(before);
  });

  test("`down` leaves a network that others use, and says nothing else", async () => {
    const network = `${workspace.project}_localgpt`;
    const guest = `${workspace.project}-guest`;
    await docker("run", "--detach", "--name", guest, "--network", network, images.ollama("1"));
    try {
      const { code, stdout, stderr } = await workspace.localgpt(["down", "--lang", "es"]);
      expect(code, stderr).toBe(0);
      expect(stderr).toContain(es.notices["network-in-use"]({ id: "network-in-use", network }));
      expect(`${stdout}${stderr}`).not.toMatch(/su red|Red .* eliminada/);
      const again = await workspace.localgpt(["down", "--json"]);
      expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, networkKept: network });
    } finally {
      await docker("rm", "--force", guest);
    }
    const plan = await workspace.localgpt(["up", "--dry-run"]);
    expect(plan.stdout, "the model is in its volume").toContain(en.causes["maybe-missing"]({ id: "maybe-missing" }));
    expect((await workspace.localgpt(["up"])).code).toBe(0);
  });

  test("`down` takes containers and network away, keeps the data and says where it is", async () => {
    const { code, stdout } = await workspace.localgpt(["down"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${workspace.project}_ollama`);
    expect(stdout).toContain(`${workspace.project}_open-webui`);
    expect(await workspace.containerIds()).toEqual({});
    await expect(leakCheck(workspace.project)).rejects.toThrow(
      `left over from ${workspace.project}: volume ${workspace.project}_ollama, volume ${workspace.project}_open-webui`,
    );
    const again = await workspace.localgpt(["down", "--lang", "es"]);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain(es.down.nothing(workspace.project));
  });
});

test("up where the system's language is Spanish: speaks Spanish, and so does the page", async () => {
  const workspace = await createWorkspace("es");
  try {
    const environment = { LANG: "es_ES.UTF-8" };
    const { code, stdout, stderr } = await workspace.localgpt(["up"], { environment });
    expect(code, stderr).toBe(0);
    const address = `http://localhost:${workspace.port}`;
    expect(stdout).toContain(es.up.ready({ address, changed: true }));
    expect(stdout).toContain(es.up.firstAccount);
    expect(stderr).toContain(es.operations["wait-ready"].done({ kind: "wait-ready", service: "ollama" }));
    expect(`${stdout}${stderr}`).not.toMatch(/\b(ready|download(ed|ing)?|started|the|with)\b/i);
    expect((await pageConfig(workspace.port)).default_locale).toBe("es-ES");
    // Remembered: the page keeps its language when somebody looks in from another terminal.
    const before = await workspace.containerIds();
    expect((await workspace.localgpt(["up", "--lang", "en"])).stdout).toContain(saysUnchanged(workspace.port));
    expect(await workspace.containerIds()).toEqual(before);
  } finally {
    await workspace.remove();
  }
});

/** Whether somebody accepts connections at that address. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}
