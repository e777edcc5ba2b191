import { readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UninstallResult } from "../../src/commands/data/uninstall-text.ts";
import { words as en } from "../../src/words/en.ts";
import { words as es } from "../../src/words/es.ts";
import { compose, docker } from "../support/engines/docker.ts";
import { leakCheck } from "../support/engines/leaks.ts";
import { openTerminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images, pushFreshImage } from "../support/services/images.ts";
import { chatTitles, keepChat, type Session, signIn, signUp } from "../support/services/page.ts";

let workspace: Workspace;
let ollama: string;
let openWebui: string;
let session: Session;

beforeAll(async () => {
  const small = { layers: 1, layerBytes: 3_000_000 };
  [ollama, openWebui] = await Promise.all([pushFreshImage("ollama", small), pushFreshImage("open-webui", small)]);
  workspace = await createWorkspace("uninstall", { ollama, openWebui });
  await bringUp();
  session = await signUp(workspace.port);
  await keepChat(workspace.port, session, "before");
});
afterAll(() => workspace.remove());

async function bringUp(): Promise<void> {
  const up = await workspace.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
}

async function uninstall(args: string[], code: number): Promise<UninstallResult> {
  const run = await workspace.localgpt(["uninstall", "--json", ...args]);
  expect(run.code, run.stderr + run.stdout).toBe(code);
  return JSON.parse(run.stdout) as UninstallResult;
}

const name = (rest: string): string => `${workspace.project}${rest}`;
const volumes = (): string[] => [name("_ollama"), name("_open-webui")];
const namesOf = (things: { kind: string; name: string }[], kind: string) =>
  things.filter((thing) => thing.kind === kind).map((thing) => thing.name);
const isThere = async (...words: string[]): Promise<boolean> =>
  docker(...words).then(
    () => true,
    () => false,
  );

test.each([
  { args: [], code: "confirmation-needed" },
  { args: ["--purge"], code: "name-needed" },
  { args: ["--purge", "--yes"], code: "name-needed" },
  { args: ["--purge", "--yes-delete", "localgpt"], code: "wrong-name" },
  { args: ["--purge", "--keep-data"], code: "conflicting-options" },
  { args: ["--with-models"], code: "conflicting-options" },
])("refuses $args where nobody can be asked, and leaves all as it is", async ({ args, code }) => {
  expect(await uninstall(args, 2)).toMatchObject({ error: { code } });
  expect(Object.keys(await workspace.containerIds())).toHaveLength(2);
});

test("tells beforehand what goes and what stays, and a no leaves it all", async () => {
  const told = await uninstall(["--purge", "--dry-run"], 0);
  expect(namesOf(told.removed, "container")).toEqual([name("-ollama-1"), name("-open-webui-1")]);
  expect(namesOf(told.removed, "network")).toEqual([name("_localgpt")]);
  expect(namesOf(told.removed, "volume")).toEqual(volumes());
  expect(namesOf(told.removed, "image")).toEqual([ollama, openWebui]);
  expect(namesOf(told.removed, "file")).toEqual(["compose.yaml", "installation.json", "settings.yaml"]);
  for (const { kind, sizeBytes } of told.removed) {
    if (kind === "volume" || kind === "image") expect(sizeBytes).toBeGreaterThan(10_000);
  }
  const terminal = await openTerminal(workspace, ["uninstall", "--lang", "es"], { columns: 150 });
  try {
    const shown = await terminal.waitFor(/\[s\/N\]/);
    for (const text of [es.uninstall.going(workspace.project), es.uninstall.staying, openWebui, ...volumes()]) {
      expect(shown).toContain(text);
    }
    await terminal.press("n", "Enter");
    expect(await terminal.exitCode()).toBe(1);
    expect(await terminal.screen()).toContain(es.uninstall.nothingRemoved);
  } finally {
    await terminal.close();
  }
  expect(Object.keys(await workspace.containerIds())).toHaveLength(2);
});

test("keeps the data: `up` brings back the conversations", async () => {
  const done = await uninstall(["--yes"], 0);
  expect(done.freedBytes).toBeGreaterThan(5_000_000);
  await expect(leakCheck(workspace.project)).rejects.toThrow(/: volume \S+, volume \S+$/);
  expect(await isThere("image", "inspect", ollama)).toBe(false);
  expect(await isThere("image", "inspect", openWebui)).toBe(false);
  expect(namesOf(done.kept, "volume")).toEqual(volumes());
  expect((await uninstall(["--yes"], 0)).operations).toEqual([]);

  await bringUp();
  session = await signIn(workspace.port);
  expect(await chatTitles(workspace.port, session)).toEqual(["before"]);
});

test("a purge leaves what others use or made, and the next one, with the name typed, the rest", async () => {
  // What `docker compose` made is the same to it.
  expect((await workspace.localgpt(["down"])).code).toBe(0);
  await compose("--file", join(workspace.home, "compose.yaml"), "up", "--detach");
  const other = name("-other");
  await docker("create", "--name", other, "--volume", `${name("_ollama")}:/data`, "--entrypoint", "cat", ollama);
  const label = (...texts: string[]) => texts.flatMap((text) => ["--label", text]);
  const ofProject = `com.docker.compose.project=${workspace.project}`;
  const labels = label(ofProject, "com.docker.compose.oneoff=True", "localgpt.one-off=True");
  await docker("create", "--name", name("-run-0a1b2c"), ...labels, "--volume", `${name("_open-webui")}:/d`, openWebui);
  // What another Compose project of the same name has.
  await docker("volume", "create", ...label(ofProject, "com.docker.compose.volume=db"), name("_db"));
  await docker("network", "create", ...label(ofProject, "com.docker.compose.network=default"), name("_default"));
  await docker("create", "--name", name("-db-run-1"), ...labels.slice(0, 4), images.openWebui("1"));
  await writeFile(join(workspace.home, "note.txt"), "mine");

  const stuck = await uninstall(["--purge", "--yes-delete", workspace.project], 1);
  const backup = stuck.backup?.path ?? "";
  expect(stuck.kept).toEqual([
    expect.objectContaining({ kind: "container", name: name("-db-run-1"), reason: "foreign" }),
    expect.objectContaining({ kind: "network", name: name("_default"), reason: "foreign" }),
    expect.objectContaining({ kind: "volume", name: name("_db"), reason: "foreign" }),
    expect.objectContaining({ kind: "volume", name: name("_ollama"), reason: "in-use", users: [other] }),
    expect.objectContaining({ kind: "image", name: ollama, reason: "in-use", users: [other] }),
    expect.objectContaining({ kind: "file", name: "settings.yaml", reason: "needed" }),
    expect.objectContaining({ kind: "file", name: join("backups", basename(backup)), reason: "backup" }),
    expect.objectContaining({ kind: "file", name: "note.txt", reason: "foreign" }),
  ]);
  await docker("rm", other);

  const terminal = await openTerminal(workspace, ["uninstall", "--purge"], { columns: 150 });
  try {
    await terminal.waitFor(new RegExp(`${workspace.project}:\\s*$`, "m"));
    await terminal.press(workspace.project, "Enter");
    expect(await terminal.exitCode()).toBe(0);
    expect(await terminal.screen()).toContain(en.uninstall.wayBack.purge(null));
  } finally {
    await terminal.close();
  }
  await docker("rm", name("-db-run-1"));
  await docker("network", "rm", name("_default"));
  await docker("volume", "rm", name("_db"));
  await leakCheck(workspace.project);
  expect(await isThere("image", "inspect", ollama)).toBe(false);
  expect((await readdir(workspace.home)).sort()).toEqual(["backups", "note.txt"]);
  // Of what was still there the second time no backup can be made.
  expect(await readdir(join(workspace.home, "backups"))).toEqual([basename(backup)]);
});
