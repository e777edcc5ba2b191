import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closeToOthers } from "../../../../src/host/files/close-to-others.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-close-"));
  await writeFile(join(folder, "settings.yaml"), "");
  await chmod(join(folder, "settings.yaml"), 0o644);
});

afterEach(() => rm(folder, { recursive: true }));

const modeOf = async (name: string): Promise<number> => (await stat(join(folder, name))).mode & 0o777;

test.skipIf(process.platform === "win32")("what others may read is taken from them, and counted once", async () => {
  expect(await closeToOthers(folder, "linux")).toBe(1);
  expect(await modeOf("settings.yaml")).toBe(0o600);
  expect(await closeToOthers(folder, "darwin")).toBe(0);
});

test("on Windows nothing is changed", async () => {
  const before = await modeOf("settings.yaml");
  expect(await closeToOthers(folder, "win32")).toBe(0);
  expect(await modeOf("settings.yaml")).toBe(before);
});
