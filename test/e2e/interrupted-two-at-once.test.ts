import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Event } from "../../src/core/events.ts";
import { containerOf } from "../support/containers.ts";
import { pushFreshImage, setSwitches } from "../support/images.ts";
import { docker } from "../support/lab.ts";
import { readEvents, waitForEvent, waitForLine } from "../support/progress.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

let workspace: Workspace;
let notReady: string;

beforeAll(async () => {
  notReady = await pushFreshImage("open-webui", { layers: 1, layerBytes: 1000, switches: { ready: false } });
  await docker("pull", "--quiet", notReady);
});
beforeEach(async () => {
  workspace = await createWorkspace("two", { openWebui: notReady, model: "none" });
});
afterEach(() => workspace.remove());
afterAll(() => docker("image", "rm", "--force", notReady));

const isWaitingForPage = (event: Event) =>
  event.type === "operation-started" && event.operation.id === "ready:open-webui";
const isWaitingForLock = (event: Event) => event.type === "notice" && event.notice.id === "waiting-for-lock";

test("two `up` at once: the second waits, says for whom, and finds nothing left to do", async () => {
  const first = workspace.start(["up", "--json"]);
  await waitForEvent(first, isWaitingForPage);
  const second = workspace.start(["up", "--json"]);
  expect(await waitForEvent(second, isWaitingForLock)).toMatchObject({
    notice: { pid: first.pid, command: "localgpt up" },
  });
  const third = workspace.start(["up", "--lang", "es"]);
  await waitForLine(third, (line) => line.includes(`\`localgpt up\` (proceso ${first.pid})`));
  const ids = await workspace.containerIds();
  expect([first.exitCode, second.exitCode, third.exitCode]).toEqual([null, null, null]);
  await setSwitches(containerOf(workspace, "open-webui"), { ready: true });

  const [one, two, three] = await Promise.all([first, second, third]);
  expect(one.exitCode, one.stderr).toBe(0);
  expect(two.exitCode, two.stderr).toBe(0);
  expect(three.exitCode, three.stderr).toBe(0);
  expect(JSON.parse(one.stdout)).toMatchObject({ changed: true });
  expect(JSON.parse(two.stdout)).toMatchObject({ changed: false });
  expect(await workspace.containerIds()).toEqual(ids);
});

test("`down` beside an `up` waits for it and then takes all away", async () => {
  const up = workspace.start(["up", "--json"]);
  await waitForEvent(up, isWaitingForPage);
  const down = workspace.start(["down", "--json"]);
  await waitForEvent(down, isWaitingForLock);
  await setSwitches(containerOf(workspace, "open-webui"), { ready: true });
  expect((await up).exitCode).toBe(0);
  const { exitCode, stderr } = await down;
  expect(exitCode, stderr).toBe(0);
  expect(await workspace.containerIds()).toEqual({});
});

test("one that waits can be interrupted, and leaves the one at work alone", async () => {
  const up = workspace.start(["up", "--json"]);
  await waitForEvent(up, isWaitingForPage);
  const waiting = workspace.start(["down", "--json"]);
  await waitForEvent(waiting, isWaitingForLock);
  waiting.kill("SIGINT");
  expect((await waiting).exitCode).toBe(130);
  expect(up.exitCode).toBe(null);
  await setSwitches(containerOf(workspace, "open-webui"), { ready: true });
  expect((await up).exitCode).toBe(0);
});

test("after one that was killed, the next goes on", async () => {
  const killed = workspace.start(["up", "--json"]);
  await waitForEvent(killed, isWaitingForPage);
  killed.kill("SIGKILL");
  await killed;
  await setSwitches(containerOf(workspace, "open-webui"), { ready: true });
  const next = await workspace.localgpt(["up"]);
  expect(next.code, next.stderr).toBe(0);
});

test("`--dry-run` and `status` wait for nobody", async () => {
  const up = workspace.start(["up", "--json"]);
  await waitForEvent(up, isWaitingForPage);
  for (const args of [["up", "--dry-run"], ["status"]]) {
    const { code, stderr } = await workspace.localgpt([...args, "--json"]);
    expect(code, stderr).toBe(0);
    expect(readEvents(stderr).some(isWaitingForLock)).toBe(false);
  }
  expect(up.exitCode).toBe(null);
  await setSwitches(containerOf(workspace, "open-webui"), { ready: true });
  expect((await up).exitCode).toBe(0);
});
