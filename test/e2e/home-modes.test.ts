import { chmod, lstat, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkspace, program, type Workspace } from "../support/program/workspace.ts";

let workspace: Workspace;
let home: string;

beforeAll(async () => {
  workspace = await createWorkspace("home-modes");
  // None that somebody made beforehand.
  home = join(workspace.home, "data", "localgpt");
});
afterAll(() => workspace.remove());

/** Runs localgpt where every file that says nothing about it would be open to all. */
async function run(args: string[], input = "") {
  const command = ['umask 0; exec "$@"', "sh", process.execPath, program, ...args];
  const env = { ...workspace.environment, LOCALGPT_HOME: home };
  const { exitCode, stderr } = await execa("sh", ["-c", ...command], { env, extendEnv: false, reject: false, input });
  expect(exitCode, stderr).toBe(0);
  return stderr;
}

/** The mode of each file and folder at home, by its name there. */
async function modes(): Promise<Record<string, string>> {
  const names = [".", ...(await readdir(home, { recursive: true }))];
  const entries = await Promise.all(
    names.map(async (name) => [name, ((await lstat(join(home, name))).mode & 0o777).toString(8)] as const),
  );
  return Object.fromEntries(entries);
}

const isFolder = (name: string) => [".", "backups", "conversations"].includes(name);

async function expectClosed(): Promise<void> {
  const found = await modes();
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, isFolder(name) ? "700" : "600"])));
}

test("whatever the umask, folders are 0700 and files 0600, backups in other places too", async () => {
  const settings = await workspace.readHome("settings.yaml");
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFile(join(home, "settings.yaml"), settings, { mode: 0o600 });
  await run(["up"]);
  await run(["config", "set", "stall", "40s"]);
  await run(["chat"], "Hello\n/save exam\n");
  await run(["backup"]);
  const elsewhere = join(workspace.home, "mine.localgpt.tar");
  await run(["backup", elsewhere]);
  expect(Object.keys(await modes())).toEqual(
    expect.arrayContaining([
      "settings.yaml",
      "compose.yaml",
      "installation.json",
      "conversations/exam.yaml",
      "backups",
    ]),
  );
  await expectClosed();
  expect(((await lstat(elsewhere)).mode & 0o777).toString(8)).toBe("600");
});

test("a folder of its own that is not there yet is made for the user alone", async () => {
  const before = home;
  home = join(workspace.home, "new", "home");
  await run(["config", "set", "context", "8192"]);
  await expectClosed();
  home = before;
});

test("what was open before is closed by `up`, which says so once", async () => {
  const names = Object.keys(await modes());
  for (const name of names) await chmod(join(home, name), 0o777);
  const told = await run(["up"]);
  expect(told).toContain(`could open ${names.length} files and folders of localgpt in ${home}`);
  const found = await modes();
  expect(Object.values(found).filter((mode) => mode !== "700" && mode !== "600")).toEqual([]);
  expect(await run(["up"])).not.toContain("could open");
});

test("a folder that others have files in stays open to them, and so do their files", async () => {
  await chmod(home, 0o755);
  await writeFile(join(home, "notes.txt"), "theirs");
  await chmod(join(home, "notes.txt"), 0o644);
  await chmod(join(home, "settings.yaml"), 0o644);
  await run(["up"]);
  expect(await modes()).toMatchObject({ ".": "755", "notes.txt": "644", "settings.yaml": "600" });
});
