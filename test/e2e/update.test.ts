import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RollbackResult } from "../../src/commands/data/rollback.ts";
import type { UpdateResult } from "../../src/commands/data/update-text.ts";
import { containerOf, inspectService } from "../support/engines/containers.ts";
import { compose, docker } from "../support/engines/docker.ts";
import { expectFailure, expectResult } from "../support/program/output.ts";
import { waitForEvent } from "../support/program/progress.ts";
import { openTerminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/services/page.ts";

let stack: Workspace;
let ana: Session;

beforeAll(async () => {
  stack = await createWorkspace("update", { model: "none" });
  const early = await failure(1, "update");
  expect(early.code).toBe("stack-not-found");
  const up = await stack.localgpt(["up"]);
  if (up.code !== 0) throw new Error(up.stderr);
  ana = await signUp(stack.port);
  await keepChat(stack.port, ana, "Semáforos");
  await keepChat(stack.port, ana, "Monitores");
}, 90_000);

afterAll(async () => {
  await stack?.remove();
});

const succeed = <Result>(...args: string[]) => expectResult<Result>(stack, args);

const failure = (code: number, ...args: string[]) => expectFailure(stack, code, args);

/** The volumes of the project with the page's data. */
async function pageVolumes(): Promise<string[]> {
  const lines = await docker("volume", "ls", "--format", "{{.Name}}", "--filter", `name=${stack.project}_open-webui`);
  return lines.split("\n").filter(Boolean).sort();
}

async function version(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${stack.port}/api/version`, { headers: { connection: "close" } });
  return ((await response.json()) as { version: string }).version;
}

const settings = () => readFile(join(stack.home, "settings.yaml"), "utf8");
const titles = async () => (await chatTitles(stack.port, ana)).sort();

test("what is no image, and no newer version, is refused and changes nothing", async () => {
  expect(await failure(2, "update", "--to", "v0.11.5")).toMatchObject({
    code: "unknown-image",
    facts: { value: "v0.11.5", near: "open-webui:v0.11.5" },
  });
  expect(await failure(1, "rollback", "--yes")).toMatchObject({ code: "nothing-before", facts: { gone: null } });
  expect((await failure(2, "rollback")).code).toBe("confirmation-needed");
  expect(await pageVolumes()).toEqual([`${stack.project}_open-webui`]);
});

test.each([
  ["crash", { code: "service-not-ready" }],
  ["2-crash", { code: "migration-failed" }],
  ["2-migration", { code: "migration-failed" }],
  ["2-loses", { code: "data-lost", facts: { expected: { accounts: 1, chats: 2 }, found: { accounts: 1, chats: 1 } } }],
] as const)("an update to %s goes back by itself, image and data together", async (tag, cause) => {
  const before = { container: await inspectService(stack, "ollama"), settings: await settings() };
  const error = await failure(1, "update", "--to", `open-webui:${tag}`);
  expect(error).toMatchObject({ code: "change-failed", facts: { kind: "update", undone: true, cause } });
  expect(await version()).toBe("0.11.4");
  expect(await titles()).toEqual(["Monitores", "Semáforos"]);
  expect(await pageVolumes()).toEqual([`${stack.project}_open-webui`]);
  expect(await settings()).toBe(before.settings);
  expect((await inspectService(stack, "ollama")).Id).toBe(before.container.Id);
  expect((await succeed<{ changed: boolean }>("up")).changed).toBe(false);
});

test("one that never gets ready says so in plain words, in both languages", async () => {
  await succeed("config", "set", "timeout", "15s");
  const run = await stack.localgpt(["update", "--to", "open-webui:2-never", "--lang", "es"]);
  await succeed("config", "unset", "timeout");
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/No ha funcionado la actualización: se deshace/);
  expect(run.stderr).toMatch(/No ha funcionado la actualización: Open WebUI no .* 15 s/);
  expect(run.stderr).toMatch(/Todo vuelve a estar como antes, la imagen y los datos/);
  expect(await titles()).toEqual(["Monitores", "Semáforos"]);
});

test("Ctrl-C while the data is copied leaves everything as it was, and the page running", async () => {
  const running = stack.start(["update", "--to", "open-webui:2", "--json"]);
  await waitForEvent(running, (event) => event.type === "operation-done" && event.operation.kind === "stop-container");
  running.kill("SIGINT");
  expect((await running).exitCode).toBe(130);
  expect(await pageVolumes()).toEqual([`${stack.project}_open-webui`]);
  expect(await settings()).toContain("open-webui:1");
  await expect.poll(() => version().catch(() => "")).toBe("0.11.4");
});

test("Ctrl-C in the middle of a long copy ends it at once", async () => {
  const image = await makeSlowCopy();
  const running = stack.start(["update", "--to", image, "--json"]);
  try {
    await waitForEvent(running, (event) => event.type === "transfer" && event.transfer.phase === "copying");
    running.kill("SIGINT");
    expect((await running).exitCode).toBe(130);
  } finally {
    running.kill("SIGKILL");
    await docker("image", "rm", "--force", image);
  }
  expect(await pageVolumes()).toEqual([`${stack.project}_open-webui`]);
  await expect.poll(() => version().catch(() => "")).toBe("0.11.4");
});

/** A version of the page, on this Engine alone, that takes five minutes to copy anything. */
async function makeSlowCopy(): Promise<string> {
  const name = `${stack.project}-slow-copy`;
  const image = `${images.openWebui("2")}-${name}`;
  const program = join(stack.home, "cp");
  await writeFile(program, "#!/bin/sh\nexec sleep 300\n", { mode: 0o755 });
  await docker("create", "--name", name, images.openWebui("2"));
  await docker("cp", program, `${name}:/usr/bin/cp`);
  await docker("commit", name, image);
  await docker("rm", name);
  await rm(program);
  return image;
}

test("an update moves image and data, keeps the data from before, and is the same stack for Compose", async () => {
  const plan = await stack.localgpt(["update", "--to", "open-webui:2", "--dry-run"]);
  expect(plan.stdout).toMatch(/Open WebUI: \S+open-webui:1 → \S+open-webui:2 \(your own choice\)/);
  expect(plan.stdout).toMatch(/copy the data of \S+_open-webui to \S+_open-webui-\d{8}-\d{6}/);
  expect(await version()).toBe("0.11.4");

  const result = await succeed<UpdateResult>("update", "--to", "open-webui:2");
  expect(result).toMatchObject({ changed: true, counts: { accounts: 1, chats: 2 } });
  expect(result.volumeBefore).toBe(`${stack.project}_open-webui`);
  expect(await pageVolumes()).toEqual([result.volumeBefore, result.volume].sort());
  expect(await version()).toBe("0.11.5");
  expect(await titles(), "the session of before is still valid").toEqual(["Monitores", "Semáforos"]);
  expect((await inspectService(stack, "open-webui")).Mounts.map(({ Name }) => Name)).toEqual([result.volume]);
  const before = await stack.containerIds();
  await compose("-f", join(stack.home, "compose.yaml"), "up", "-d");
  expect(await stack.containerIds()).toEqual(before);
  expect((await succeed<{ changed: boolean }>("up")).changed).toBe(false);
  expect(await succeed<UpdateResult>("update")).toMatchObject({ changed: false });

  // An older program on newer data: such a tag does not show it before it is tried.
  const older = await failure(1, "update", "--to", "open-webui:1");
  expect(older).toMatchObject({ facts: { undone: true, cause: { code: "migration-failed" } } });
  expect([await version(), await titles()]).toEqual(["0.11.5", ["Monitores", "Semáforos"]]);
});

test("rollback asks, goes back to image and data together, and a second one returns to what was written since", async () => {
  await keepChat(stack.port, ana, "Tuberías");
  const terminal = await openTerminal(stack, ["rollback", "--lang", "es"], { columns: 120 });
  try {
    await terminal.waitFor(/¿Volver a \S+open-webui:1 y .*\[s\/N\]/s);
    await terminal.press("n", "Enter");
    expect(await terminal.exitCode()).toBe(1);
  } finally {
    await terminal.close();
  }
  expect(await version()).toBe("0.11.5");
  const back = await succeed<RollbackResult>("rollback", "--yes");
  expect(await version()).toBe("0.11.4");
  expect(await titles()).toEqual(["Monitores", "Semáforos"]);
  const again = await succeed<RollbackResult>("rollback", "--yes");
  expect([again.volume, again.volumeLeft]).toEqual([back.volumeLeft, back.volume]);
  expect(await titles()).toEqual(["Monitores", "Semáforos", "Tuberías"]);
  await docker("exec", containerOf(stack, "open-webui"), "true");
});

test("a version that is older than the data is refused", async () => {
  const name = `${stack.project}/open-webui`;
  await docker("tag", images.openWebui("2"), `${name}:v0.11.5`);
  try {
    await succeed("update", "--to", `${name}:v0.11.5`);
    expect(await failure(1, "update", "--to", `${name}:v0.11.4`)).toMatchObject({ code: "downgrade-refused" });
  } finally {
    await stack.localgpt(["down"]);
    await docker("image", "rm", `${name}:v0.11.5`);
  }
});
