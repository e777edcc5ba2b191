import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeUnfinished } from "../../../../src/host/files/unfinished-files.ts";

test("what killed runs were writing goes; what another may be writing, what is written and what others made stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), "localgpt-unfinished-"));
  const old = [".settings.yaml.0123456789ab.tmp"];
  const young = [".compose.yaml.0123456789ab.tmp", ".installation.json.ba9876543210.tmp"];
  const staying = [".settings.yaml.ba9876543210.tmp", ".notes.tmp", "compose.yaml", "compose.yaml.tmp", "lock"];
  try {
    for (const name of [...old, ...young, ...staying]) await writeFile(join(folder, name), "");
    const longAgo = new Date(Date.now() - 120_000);
    for (const name of [...old, ".notes.tmp"]) await utimes(join(folder, name), longAgo, longAgo);
    await removeUnfinished(folder);
    expect((await readdir(folder)).sort()).toEqual([...staying].sort());
  } finally {
    await rm(folder, { recursive: true });
  }
});
