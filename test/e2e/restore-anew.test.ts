import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupResult } from "../../src/commands/data/backup.ts";
import type { RestoreResult } from "../../src/commands/data/restore-text.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { removeProject } from "../support/engines/leaks.ts";
import { readResult } from "../support/program/output.ts";
import { createWorkspace, program, toEnd, type Workspace } from "../support/program/workspace.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/services/page.ts";

// 600 MB of data, a file of the size of the memory that localgpt may take among it.
const dataBytes = 600_000_000;
const mostMemoryBytes = 200_000_000;

let stack: Workspace;
let ana: Session;
let elsewhere: string;
let made: BackupResult;

beforeAll(async () => {
  stack = await createWorkspace("restore");
  elsewhere = await mkdtemp(join(tmpdir(), "localgpt-elsewhere-"));
  const up = await stack.localgpt(["up"]);
  if (up.code !== 0) throw new Error(up.stderr);
  ana = await signUp(stack.port);
  await keepChat(stack.port, ana, "Semáforos");
  const folder = "/app/backend/data/uploads";
  const script = `for part in 1 2 3; do head -c ${dataBytes / 3} /dev/urandom > ${folder}/$part; done`;
  await docker("exec", containerOf(stack, "open-webui"), "bash", "-c", script);
  await mkdir(join(stack.home, "conversations"));
  await writeFile(join(stack.home, "conversations/exam.yaml"), "model: tiny\nmessages:\n  - user: hello\n");
}, 120_000);

afterAll(async () => {
  await removeProject(other());
  await stack?.remove();
  await rm(elsewhere, { recursive: true, force: true });
});

/** The name of a stack that is not there yet. */
const other = () => `${stack.project}-anew`;

/** Runs localgpt and looks at the most memory it held, by the kernel's own mark. */
async function runWatched(args: string[], home = stack.home) {
  const environment = { ...stack.environment, LOCALGPT_HOME: home };
  const child = execa(process.execPath, [program, ...args, "--json"], {
    env: environment,
    extendEnv: false,
    reject: false,
  });
  let peakBytes = 0;
  const look = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peakBytes = Math.max(peakBytes, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) * 1024);
  };
  const timer = setInterval(look, 50);
  const { exitCode, stdout, stderr } = await child;
  clearInterval(timer);
  expect(exitCode, stderr + stdout).toBe(0);
  return { result: JSON.parse(stdout) as unknown, peakBytes };
}

test("a stack that is down is saved with its models, in less memory than its data takes", async () => {
  const down = await stack.localgpt(["down"]);
  expect(down.code, down.stderr).toBe(0);
  const { result, peakBytes } = await runWatched(["backup", join(elsewhere, "all.tar"), "--with-models"]);
  made = result as BackupResult;
  expect(made.dataBytes).toBeGreaterThan(dataBytes);
  expect(made).toMatchObject({ withModels: true, counts: { accounts: 1, chats: 1 } });
  expect(peakBytes).toBeGreaterThan(0);
  expect(peakBytes).toBeLessThan(mostMemoryBytes);
}, 120_000);

test("on a machine where nothing is yet everything comes back: settings, models, conversations, and who was signed in", async () => {
  const home = join(elsewhere, "home");
  const words = ["--project", other(), "restore", made.path, "--yes"];
  const { result, peakBytes } = await runWatched(words, home);
  expect(peakBytes).toBeLessThan(mostMemoryBytes);
  const { restored, project, address } = result as RestoreResult;
  expect([project, address]).toEqual([other(), `http://localhost:${stack.port}`]);
  expect(restored).toMatchObject({
    counts: { accounts: 1, chats: 1 },
    safety: null,
    volumeBefore: null,
    settings: true,
    conversations: { restored: ["exam"], kept: [] },
    models: { added: ["tiny:latest"], kept: [], missing: [], failure: null },
  });
  expect(await chatTitles(stack.port, ana)).toEqual(["Semáforos"]);
  const models = await docker("exec", containerOf({ project: other() }, "ollama"), "ollama", "list");
  expect(models).toContain("tiny:latest");
  const settings = await readFile(join(home, "projects", other(), "settings.yaml"), "utf8");
  expect(settings).toContain(`port: ${stack.port}`);
  expect(settings, "its name is its own").not.toContain("name:");
  const sums = async (container: string) => docker("exec", container, "sha256sum", "/app/backend/data/uploads/2");
  const [sum = ""] = (await sums(containerOf({ project: other() }, "open-webui"))).split(" ");
  expect((await readManifest(made.path)).entries).toContainEqual(
    expect.objectContaining({ path: "open-webui/uploads/2", sha256: sum, bytes: dataBytes / 3 }),
  );
  const status = await stack.localgpt(["--project", other(), "up", "--dry-run"], {
    environment: { LOCALGPT_HOME: home },
  });
  expect(status.stdout).toMatch(/nothing/i);
}, 120_000);

async function readManifest(path: string): Promise<{ entries: unknown[] }> {
  const { stdout } = await execa("tar", ["-xOf", path, "manifest.json"]);
  return JSON.parse(stdout) as { entries: unknown[] };
}

test("a full disk is reported with the figures, before anything is written and in the middle of it, and nothing is left", async () => {
  const inRoom = async (megabytes: number, script: string) => {
    const mounted = join(elsewhere, `room-${megabytes}`);
    await mkdir(mounted);
    const words = `mount -t tmpfs -o size=${megabytes}m room ${mounted} && cd ${mounted} && { ${script}; }; ls -A`;
    const environment = { ...stack.environment, node: process.execPath, program };
    return execa("unshare", ["--mount", "bash", "-c", words], { env: environment, extendEnv: false, reject: false });
  };
  const backup = '"$node" "$program" backup a.tar --json';
  const early = await toEnd(inRoom(300, `${backup}`));
  const { error } = readResult<{ error: { code: string; facts: Record<string, number> } }>(early);
  expect(error).toMatchObject({ code: "disk-full" });
  expect(error.facts.neededBytes).toBeGreaterThan(dataBytes);
  expect(error.facts.freeBytes).toBeLessThanOrEqual(300 * 1024 ** 2);
  // Somebody else fills the disk as soon as the first bytes are there.
  const fill = "until [ -s .localgpt-backup-*.partial ]; do :; done; cat /dev/zero > filler";
  const late = await inRoom(700, `${backup} & { ${fill}; } 2> /dev/null; wait %1`);
  expect(late.stdout).toMatch(/"code":"file-failed".*"reason":"ENOSPC"/);
  expect(late.stdout.trim().split("\n").at(-1), "only what filled it").toBe("filler");
  expect(await readdir(elsewhere)).not.toContain("a.tar");
}, 120_000);
