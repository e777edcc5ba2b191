import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/core/facts/checks.ts";
import { docker } from "../support/engines/docker.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { pageConfig, signUp } from "../support/services/page.ts";

// An address of this machine that is not loopback, as another machine of the network would use it.
const [own = ""] = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ family, internal }) => family === "IPv4" && !internal)
  .map(({ address }) => address);

describe("a page that others in the network reach", () => {
  let workspace: Workspace;
  let open: string;

  beforeAll(async () => {
    workspace = await createWorkspace("network");
    open = `0.0.0.0:${workspace.port}`;
  });
  afterAll(() => workspace.remove());

  const up = (...args: string[]) => workspace.localgpt(["up", ...args]);
  const isThere = async (address: string) => (await fetch(`http://${address}:${workspace.port}/health`)).status;

  async function published(): Promise<string> {
    const page = (await workspace.containerIds())["open-webui"] ?? "";
    return docker("inspect", "--format", '{{(index .HostConfig.PortBindings "8080/tcp" 0).HostIp}}', page);
  }

  test("is refused while the first who comes would become its administrator, also with --force", async () => {
    for (const args of [[], ["--force"]]) {
      const run = await up("--port", open, ...args);
      expect(run.code, run.stderr).toBe(4);
      expect(run.stderr).toContain(`open to everyone in the network (${open}), and nobody has an account yet`);
      expect(run.stderr).toContain("localgpt admin create");
      expect(run.stderr).toContain(`localgpt up --port ${open} --let-anyone-sign-up`);
      expect(run.stderr).not.toContain("--force");
      expect(await workspace.containerIds()).toEqual({});
    }
    expect(await workspace.readHome("settings.yaml")).toContain(`port: ${workspace.port}\n`);
    const spanish = await up("--port", open, "--lang", "es");
    expect(spanish.stderr).toContain(`quedaría abierta a toda la red (${open}), y todavía nadie tiene cuenta`);
  });

  test("is a finding of `check` too, where the settings ask for it", async () => {
    expect((await workspace.localgpt(["config", "set", "port", open])).code).toBe(0);
    const { code, stdout } = await workspace.localgpt(["check", "--json"]);
    expect(code).toBe(4);
    const findings = (JSON.parse(stdout) as { findings: Finding[] }).findings;
    expect(findings.find(({ id }) => id === "exposure")).toMatchObject({
      status: "failure",
      facts: { address: "0.0.0.0", port: workspace.port, signUp: "first", wanted: false },
    });
    expect((await workspace.localgpt(["config", "set", "port", `${workspace.port}`])).code).toBe(0);
  });

  test("on an address of another machine is refused by that name", async () => {
    const run = await up("--port", `203.0.113.77:${workspace.port}`, "--let-anyone-sign-up");
    expect(run.code).toBe(4);
    expect(run.stderr).toContain("203.0.113.77 is not an address of this computer");
    expect(await workspace.readHome("settings.yaml")).not.toContain("sign-up");
  });

  test("starts if someone insists, and says so; the next plain `up` finds nothing to do", async () => {
    const run = await up("--port", `${own}:${workspace.port}`, "--let-anyone-sign-up");
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("the first person to sign up becomes its administrator");
    expect(run.stdout).toContain(`http://${own}:${workspace.port}`);
    expect(run.stdout).toContain("Open to the network");
    expect(await published()).toBe(own);
    expect(await isThere(own)).toBe(200);
    await expect(isThere("127.0.0.1")).rejects.toThrow();
    const again = await up("--json");
    expect(JSON.parse(again.stdout)).toMatchObject({
      changed: false,
      address: `http://${own}:${workspace.port}`,
      openToNetwork: true,
      networkAddress: `http://${own}:${workspace.port}`,
    });
    const status = await workspace.localgpt(["status"]);
    expect(status.stdout).toContain(`http://${own}:${workspace.port} (open to the network)`);
  });

  test("asks again for another address: what was agreed to was the one before", async () => {
    const run = await up("--port", open);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain("nobody has an account yet");
  });

  test("needs no insisting once the sign-up is closed, whether the page runs or not", async () => {
    const account = ["admin", "create", "--email", "ana@example.org", "--password-stdin"];
    const created = await workspace.localgpt(account, { input: "correct horse\n" });
    expect(created.code, created.stderr).toBe(0);
    expect(created.stdout).toContain(`http://${own}:${workspace.port}`);
    for (const stop of [false, true]) {
      if (stop) expect((await workspace.localgpt(["down"])).code).toBe(0);
      const run = await up("--port", open);
      expect(run.code, run.stderr).toBe(0);
      expect(await published()).toBe("0.0.0.0");
      expect(await isThere(own)).toBe(200);
      expect((await pageConfig(workspace.port)).onboarding).toBeUndefined();
    }
    expect(await workspace.readHome("settings.yaml")).not.toContain("let-anyone-sign-up: yes");
    const environment = await docker("inspect", "--format", "{{.Config.Env}}", `${workspace.project}-open-webui-1`);
    expect(environment).toContain("CORS_ALLOW_ORIGIN=*");
  });

  test("is refused again where the administrator has opened the sign-up, whether the page runs or not", async () => {
    const page = `${workspace.project}-open-webui-1`;
    const program =
      "import sqlite3; d = sqlite3.connect('/app/backend/data/webui.db'); d.execute(\"UPDATE config SET value = 'true' WHERE key = 'ui.enable_signup'\"); d.commit()";
    await docker("exec", page, "python3", "-c", program);
    await signUp(workspace.port, "Berta");
    for (const stop of [false, true]) {
      if (stop) expect((await workspace.localgpt(["down"])).code).toBe(0);
      const run = await up("--port", `${own}:${workspace.port}`);
      expect(run.code).toBe(4);
      expect(run.stderr).toContain("anyone there can make an account");
      expect(run.stderr).toContain("New Sign Ups");
    }
    const back = await up("--port", `${workspace.port}`);
    expect(back.code, back.stderr).toBe(0);
    expect(await published()).toBe("127.0.0.1");
    await expect(isThere(own)).rejects.toThrow();
  });

  test("is not opened by a change of the data either, whatever the settings ask for", async () => {
    const { stdout } = await workspace.localgpt(["backup", "--json"]);
    const { path } = JSON.parse(stdout) as { path: string };
    expect((await workspace.localgpt(["config", "set", "port", open])).code).toBe(0);
    const before = await workspace.containerIds();
    const run = await workspace.localgpt(["restore", path, "--yes"]);
    expect(run.code, run.stderr).toBe(4);
    expect(run.stderr).toContain("anyone there can make an account");
    expect(await workspace.containerIds()).toEqual(before);
    expect(await published()).toBe("127.0.0.1");
    // It was stopped for the change that came to nothing, and is starting again.
    await expect.poll(() => isThere("127.0.0.1").catch(() => null)).toBe(200);
    const insisting = await up("--let-anyone-sign-up");
    expect(insisting.code, insisting.stderr).toBe(0);
    const again = await workspace.localgpt(["restore", path, "--yes"]);
    expect(again.code, again.stderr).toBe(0);
    expect(await published()).toBe("0.0.0.0");
  });
});
