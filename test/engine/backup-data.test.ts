import { afterAll, beforeAll, expect, test } from "vitest";
import { withOneOff } from "../../src/engine/programs/one-off.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import type { TarEntry } from "../../src/host/files/tar.ts";
import { type DataPlan, streamData } from "../../src/services/data/stream-data.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { images } from "../support/services/images.ts";

const project = uniqueProject("backup-data");
const volume = `${project}_open-webui`;
const image = images.openWebui("1");
const source = { project, image, volume, ollama: null, withModels: false };
let engine: Engine;

/** Makes a database, one whose changes are still in its journal, and a file that only begins as one does. */
const fill = `
import os, sqlite3
def make(path):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE t (a)")
    return database
os.makedirs("/data/uploads")
make("/data/own.db").close()
make("/data/uploads/mine.db")
with open("/data/uploads/damaged.db", "wb") as file:
    file.write(b"SQLite format 3\\0" + b"x" * 5000)
os._exit(0)
`;

async function passOver(entry: TarEntry): Promise<void> {
  for await (const _ of entry);
}

beforeAll(async () => {
  engine = await connectUnderTest();
  await withOneOff(engine, { project, image, mounts: [{ volume, path: "/data" }], signal: calm() }, (container) =>
    docker("exec", container, "python3", "-c", fill),
  );
});

afterAll(async () => {
  await docker("volume", "rm", "--force", volume);
  await leakCheck(project);
  await removeProject(project);
});

test("databases that people uploaded are files like any other: read as they are, whole or not", async () => {
  const uploads: Record<string, number> = {};
  const take = {
    plan: async (plan: DataPlan) => plan,
    entry: async (entry: TarEntry) => {
      const { name, size = 0 } = entry.header;
      if (name.startsWith("open-webui/uploads/")) uploads[name.slice(19)] = size;
      await passOver(entry);
    },
  };
  const { planned: plan, ...end } = await streamData(engine, source, take, calm());
  expect(end).toMatchObject({ damaged: [], changed: [] });
  expect(plan).toMatchObject({ databases: ["open-webui/own.db"] });
  expect(uploads).toMatchObject({ "damaged.db": 5016, "mine.db": 4096 });
  // SQLite would have put the journal into the database.
  expect(uploads["mine.db-wal"]).toBeGreaterThan(0);
});

test("a mistake of localgpt's own is reported as such, not as an Engine that went away", async () => {
  const mistake = new TypeError("no such function");
  const take = { plan: () => Promise.reject(mistake), entry: async () => {} };
  await expect(streamData(engine, source, take, calm())).rejects.toBe(mistake);
});
