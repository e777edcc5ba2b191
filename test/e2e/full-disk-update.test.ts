import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Installation } from "../../src/core/stack/installation.ts";
import { runBehindProxy } from "../support/engines/engine-proxy.ts";
import { mountHome, type SmallDisk } from "../support/engines/small-disk.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/services/page.ts";

let workspace: Workspace;
let home: SmallDisk;
let session: Session;

beforeAll(async () => {
  workspace = await createWorkspace("full-disk-update", { model: "none" });
  home = await mountHome(workspace, 20_000_000);
  const up = await workspace.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
  session = await signUp(workspace.port);
  await keepChat(workspace.port, session, "kept from before");
});
beforeEach(() => home.empty());
afterAll(async () => {
  await home.unmount();
  await workspace.remove();
});

const installation = async () => JSON.parse(await workspace.readHome("installation.json")) as Installation;

/** Updates the page on a disk that is full from the moment on at which the new version takes the old one's place. */
async function update(version: string) {
  return runBehindProxy(workspace.localgpt, ["update", "--to", version, "--json"], async (method, path) => {
    if (method === "DELETE" && path.startsWith("/containers/") && (await installation()).pending?.phase === "switched")
      await home.fill();
    return null;
  });
}

test("an update that fails and cannot go back says so, and the next `up` goes back", async () => {
  const before = (await installation()).current;
  const run = await update("open-webui:2-migration");
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({
    error: { code: "change-failed", facts: { undone: false, cause: { code: "migration-failed" } } },
  });

  await home.empty();
  const next = await workspace.localgpt(["up", "--json"]);
  expect(next.code, next.stderr).toBe(1);
  expect(JSON.parse(next.stdout)).toMatchObject({ error: { code: "change-failed", facts: { undone: true } } });
  expect(await installation()).toMatchObject({ pending: null, current: before });
  const last = await workspace.localgpt(["up"]);
  expect(last.code, last.stderr).toBe(0);
  expect(await chatTitles(workspace.port, session)).toEqual(["kept from before"]);
});

test("an update that works and cannot be recorded is ended by the next `up`", async () => {
  const run = await update("open-webui:2");
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "file-failed", facts: { reason: "ENOSPC" } } });
  expect((await installation()).pending?.phase).toBe("switched");

  await home.empty();
  const next = await workspace.localgpt(["up"]);
  expect(next.code, next.stderr).toBe(0);
  expect(await installation()).toMatchObject({
    pending: null,
    current: { images: { "open-webui": { reference: images.openWebui("2") } } },
  });
  expect(await workspace.readHome("settings.yaml")).toContain(images.openWebui("2"));
  expect(await chatTitles(workspace.port, session)).toEqual(["kept from before"]);
});
