import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceProgram } from "../../../../src/host/files/replace-program.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-replace-"));
  path = join(folder, "localgpt");
  await writeFile(path, "old", { mode: 0o750 });
});
afterEach(() => rm(folder, { recursive: true }));

test("the new program has the mode of the old one, and is whole when it is tried", async () => {
  const tried: string[] = [];
  await replaceProgram(
    path,
    async (file) => file.writeFile("new"),
    async (temporary) => {
      tried.push(await readFile(temporary, "utf8"), await readFile(path, "utf8"));
    },
  );
  expect(tried).toEqual(["new", "old"]);
  expect(await readFile(path, "utf8")).toBe("new");
  if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o750);
  expect(await readdir(folder)).toEqual(["localgpt"]);
});

test.each([
  ["ENOSPC", "file-failed", { action: "write", reason: "ENOSPC" }],
  ["EROFS", "program-not-writable", {}],
])("a disk that says %s leaves the old one and nothing else", async (code, expected, facts) => {
  const refuse = async () => Promise.reject(Object.assign(new Error(code), { code }));
  const replacing = replaceProgram(path, refuse, async () => {});
  await expect(replacing).rejects.toMatchObject({ code: expected, facts: { path, ...facts } });
  expect(await readFile(path, "utf8")).toBe("old");
  expect(await readdir(folder)).toEqual(["localgpt"]);
});
