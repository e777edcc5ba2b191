import { afterAll, beforeAll, expect, test } from "vitest";
import type { Installation } from "../../src/core/stack/installation.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { killAt, type Moment, moment } from "../support/program/killed.ts";
import { readEvents } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/services/page.ts";

let workspace: Workspace;
let session: Session;
const titles: string[] = [];

beforeAll(async () => {
  workspace = await createWorkspace("killed-update", {
    model: "none",
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

const isGoingBack: Moment["fits"] = (event) => event.type === "notice" && event.notice.id === "going-back";

/** The same for an update that fails and goes back. */
const waysBack: (Moment & { to: string })[] = [
  { name: "the beginning of the way back", fits: isGoingBack, to: "open-webui:2-migration" },
  { name: "the middle of the way back", fits: isGoingBack, laterMs: 1000, to: "open-webui:2-migration" },
];

test.each<Moment & { to?: string }>([...points, ...waysBack])(
  "update killed at $name: the next `up` has every conversation",
  async ({ to, ...point }) => {
    titles.push(point.name);
    await keepChat(workspace.port, session, point.name);
    const before = (await installation()).current?.images["open-webui"].reference;
    await killAt(workspace, ["update", "--to", to ?? (await otherVersion())], point);
    const { pending } = await installation();

    const next = await workspace.localgpt(["up", "--json"]);
    // One that had not yet gone back is tried once more, and its failure told.
    const isTried = to !== undefined && pending?.phase === "switched";
    expect(next.code, next.stderr).toBe(isTried ? 1 : 0);
    if (isTried)
      expect(JSON.parse(next.stdout)).toMatchObject({ error: { code: "change-failed", facts: { undone: true } } });
    const told = readEvents(next.stderr).some(
      (event) => event.type === "notice" && event.notice.id === "change-interrupted",
    );
    expect(told).toBe(pending !== null);
    const after = await installation();
    expect(after.pending).toBe(null);
    if (to !== undefined) expect(after.current?.images["open-webui"].reference).toBe(before);
    expect((await chatTitles(workspace.port, session)).sort()).toEqual([...titles].sort());
    // Nothing is left of an unfinished update: only the current volume and that from before the last successful one. A
    // volume that was switched over to may have been used, and stays when it goes back.
    const volumes = await docker("volume", "ls", "--quiet", "--filter", `name=${workspace.project}_open-webui`);
    expect(volumes.split("\n").length).toBeLessThanOrEqual(to === undefined ? 2 : 4);
    expect(await docker("ps", "--quiet", "--filter", `name=${workspace.project}-run-`)).toBe("");
  },
);

test("what people did with an update that was never ended is theirs, were it that they deleted everything", async () => {
  await killAt(workspace, ["update", "--to", await otherVersion()], moment("operation-started", "verify-data"));
  const { pending } = await installation();
  const script =
    "import sqlite3; d = sqlite3.connect('/app/backend/data/webui.db'); d.execute('DELETE FROM chat'); d.commit()";
  await docker("exec", containerOf(workspace, "open-webui"), "python3", "-c", script);
  await keepChat(workspace.port, session, "afterwards");
  const next = await workspace.localgpt(["up"]);
  expect(next.code, next.stderr).toBe(0);
  expect(await chatTitles(workspace.port, session)).toEqual(["afterwards"]);
  // Where the kill came too late, there was nothing to end.
  if (pending !== null) expect(next.stderr).toContain("finishing it now");
});
