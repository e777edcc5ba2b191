import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Installation } from "../../src/core/installation.ts";
import { containerOf } from "../support/containers.ts";
import { docker } from "../support/lab.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/page.ts";
import { waitForEvent, waitUntil } from "../support/progress.ts";
import { mountSmallDisk, prepareSmallVolumes, type SmallDisk } from "../support/small-disk.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

const dataBytes = 40_000_000;

let workspace: Workspace;
let home: SmallDisk;
let session: Session;
/** A backup of what is there at the beginning, on another disk. */
let backup: string;

// A file system of the test's own is made as Linux makes one.
describe.runIf(process.platform === "linux")("with a full disk", () => {
  beforeAll(async () => {
    workspace = await createWorkspace("disk-full", { model: "none" });
    const settings = await workspace.readHome("settings.yaml");
    home = await mountSmallDisk(workspace.home, 6 * dataBytes);
    await workspace.writeSettings({ model: "none" });
    expect(await workspace.readHome("settings.yaml")).toBe(settings);
    const up = await workspace.localgpt(["up"]);
    expect(up.code, up.stderr).toBe(0);
    session = await signUp(workspace.port);
    await keepChat(workspace.port, session, "before");
    const upload = `head -c ${dataBytes} /dev/urandom > /app/backend/data/uploads/photo.bin`;
    await docker("exec", containerOf(workspace, "open-webui"), "bash", "-c", upload);
    backup = `${workspace.home}.tar`;
    const saved = await workspace.localgpt(["backup", backup]);
    expect(saved.code, saved.stderr).toBe(0);
    await keepChat(workspace.port, session, "after");
  });
  afterEach(() => home.empty());
  afterAll(async () => {
    await home.unmount();
    await rm(backup, { force: true });
    await workspace.remove();
  });

  /** What a run with `--json` that fails says of its failure. */
  async function fail(args: string[]): Promise<{ code: string; facts: Record<string, unknown> }> {
    const run = await workspace.localgpt([...args, "--json"]);
    expect(run.code, run.stderr).toBe(1);
    return (JSON.parse(run.stdout) as { error: { code: string; facts: Record<string, unknown> } }).error;
  }

  const titles = () =>
    chatTitles(workspace.port, session).then(
      (found) => found.sort(),
      () => null,
    );

  /** The page answers, or soon does where it was stopped for a while, with all that it had. */
  async function expectChats(): Promise<void> {
    await expect.poll(() => titles()).toEqual(["after", "before"]);
  }

  /** Everything is as it was: the page answers with its data, and no change is pending. */
  async function expectUntouched(): Promise<void> {
    await expectChats();
    expect((JSON.parse(await workspace.readHome("installation.json")) as Installation).pending).toBe(null);
  }

  const backups = () => readdir(join(workspace.home, "backups")).catch((): string[] => []);

  test("a backup that does not fit is not begun", async () => {
    await home.fill();
    expect(await fail(["backup"])).toMatchObject({ code: "disk-full" });
    expect(await backups()).toEqual([]);
    await expectUntouched();
  });

  test("a backup for which the space runs out leaves nothing", async () => {
    // Enough at first.
    await home.fill(dataBytes + 2_000_000);
    const before = await backups();
    const running = workspace.start(["backup", "--json"]);
    await waitUntil("it is being written", async () => {
      const [begun] = (await backups()).filter((name) => !before.includes(name));
      return begun !== undefined && (await stat(join(workspace.home, "backups", begun))).size > 0;
    });
    await home.fill();
    const { exitCode, stdout, stderr } = await running;
    expect(exitCode, stdout + stderr).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "file-failed", facts: { reason: "ENOSPC" } } });
    expect(await backups()).toEqual(before);
    await expectUntouched();
  });

  test("a purge whose last backup does not fit removes nothing", async () => {
    await home.fill();
    const { code, facts } = await fail(["uninstall", "--purge", "--yes-delete", workspace.project]);
    expect(code).toBe("last-backup-failed");
    expect(facts).toMatchObject({ cause: { code: "disk-full" } });
    await expectUntouched();
  });

  test.each([
    { command: "update", what: "too small a volume", options: "size=1m", code: "disk-full" },
    {
      command: "update",
      what: "one that fills up on the way",
      options: "size=900m,nr_inodes=4",
      code: "data-not-copied",
    },
    { command: "restore", what: "too small a volume", options: "size=1m", code: "disk-full" },
    { command: "restore", what: "one that fills up on the way", options: "size=900m,nr_inodes=4", code: "data-failed" },
  ])("$command into $what changes nothing", async ({ command, options, code }) => {
    const removeVolumes = await prepareSmallVolumes(workspace.project, options);
    const args = command === "update" ? ["--to", "open-webui:2"] : [backup, "--yes"];
    try {
      expect(await fail([command, ...args])).toMatchObject({ code });
      await expectUntouched();
    } finally {
      await removeVolumes();
    }
  });

  test("a restore whose safety backup does not fit changes nothing", async () => {
    await home.fill();
    expect(await fail(["restore", backup, "--yes"])).toMatchObject({ code: "disk-full" });
    await expectUntouched();
  });

  test("an update that cannot write down what it does changes nothing", async () => {
    await home.fill();
    expect(await fail(["update", "--to", "open-webui:2"])).toMatchObject({ code: "file-failed" });
    await expectUntouched();
  });

  test("an update that can no longer write down what it did goes back", async () => {
    const running = workspace.start(["update", "--to", "open-webui:2", "--json"]);
    await waitForEvent(
      running,
      (event) => event.type === "operation-started" && event.operation.kind === "fill-volume",
    );
    await home.fill();
    const { exitCode, stdout, stderr } = await running;
    expect(exitCode, stderr).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "file-failed" } });
    await expectChats();
    await home.empty();
    const up = await workspace.localgpt(["up"]);
    expect(up.code, up.stderr).toBe(0);
    await expectUntouched();
  });
});
