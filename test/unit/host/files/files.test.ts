import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeFolder, readFileIfThere, writeFileWhole } from "../../../../src/host/files/files.ts";
import { isPosix } from "../../../support/program/posix.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-files-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("writeFileWhole", () => {
  test.runIf(isPosix)("makes the folders on the way, for the owner alone", async () => {
    const path = join(folder, "a", "b", "settings.yaml");
    await writeFileWhole(path, "port: 3000\n");
    expect(await readFile(path, "utf8")).toBe("port: 3000\n");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "a"))).mode & 0o777).toBe(0o700);
  });

  test("takes the place of the old file and leaves nothing else behind", async () => {
    const path = join(folder, "compose.yaml");
    await writeFile(path, "a much longer text than the new one");
    await writeFileWhole(path, "new", 0o644);
    expect(await readFile(path, "utf8")).toBe("new");
    expect(await readdir(folder)).toEqual(["compose.yaml"]);
  });

  test.runIf(isPosix)("writes what a link leads to and leaves the link", async () => {
    const target = join(folder, "dotfiles.yaml");
    const link = join(folder, "settings.yaml");
    await writeFile(target, "old");
    await symlink(target, link);
    await writeFileWhole(link, "new");
    expect(await readFile(target, "utf8")).toBe("new");
    expect((await readdir(folder)).sort()).toEqual(["dotfiles.yaml", "settings.yaml"]);
  });

  test("where it cannot write, it says so and the old file stays", async () => {
    const path = join(folder, "a-folder");
    await writeFileWhole(join(path, "inside"), "kept");
    await expect(writeFileWhole(path, "new")).rejects.toMatchObject({
      code: "file-failed",
      facts: { path, action: "write" },
    });
    expect(await readFile(join(path, "inside"), "utf8")).toBe("kept");
    expect(await readdir(folder)).toEqual(["a-folder"]);
  });

  test("many writers at once leave one whole text", async () => {
    const path = join(folder, "settings.yaml");
    const texts = Array.from({ length: 20 }, (_, index) => `${index}\n`.repeat(5000));
    await Promise.all(texts.map((text) => writeFileWhole(path, text)));
    expect(texts).toContain(await readFile(path, "utf8"));
    expect(await readdir(folder)).toEqual(["settings.yaml"]);
  });
});

describe("readFileIfThere", () => {
  test("gives null where there is no file", async () => {
    expect(await readFileIfThere(join(folder, "none", "settings.yaml"))).toBeNull();
  });

  test.runIf(isPosix)("a link to nothing is not taken for no file", async () => {
    const path = join(folder, "settings.yaml");
    await symlink(join(folder, "not-mounted", "settings.yaml"), path);
    await expect(readFileIfThere(path)).rejects.toMatchObject({ code: "file-failed", facts: { reason: "ENOLINK" } });
    await expect(makeFolder(path)).rejects.toMatchObject({ code: "ENOLINK" });
  });

  test("what is larger than asked for is not read", async () => {
    const path = join(folder, "settings.yaml");
    await writeFile(path, "port: 3000\n");
    expect(await readFileIfThere(path, 11)).toBe("port: 3000\n");
    await expect(readFileIfThere(path, 10)).rejects.toMatchObject({ facts: { reason: "EFBIG" } });
  });

  test("reads UTF-16 where a mark says so", async () => {
    const path = join(folder, "settings.yaml");
    await writeFile(path, Buffer.from("\ufeffport: 3000\n", "utf16le"));
    expect(await readFileIfThere(path)).toBe("\ufeffport: 3000\n");
  });

  test("says why a file cannot be read", async () => {
    await expect(readFileIfThere(folder)).rejects.toMatchObject({
      code: "file-failed",
      facts: { path: folder, action: "read", reason: "EISDIR" },
    });
  });
});

describe("makeFolder", () => {
  test.runIf(isPosix)("makes what is missing, for the user alone, and leaves what is there", async () => {
    const path = join(folder, "a", "b", "c");
    await makeFolder(path);
    await makeFolder(path);
    expect((await stat(join(folder, "a"))).mode & 0o777).toBe(0o700);
  });

  test("several at once make it once", async () => {
    const path = join(folder, "a", "b");
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(path)]);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  test("a file in the way is an error, not a folder", async () => {
    await writeFile(join(folder, "a"), "");
    await expect(makeFolder(join(folder, "a"))).rejects.toMatchObject({ code: "EEXIST" });
    await expect(makeFolder(join(folder, "a", "b"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  test.runIf(process.platform === "linux")(
    "a place that takes no folders is an error and no endless attempt",
    async () => {
      await expect(makeFolder("/proc/localgpt/home")).rejects.toMatchObject({
        code: expect.stringMatching(/ENOENT|EACCES/),
      });
    },
  );
});
