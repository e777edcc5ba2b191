import { afterAll, beforeAll, expect, test } from "vitest";
import type { Installation } from "../../src/core/stack/installation.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { killAt, moment } from "../support/program/killed.ts";
import { readEvents } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/services/page.ts";

let workspace: Workspace;
let session: Session;
let backup: string;

beforeAll(async () => {
  workspace = await createWorkspace("killed-restore", { model: "none" });
  await succeed("up");
  session = await signUp(workspace.port);
  await keepChat(workspace.port, session, "saved");
  // Enough to be in the middle of it for a while.
  const upload = "head -c 30000000 /dev/urandom > /app/backend/data/uploads/photo.bin";
  await docker("exec", containerOf(workspace, "open-webui"), "bash", "-c", upload);
  backup = (JSON.parse((await succeed("backup")).stdout) as { path: string }).path;
});
afterAll(() => workspace.remove());

async function succeed(...args: string[]) {
  const run = await workspace.localgpt([...args, "--json"]);
  expect(run.code, run.stderr + run.stdout).toBe(0);
  return run;
}

const installation = async () => JSON.parse(await workspace.readHome("installation.json")) as Installation;

test.each([
  moment("operation-started", "check-backup"),
  moment("operation-done", "save-backup"),
  moment("operation-done", "create-volume"),
  moment("operation-started", "fill-volume", 150),
  moment("operation-done", "fill-volume"),
  moment("operation-started", "remove-container"),
  moment("operation-done", "start-container"),
  moment("operation-started", "verify-data"),
])("restore killed at $name: the next `up` has all of before or all of the backup", async (point) => {
  await keepChat(workspace.port, session, point.name);
  const before = await chatTitles(workspace.port, session);
  await killAt(workspace, ["restore", backup, "--yes"], point);
  const { pending } = await installation();

  const { stderr } = await succeed("up");
  const told = readEvents(stderr).some((event) => event.type === "notice" && event.notice.id === "change-interrupted");
  expect(told).toBe(pending !== null);
  expect((await installation()).pending).toBe(null);
  const after = await chatTitles(workspace.port, session);
  expect([...after].sort()).toEqual(pending?.phase === "switched" ? ["saved"] : [...before].sort());
  expect(await docker("ps", "--quiet", "--filter", `name=${workspace.project}-run-`)).toBe("");
});
