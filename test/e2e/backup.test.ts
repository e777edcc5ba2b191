import { copyFile, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupListResult, BackupResult } from "../../src/commands/data/backup.ts";
import type { RestoreResult } from "../../src/commands/data/restore-text.ts";
import { smallEntries, writeSmallBackup } from "../support/data/backup-file.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { expectFailure, expectResult } from "../support/program/output.ts";
import { waitForEvent, waitUntil } from "../support/program/progress.ts";
import { openTerminal } from "../support/program/terminal.ts";
import { createWorkspace, type RunOptions, type Workspace } from "../support/program/workspace.ts";
import { chatTitles, keepChat, type Session, signUp } from "../support/services/page.ts";

let stack: Workspace;
let ana: Session;
const nowhere = { environment: { DOCKER_HOST: "unix:///nowhere.sock" } };

beforeAll(async () => {
  stack = await createWorkspace("backup");
  expect(await failure(1, ["backup"])).toMatchObject({ code: "no-data", facts: { project: stack.project } });
  const up = await stack.localgpt(["up"]);
  if (up.code !== 0) throw new Error(up.stderr);
  ana = await signUp(stack.port);
  await keepChat(stack.port, ana, "Semáforos");
  // Something that takes a moment to save, and a link that leads out.
  const data = "/app/backend/data/uploads";
  const script = `head -c 40000000 /dev/urandom > ${data}/notes && ln -s /etc/passwd ${data}/out`;
  await docker("exec", containerOf(stack, "open-webui"), "bash", "-c", script);
}, 90_000);

afterAll(() => stack?.remove());

const succeed = <Result>(args: string[], options?: RunOptions) => expectResult<Result>(stack, args, options);

const failure = (code: number, args: string[], options?: RunOptions) => expectFailure(stack, code, args, options);

const place = (name: string) => join(stack.home, name);
const oneOffs = () => docker("ps", "--all", "--quiet", "--filter", `name=${stack.project}-run-`);

test("what makes no sense is refused before Docker is asked for anything", async () => {
  await writeFile(place("mine"), "mine");
  const refused = await Promise.all([
    failure(2, ["backup", "mine"], nowhere),
    failure(2, ["backup", "."], nowhere),
    failure(2, ["backup", "no/such/folder"], nowhere),
    failure(2, ["backup", "--keep", "0"], nowhere),
    failure(2, ["restore", "mine"], nowhere),
    failure(2, ["restore", "nothing", "--check"], nowhere),
    failure(1, ["restore", "mine", "--yes"], nowhere),
  ]);
  expect(refused.map(({ code, facts }) => [code, facts.problem ?? facts.reason])).toEqual([
    ["backup-exists", undefined],
    ["backup-place", "folder"],
    ["backup-place", "no-folder"],
    ["invalid-value", undefined],
    ["confirmation-needed", undefined],
    ["backup-missing", "missing"],
    ["backup-unusable", "not-a-backup"],
  ]);
  expect(await readFile(place("mine"), "utf8")).toBe("mine");
});

test("every conversation that was answered before a backup is in it, no matter who is writing, and comes back", async () => {
  const answered: string[] = ["Semáforos"];
  let isOver = false;
  const write = async (hand: number) => {
    for (let number = 0; !isOver; number += 1) {
      const title = `${hand}-${number}`;
      await keepChat(stack.port, ana, title);
      answered.push(title);
    }
  };
  const hands = [1, 2, 3].map(write);
  await waitUntil("some chats", async () => answered.length > 20);
  const running = stack.start(["backup", "while.tar", "--note", "before the exam", "--json"]);
  const before = [...answered];
  const run = await running;
  const written = answered.length - before.length;
  isOver = true;
  await Promise.all(hands);
  expect(run.exitCode, run.stderr).toBe(0);
  expect(written, "somebody wrote meanwhile").toBeGreaterThan(0);
  const made = JSON.parse(run.stdout) as BackupResult;
  expect(made).toMatchObject({ path: place("while.tar"), note: "before the exam", openWebui: "0.11.4" });
  expect(made.models.map(({ name }) => name)).toEqual(["tiny:latest"]);
  expect(made.omitted).toContainEqual({ path: "open-webui/uploads/out", bytes: 0, reason: "link-out" });
  expect(made.omitted.filter(({ reason }) => reason === "in-image")).not.toEqual([]);
  expect((await stat(place("while.tar"))).mode & 0o777).toBe(0o600);
  expect(await oneOffs()).toBe("");

  const check = await succeed<RestoreResult>(["restore", "while.tar", "--check"], nowhere);
  expect(check).toMatchObject({ checkOnly: true, restored: null, backup: { counts: made.counts } });
  const { restored } = await succeed<RestoreResult>(["restore", "while.tar", "--yes"]);
  expect(restored).toMatchObject({ counts: made.counts, volumeBefore: `${stack.project}_open-webui`, settings: false });
  const titles = new Set(await chatTitles(stack.port, ana));
  expect(before.filter((title) => !titles.has(title))).toEqual([]);
  expect(titles.size, "no chat from after the backup").toBeLessThan(answered.length);
  const sums = await docker(
    ...["exec", containerOf(stack, "open-webui"), "bash", "-c"],
    "cd /app/backend/data && ls -A && stat -c %a%u uploads/notes && sha256sum cache/embedding/model.bin",
  );
  expect(sums, "the image's own files are there too").toMatch(/webui_secret_key[\s\S]*6440\n[0-9a-f]{64}/);
});

test("what was there before a restore is in a backup of its own, which the list names", async () => {
  const { backups } = await succeed<BackupListResult>(["backup", "list"], nowhere);
  expect(backups).toMatchObject([{ cause: "restore", isWhole: true, note: null }]);
  // The way back from a change stays, whatever is kept of the others.
  const more = await succeed<BackupResult>(["backup", "--keep", "1"]);
  expect(more.removed).toEqual([]);
  const most = await succeed<BackupResult>(["backup", "--keep", "1"]);
  expect(most.removed).toEqual([more.path]);
  await copyFile(place("while.tar"), place("backups/hers.tar"));
  await truncate(place("backups/hers.tar"), (await stat(place("while.tar"))).size - 1024);
  const list = await stack.localgpt(["backup", "list", "--lang", "es"]);
  expect(list.stdout).toMatch(/1 cuenta, \d+ conversaciones .* incompleta: está cortada\s+hers\.tar/);
  expect(await failure(1, ["restore", "backups/hers.tar", "--check"])).toMatchObject({
    facts: { reason: "truncated" },
  });
  expect(await readdir(place("backups"))).toHaveLength(3);
});

test.each(["SIGINT", "SIGKILL"] as const)(
  "%s while it is written leaves no half backup and no container",
  async (signal) => {
    await mkdir(place(signal));
    const running = stack.start(["backup", join(signal, "a.tar"), "--json"]);
    await waitForEvent(running, (event) => event.type === "operation-started");
    await waitUntil("bytes in the file", async () => {
      const [name] = await readdir(place(signal));
      return name !== undefined && (await stat(join(place(signal), name))).size > 0;
    });
    running.kill(signal);
    const { exitCode } = await running;
    expect(exitCode).toBe(signal === "SIGINT" ? 130 : undefined);
    await waitUntil("no container", async () => (await oneOffs()) === "");
    if (signal === "SIGINT") expect(await readdir(place(signal))).toEqual([]);
    else expect(await readdir(place(signal))).toEqual([expect.stringMatching(/^\.localgpt-backup-.*\.partial$/)]);
    const made = await succeed<BackupResult>(["backup", join(signal, "a.tar")]);
    expect(await readdir(place(signal)), "the next one tidies up").toEqual(["a.tar"]);
    await succeed(["restore", made.path, "--check"]);
    await rm(made.path);
  },
);

test("data of a newer page is refused, and data that is not whole goes back by itself", async () => {
  const before = { ids: await stack.containerIds(), titles: await chatTitles(stack.port, ana) };
  await writeSmallBackup(place("newer.tar"), smallEntries, { openWebui: "0.12.0" });
  expect(await failure(1, ["restore", "newer.tar", "--yes"])).toMatchObject({
    code: "backup-newer",
    facts: { openWebui: "0.12.0", installed: "0.11.4" },
  });
  expect(await stack.containerIds()).toEqual(before.ids);
  await writeSmallBackup(place("broken.tar"));
  expect(await failure(1, ["restore", "broken.tar", "--yes"])).toMatchObject({ code: "data-damaged" });
  expect(await stack.containerIds()).toEqual(before.ids);
  await expect.poll(() => chatTitles(stack.port, ana).catch(() => null)).toEqual(before.titles);
  const volumes = await docker("volume", "ls", "--format", "{{.Name}}", "--filter", `name=${stack.project}_open-webui`);
  expect(volumes.split("\n"), "the data of now, and of before the restore above").toHaveLength(2);
});

test("a person is asked first, and a no changes nothing", async () => {
  const before = await stack.containerIds();
  const terminal = await openTerminal(stack, ["restore", "while.tar", "--lang", "es"], { columns: 150 });
  try {
    await terminal.waitFor(/Copia comprobada[\s\S]*se sustituirá por la copia de [\s\S]*¿Continuar\? \[s\/N\]/);
    await terminal.press("n", "Enter");
    expect(await terminal.exitCode()).toBe(1);
    expect(await terminal.screen()).toContain("No se ha cambiado nada");
  } finally {
    await terminal.close();
  }
  expect(await stack.containerIds()).toEqual(before);
});
