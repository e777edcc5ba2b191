import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listFolderContents, removeFiles } from "../../../../src/host/files/kept-files.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-kept-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), "1234");
  }
}

const own = [
  "conversations/last.yaml",
  "compose.yaml",
  "chat-history",
  "installation.json",
  // A killed run's, written for the settings: it goes with them.
  ".settings.yaml.0123456789ab.tmp",
  "settings.yaml",
];
const foreign = ["conversations/a:b.yaml", "conversations/photo.png", "notes.txt", "settings.yaml.bak"];
const backups = ["backups/localgpt-20261124-183000.localgpt.tar", "backups/mine.tar"];

test("knows its own files by their names alone, those that name the project last", async () => {
  // The lock comes and goes, and other stacks have folders of their own.
  await write(...own, ...foreign, ...backups, "lock.json", "projects/class/settings.yaml");
  const found = await listFolderContents(folder);
  expect(found.own).toEqual(own.map((name) => ({ name, sizeBytes: 4 })));
  expect(found.backups).toEqual(backups.map((name) => ({ name, sizeBytes: 4 })));
  expect([...found.foreign].sort()).toEqual(foreign);
});

test("has nothing in a folder that there is none of", async () => {
  expect(await listFolderContents(join(folder, "none"))).toEqual({ own: [], backups: [], foreign: [] });
});

test("removes what it is reported and what that leaves empty, one that is gone included", async () => {
  await write("conversations/last.yaml", "settings.yaml", "notes.txt");
  await removeFiles(folder, ["conversations/last.yaml", "compose.yaml", "settings.yaml"]);
  expect(await readdir(folder)).toEqual(["notes.txt"]);
});
