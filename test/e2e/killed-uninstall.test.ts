import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leakCheck } from "../support/engines/leaks.ts";
import { killAt, type Moment, moment } from "../support/program/killed.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { pushFreshImage } from "../support/services/images.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/services/page.ts";

let workspace: Workspace;
let session: Session;
let settings: Parameters<Workspace["writeSettings"]>[0];

beforeAll(async () => {
  const small = { layers: 1, layerBytes: 1000 };
  const [ollama, openWebui] = await Promise.all([pushFreshImage("ollama", small), pushFreshImage("open-webui", small)]);
  settings = { ollama, openWebui, model: "none" };
  workspace = await createWorkspace("killed-uninstall", settings);
  await succeed("up");
  session = await signUp(workspace.port);
});
afterAll(() => workspace.remove());

async function succeed(...args: string[]): Promise<void> {
  const run = await workspace.localgpt(args);
  expect(run.code, run.stderr).toBe(0);
}

const purge = (): string[] => ["uninstall", "--purge", "--yes-delete", workspace.project];

describe("killed before any data is gone, the next `up` has every conversation", () => {
  const keeping = [
    moment("operation-started", "stop-container"),
    moment("operation-done", "remove-container"),
    moment("operation-done", "remove-network"),
    moment("operation-done", "remove-image"),
  ];
  const purging = [
    moment("operation-started", "save-backup"),
    moment("operation-started", "save-backup", 100),
    moment("operation-done", "save-backup"),
    moment("operation-done", "stop-container"),
  ];
  test.each<Moment & { how: string }>([
    ...keeping.map((point) => ({ ...point, how: "keep-data" })),
    ...purging.map((point) => ({ ...point, how: "purge" })),
  ])("$how at $name", async ({ how, ...point }) => {
    const title = `${how} ${point.name}`;
    await keepChat(workspace.port, session, title);
    await killAt(workspace, how === "purge" ? purge() : ["uninstall", "--yes"], point);
    await succeed("up");
    expect(await chatTitles(workspace.port, session)).toContain(title);
  });
});

describe("killed later, the next one ends it", () => {
  test.each([
    moment("operation-started", "remove-volume"),
    moment("operation-done", "remove-volume"),
    moment("operation-started", "remove-image"),
    moment("operation-started", "remove-files"),
  ])("at $name", async (point) => {
    await workspace.writeSettings(settings);
    await succeed("up");
    await killAt(workspace, purge(), point);
    // The file that names the project is removed last: without it nothing else is left but the lock of the one that was
    // killed.
    const isNamed = (await readdir(workspace.home)).includes("settings.yaml");
    if (isNamed) await succeed(...purge());
    await leakCheck(workspace.project);
    const left = await readdir(workspace.home);
    expect(left.filter((name) => isNamed || !name.startsWith("lock"))).toEqual(["backups"]);
  });
});
