import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeArchive } from "../../../../src/host/backup/backup-file.ts";
import { readBackupHead } from "../../../../src/host/backup/backup-head.ts";
import { checkBackup } from "../../../../src/host/backup/backup-reader.ts";
import { createProcesses } from "../../../../src/host/machine/processes.ts";
import { pruneBackups } from "../../../../src/services/backup/kept-backups.ts";
import { changeBytes, type SmallEntry, smallEntries, writeSmallBackup } from "../../../support/data/backup-file.ts";
import { isPosix } from "../../../support/program/posix.ts";

let folder: string;
let file: string;
const signal = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-backup-"));
  file = join(folder, "a.tar");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test.runIf(isPosix)("a backup is a plain tar for its owner alone, and is found to be as it was written", async () => {
  await writeSmallBackup(file);
  const { stdout } = await execa("tar", ["-tf", file]);
  expect(stdout.split("\n")).toEqual([
    "localgpt-backup.json",
    ...smallEntries.map(({ path }) => path),
    "manifest.json",
    "manifest.json.sha256",
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  let bytes = 0;
  const checked = await checkBackup(file, { signal, onBytes: (count) => (bytes += count) });
  expect(checked.manifest).toMatchObject({ project: "localgpt", counts: { accounts: 1, chats: 2 } });
  expect(bytes).toBe((await stat(file)).size);
  expect(await readBackupHead(file)).toMatchObject({ isWhole: true, bytes, header: { openWebui: "0.11.4" } });
});

describe("refused", () => {
  const link = (target: string, path = "open-webui/a"): SmallEntry => ({ path, type: "symlink", target });

  test.each<[string, SmallEntry, string]>([
    ["a path that leads up", { path: "open-webui/../../etc/passwd", text: "x" }, "open-webui/../../etc/passwd"],
    ["an absolute path", { path: "/etc/passwd", text: "x" }, "/etc/passwd"],
    ["a place that no backup has", { path: "etc/passwd", text: "x" }, "etc/passwd"],
    ["a link that leads up", link("../../x"), "open-webui/a"],
    ["a link to elsewhere", link("/etc/passwd"), "open-webui/a"],
    ["a link in place of the data", link("/app/backend/data", "open-webui"), "open-webui"],
    ["a link in place of the settings", link("x", "settings.yaml"), "settings.yaml"],
    ["a hard link", { path: "open-webui/a", type: "link", target: "open-webui/webui.db" }, "open-webui/a"],
    [
      "a conversation with another's name",
      { path: "conversations/last.yaml/x", text: "" },
      "conversations/last.yaml/x",
    ],
    ["a model's file of no digest", { path: "ollama/blobs/sha256-12", text: "" }, "ollama/blobs/sha256-12"],
  ])("%s", async (_, entry, name) => {
    await writeSmallBackup(file, [entry]);
    const error = { code: "backup-unusable", facts: { path: file, reason: "unsafe", entry: name, format: null } };
    await expect(checkBackup(file, { signal })).rejects.toMatchObject(error);
  });

  test("what lies behind a link, and what comes a second time", async () => {
    const behind = [link("uploads"), { path: "open-webui/a/b", text: "" }];
    for (const entries of [behind, [...smallEntries, { path: "open-webui/webui.db", text: "" }]]) {
      await writeSmallBackup(file, entries);
      await expect(checkBackup(file, { signal })).rejects.toMatchObject({ facts: { reason: "unsafe" } });
      await rm(file);
    }
  });

  test.each<[string, () => Promise<unknown>, string, string | null]>([
    ["other bytes in a file", () => changeBytes(file, "hello", "jello"), "altered", "open-webui/webui.db"],
    ["another name", () => changeBytes(file, "exam.yaml", "EXAM.yaml"), "altered", "settings.yaml"],
    [
      "a manifest that says something else",
      () => changeBytes(file, '"bytes": 5', '"bytes": 6'),
      "altered",
      "manifest.json",
    ],
    ["another seal", () => changeBytes(file, "  manifest.json\n", "  MANIFEST.json\n"), "altered", "manifest.json"],
    ["an end that is missing", async () => truncate(file, (await stat(file)).size - 2048), "truncated", null],
    ["a beginning and no more", () => truncate(file, 2048), "truncated", null],
    ["another file", () => writeFile(file, "hello".repeat(1000)), "not-a-backup", null],
    ["an empty file", () => writeFile(file, ""), "not-a-backup", null],
    [
      "the beginning of another tar",
      () => changeBytes(file, "localgpt-backup.json", "localgpt-BACKUP.json"),
      "not-a-backup",
      null,
    ],
  ])("%s", async (_, change, reason, entry) => {
    await writeSmallBackup(file);
    await change();
    await expect(checkBackup(file, { signal })).rejects.toMatchObject({
      code: "backup-unusable",
      facts: { path: file, reason, entry },
    });
  });

  test("a newer format, a folder and no file", async () => {
    await writeSmallBackup(file, smallEntries, { format: 2 });
    const facts = { reason: "newer-format", format: 2 };
    await expect(checkBackup(file, { signal })).rejects.toMatchObject({ facts });
    await expect(checkBackup(folder, { signal })).rejects.toMatchObject({ facts: { problem: "folder" } });
    const missing = { code: "backup-missing", facts: { problem: "missing" } };
    await expect(checkBackup(join(folder, "b"), { signal })).rejects.toMatchObject(missing);
  });

  test.each([0, 1, 3])("every single bit that is changed somewhere, from bit %i of each 97th byte", async (bit) => {
    await writeSmallBackup(file);
    const good = await readFile(file);
    const end = good.lastIndexOf("  manifest.json\n") + "  manifest.json\n".length;
    const unnoticed: number[] = [];
    for (let at = bit; at < end; at += 97) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ (1 << bit);
      await writeFile(file, bad);
      const isFilling = good[at] === 0;
      const found = await checkBackup(file, { signal }).catch((error) => error.code);
      if (!isFilling && found !== "backup-unusable") unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });
});

test("nothing is left of a backup that failed, and no file is written over", async () => {
  const failing = writeArchive(file, createProcesses(process), async (add) => {
    await add({ name: "a", type: "file", size: 3 }, Buffer.from("abc"));
    throw new Error("no more");
  });
  await expect(failing).rejects.toThrow("no more");
  expect(await readdir(folder)).toEqual([]);
  const late = writeArchive(file, createProcesses(process), async () => writeFile(file, "somebody else's"));
  await expect(late).rejects.toMatchObject({ code: "backup-exists" });
  expect(await readFile(file, "utf8")).toBe("somebody else's");
  expect(await readdir(folder)).toEqual(["a.tar"]);
});

test("what killed runs left is removed, and nothing else", async () => {
  const start = `.localgpt-backup-${hostname().replace(/[^A-Za-z0-9.]/g, "_")}-`;
  // Beyond the largest number that Linux gives a process.
  const pid = 2 ** 22 + 1;
  const dead = `${start}${pid}-0123abcd.partial`;
  const alive = `${start}${process.pid}-0123abcd.partial`;
  const elsewhere = `.localgpt-backup-other-${pid}-0123abcd.partial`;
  const forgotten = `.localgpt-backup-other-${pid}-4567abcd.partial`;
  const foreign = ".localgpt-backup-mine.partial";
  for (const name of [dead, alive, elsewhere, forgotten, foreign]) await writeFile(join(folder, name), "x");
  const longAgo = new Date(Date.now() - 48 * 3_600_000);
  await utimes(join(folder, forgotten), longAgo, longAgo);
  await writeArchive(file, createProcesses(process), async () => {});
  expect((await readdir(folder)).sort()).toEqual([alive, elsewhere, foreign, "a.tar"].sort());
});

test("pruning keeps the new backup whatever the clock says, and neither counts nor removes what nobody asked to prune", async () => {
  const stack = await mkdtemp(join(tmpdir(), "localgpt-prune-"));
  const backups = join(stack, "backups");
  const pathOf = (stamp: string) => join(backups, `localgpt-${stamp}.localgpt.tar`);
  const make = async (stamp: string, createdAt: string, header: Record<string, unknown> = {}) => {
    await writeSmallBackup(pathOf(stamp), smallEntries, { createdAt, ...header });
    return pathOf(stamp);
  };
  try {
    await mkdir(backups);
    const made = await make("20260101-000000", "2026-01-01T00:00:00Z");
    const oldest = await make("20261120-000000", "2026-11-20T00:00:00Z");
    await make("20261121-000000", "2026-11-21T00:00:00Z", { cause: "restore" });
    await make("20261122-000000", "2026-11-22T00:00:00Z");
    await make("20261123-000000", "2026-11-23T00:00:00Z", { note: "mine" });
    const cut = await make("20261124-000000", "2026-11-24T00:00:00Z");
    await truncate(cut, 4096);
    expect(await pruneBackups({ folder: stack, project: "localgpt", made }, 2)).toEqual([oldest]);
    expect(await readdir(backups)).toHaveLength(5);
    expect(await pruneBackups({ folder: stack, project: "localgpt", made }, 1)).toEqual([pathOf("20261122-000000")]);
    expect((await readdir(backups)).map((name) => name.slice(9, 17))).toEqual(
      expect.arrayContaining(["20260101", "20261121", "20261123", "20261124"]),
    );
  } finally {
    await rm(stack, { recursive: true, force: true });
  }
});
