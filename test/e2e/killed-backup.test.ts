import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupListResult } from "../../src/commands/data/backup.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { killAt, type Moment, moment } from "../support/program/killed.ts";
import { waitUntil } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/services/page.ts";

let workspace: Workspace;
let session: Session;

beforeAll(async () => {
  workspace = await createWorkspace("killed-backup", { model: "none" });
  await succeed("up");
  session = await signUp(workspace.port);
  await keepChat(workspace.port, session, "before");
  // Enough to be in the middle of it for a while.
  const upload = "head -c 100000000 /dev/urandom > /app/backend/data/uploads/photo.bin";
  await docker("exec", containerOf(workspace, "open-webui"), "bash", "-c", upload);
});
afterAll(() => workspace.remove());

async function succeed(...args: string[]): Promise<string> {
  const run = await workspace.localgpt([...args, "--json"]);
  expect(run.code, run.stderr + run.stdout).toBe(0);
  return run.stdout;
}

/** When so many bytes of the file are written. */
const written = (bytes: number): Moment => ({
  ...moment("operation-started", "save-backup"),
  name: `${bytes} bytes`,
  reached: async () => {
    const folder = join(workspace.home, "backups");
    const names = (await readdir(folder)).filter((name) => !name.endsWith(".localgpt.tar"));
    const sizes = await Promise.all(
      names.map(async (name) => (await stat(join(folder, name)).catch(() => null))?.size ?? 0),
    );
    return sizes.some((size) => size >= bytes);
  },
});

const points = [
  moment("operation-started", "save-backup"),
  moment("operation-started", "save-backup", 100),
  written(1),
  written(30_000_000),
  moment("operation-done", "save-backup"),
];

test.each(points)(
  "backup killed at $name: no half of one is taken for a backup, and the next is whole",
  async (point) => {
    await killAt(workspace, ["backup"], point);
    expect(await chatTitles(workspace.port, session)).toEqual(["before"]);
    const { backups } = JSON.parse(await succeed("backup", "list")) as BackupListResult;
    expect(backups.filter(({ isWhole }) => !isWhole)).toEqual([]);
    // What a killed one read with goes by itself; what it had not yet started, with a later one.
    const oneOffs = ["ps", "--quiet", "--filter", `name=${workspace.project}-run-`];
    await waitUntil("its container is gone", async () => (await docker(...oneOffs)) === "");

    const { path } = JSON.parse(await succeed("backup")) as { path: string };
    await succeed("restore", path, "--check");
    const names = await readdir(join(workspace.home, "backups"));
    expect(names.filter((name) => !name.endsWith(".localgpt.tar"))).toEqual([]);
  },
);
