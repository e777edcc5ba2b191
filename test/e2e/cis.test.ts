import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { compose, docker, freePort, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { type ContainerView, controls, type StackView, type Verdict } from "../support/program/cis.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";

const page = new URL("../../docs/security.md", import.meta.url);
const theirs = uniqueProject("cis-theirs");
let workspace: Workspace;
let views: { ours: StackView; theirs: StackView };

/**
 * What Open WebUI's own docker-compose.yaml asks the Engine for, with stand-ins for the images; no word of it is here.
 */
function referenceFile(port: number): string {
  const ollama = { image: images.ollama("1"), volumes: ["ollama:/root/.ollama"], tty: true };
  const openWebui = {
    image: images.openWebui("1"),
    volumes: ["open-webui:/app/backend/data"],
    depends_on: ["ollama"],
    ports: [`${port}:8080`],
    environment: ["OLLAMA_BASE_URL=http://ollama:11434", "WEBUI_SECRET_KEY="],
    extra_hosts: ["host.docker.internal:host-gateway"],
  };
  const restart = "unless-stopped";
  const services = { ollama: { ...ollama, restart }, "open-webui": { ...openWebui, restart } };
  // JSON is YAML too.
  return JSON.stringify({ name: theirs, services, volumes: { ollama: {}, "open-webui": {} } });
}

beforeAll(async () => {
  workspace = await createWorkspace("cis");
  const run = await workspace.localgpt(["up"]);
  expect(run.code, run.stderr).toBe(0);
  const file = join(workspace.home, "reference.yaml");
  await writeFile(file, referenceFile(await freePort()));
  await compose("-f", file, "up", "--detach");
  const ourFile = await readFile(new URL("../../compose/docker-compose.yaml", import.meta.url), "utf8");
  const { services } = parse(ourFile) as { services: Record<string, { image: string }> };
  views = {
    ours: await look(
      workspace.project,
      Object.values(services).map(({ image }) => image),
    ),
    // Both follow whatever was built last.
    theirs: await look(theirs, ["ollama/ollama:latest", "ghcr.io/open-webui/open-webui:main"]),
  };
}, 120_000);
afterAll(async () => {
  await removeProject(theirs);
  await leakCheck(theirs);
  await workspace.remove();
});

async function look(project: string, named: string[]): Promise<StackView> {
  const containers = await Promise.all(
    (["ollama", "open-webui"] as const).map(async (service): Promise<ContainerView> => {
      const name = `${project}-${service}-1`;
      const [inspected, status, programs] = await Promise.all([
        docker("inspect", name),
        docker("exec", name, "cat", "/proc/1/status"),
        docker("top", name),
      ]);
      return { inspect: JSON.parse(inspected)[0], status, programs };
    }),
  );
  const swarm = (await docker("info", "--format", "{{.Swarm.LocalNodeState}}")) !== "inactive";
  return { containers, images: named, swarm };
}

test("docs/security.md says of each control how it stands, and how many are passed", async () => {
  const rows = controls.map(({ id, asks, judge }) => ({
    id,
    asks,
    ours: judge(views.ours),
    theirs: judge(views.theirs),
  }));
  const table = [
    "| control | asks for | localgpt | Open WebUI's own file |",
    "| --- | --- | --- | --- |",
    ...rows.map(({ id, asks, ours, theirs: reference }) => `| ${id} | ${asks} | ${show(ours)} | ${show(reference)} |`),
  ].join("\n");
  const decided = rows.filter(({ ours }) => ours !== "manual");
  const passed = (stack: "ours" | "theirs") => decided.filter((row) => row[stack] === "pass").length;
  const total = `localgpt passes ${passed("ours")} of the ${decided.length}, the other file ${passed("theirs")}`;
  const text = await readFile(page, "utf8");
  expect(text).toContain(table);
  expect(text.replaceAll(/\s+/g, " ")).toContain(total);
  // Whatever they pass, ours does too.
  expect(rows.filter(({ ours, theirs: reference }) => reference === "pass" && ours !== "pass")).toEqual([]);
});

function show(verdict: Verdict): string {
  return verdict === "fail" ? "**fail**" : verdict;
}

test("a stack that is open in every way fails every control that looks at containers", () => {
  const [container] = views.theirs.containers;
  if (container === undefined) throw new Error("nothing was looked at");
  const open = structuredClone(container);
  Object.assign(open.inspect.HostConfig, {
    Privileged: true,
    SecurityOpt: ["apparmor=unconfined", "label=disable", "seccomp=unconfined"],
    PortBindings: { "22/tcp": [{ HostIp: "", HostPort: "22" }], "23/tcp": [{ HostIp: "", HostPort: "23" }] },
    NetworkMode: "host",
    PidMode: "host",
    IpcMode: "host",
    UTSMode: "host",
    UsernsMode: "host",
    CgroupParent: "/mine",
    Devices: [{}],
    PidsLimit: -1,
    RestartPolicy: { Name: "always", MaximumRetryCount: 0 },
  });
  open.inspect.Mounts = [{ Type: "bind", Source: "/var/run/docker.sock", Propagation: "rshared" }];
  open.inspect.NetworkSettings.Networks = { bridge: {} };
  open.inspect.Config = { User: "", Healthcheck: null };
  open.inspect.State.Health = null;
  open.programs = "/usr/sbin/sshd -D";
  open.status = "CapBnd:\t000001ffffffffff\nNoNewPrivs:\t0\nSeccomp:\t0";
  const stack = { containers: [open], images: ["ollama/ollama"], swarm: true };
  const passing = controls.filter(({ judge }) => !["fail", "manual"].includes(judge(stack))).map(({ id }) => id);
  expect(passing).toEqual([]);
});
