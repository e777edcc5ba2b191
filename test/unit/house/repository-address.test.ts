import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { repository } from "../../support/program/repository-script.ts";

const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
const address = /github\.com\/(.+)\.git$/.exec(manifest.repository.url)?.[1] ?? "";

test("package.json has the address of the repository, three times the same", () => {
  expect(address).toMatch(/^[\w.-]+\/localgpt$/);
  expect(manifest.repository.url).toBe(`git+https://github.com/${address}.git`);
  expect(manifest.bugs.url).toBe(`https://github.com/${address}/issues`);
  expect(manifest.homepage).toBe(`https://github.com/${address}#readme`);
});

test("and no other file has it", async () => {
  const { stdout } = await execa("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"], {
    cwd: repository,
  });
  const files = stdout.split("\n").filter((file) => file !== "package.json");
  expect(files.length).toBeGreaterThan(100);
  const readIfThere = (file: string) => {
    try {
      return readFileSync(join(repository, file), "utf8");
    } catch {
      return "";
    }
  };
  expect(files.filter((file) => readIfThere(file).includes(address))).toEqual([]);
});
