import { afterAll, beforeAll, expect, test } from "vitest";
import type { Installation } from "../../src/core/installation.ts";
import { images } from "../support/images.ts";
import { killAt, type Moment, moment } from "../support/killed.ts";
import { docker } from "../support/lab.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/page.ts";
import { readEvents } from "../support/progress.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

let workspace: Workspace;
let session: Session;
const titles: string[] = [];

beforeAll(async () => {
  workspace = await createWorkspace("killed-update", {
    model: "none",
    openWebui: `${registry()}/localgpt-test/open-webui:sq-a`,
  });
  const up = await workspace.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
  session = await signUp(workspace.port);
});
afterAll(() => workspace.remove());

const installation = async () => JSON.parse(await workspace.readHome("installation.json")) as Installation;

/** The other of two versions, which read each other's data, than the one that is installed. */
async function otherVersion(): Promise<string> {
  const installed = (await installation()).current?.images["open-webui"].reference;
  return `open-webui:${installed === images.openWebui("1") ? "0" : "1"}`;
}

const points: Moment[] = [
  moment("operation-started", "stop-container"),
  moment("operation-done", "create-volume"),
  moment("operation-started", "fill-volume", 150),
  moment("operation-done", "fill-volume"),
  moment("operation-done", "fill-volume", 60),
  moment("operation-started", "remove-container"),
  moment("operation-done", "create-container"),
  moment("operation-done", "start-container"),
  moment("operation-started", "verify-data"),
];

test.each(points)("update killed at $name: the next `up` has every conversation", async (point) => {
  titles.push(point.name);
  await keepChat(workspace.port, session, point.name);
  await killAt(workspace, ["update", "--to", await otherVersion()], point);
  const { pending } = await installation();

  const next = await workspace.localgpt(["up", "--json"]);
  expect(next.code, next.stderr).toBe(0);
  const told = readEvents(next.stderr).some(
    (event) => event.type === "notice" && event.notice.id === "change-interrupted",
  );
  expect(told).toBe(pending !== null);
  expect((await installation()).pending).toBe(null);
  expect((await chatTitles(workspace.port, session)).sort()).toEqual([...titles].sort());
  // Nothing is left of what was begun: the volume of now, and of before the last update that held.
  const volumes = await docker("volume", "ls", "--quiet", "--filter", `name=${workspace.project}_open-webui`);
  expect(volumes.split("\n").length).toBeLessThanOrEqual(2);
  expect(await docker("ps", "--all", "--quiet", "--filter", `name=${workspace.project}-run-`)).toBe("");
});
