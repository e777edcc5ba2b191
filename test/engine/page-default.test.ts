import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setPageDefault } from "../../src/services/page/page-settings.ts";
import pageDefaultScript from "../../src/services/page/python/page_default.py";
import { modelNamed } from "../support/data/model-named.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { type ComposeStack, startComposeStack } from "../support/services/compose-stack.ts";

// The table as Open WebUI 0.11.4 makes it, and three of the 352 rows that it fills it with.
const schema = `
CREATE TABLE config ("key" TEXT NOT NULL, value JSON NOT NULL, updated_at BIGINT, PRIMARY KEY ("key"));
INSERT INTO config VALUES ('ui.default_locale', '""', 1795526659), ('ui.default_pinned_models', 'null', 1795526659),
  ('ui.default_models', '"llama3.2:latest"', 1795526659);`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-page-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs a Python program with the database's path, as one beside Open WebUI would. */
async function python(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await execa("python3", ["-c", program, join(folder, "webui.db"), ...args]);
  return stdout;
}

function makeDatabase(sql = schema): Promise<string> {
  const program = `import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute("PRAGMA journal_mode=WAL"); d.executescript(sys.argv[2])`;
  return python(program, sql);
}

async function rows(): Promise<[string, string, number][]> {
  const program = `import json, sqlite3, sys; print(json.dumps(sqlite3.connect(sys.argv[1]).execute("SELECT * FROM config ORDER BY key").fetchall()))`;
  return JSON.parse(await python(program)) as [string, string, number][];
}

async function run(model: string, environment: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const env = { PATH: process.env.PATH ?? "", DATA_DIR: folder, ...environment };
  const { stdout } = await execa("python3", ["-c", pageDefaultScript, model], { env, extendEnv: false });
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("the one row is changed, as JSON and with its time, and every other stays", async () => {
  await makeDatabase();
  const [locale, , pinned] = await rows();
  expect(await run("qwen3:4b")).toEqual({ state: "set", before: "llama3.2:latest" });
  const after = await rows();
  expect([after[0], after[2]]).toEqual([locale, pinned]);
  expect(after[1]?.slice(0, 2)).toEqual(["ui.default_models", '"qwen3:4b"']);
  expect(after[1]?.[2]).toBeGreaterThan(1_700_000_000);
  expect(after[1]?.[2]).toBeLessThan(10_000_000_000);
  expect(await run("qwen3:4b")).toEqual({ state: "same", before: "qwen3:4b" });
});

test("a row that is not there is added, and one that says nothing is filled in", async () => {
  await makeDatabase(schema.replace(/,\s*\('ui.default_models'[^)]*\)/, ""));
  expect(await run("tiny:latest")).toEqual({ state: "set", before: null });
  expect((await rows()).map(([key]) => key)).toContain("ui.default_models");
  await python(
    `import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute("UPDATE config SET value = 'null'"); d.commit()`,
  );
  expect(await run("tiny:latest")).toEqual({ state: "set", before: null });
});

test("a writer at work is waited for", async () => {
  await makeDatabase();
  const hold = `
import sqlite3, sys
d = sqlite3.connect(sys.argv[1], isolation_level=None)
d.execute("BEGIN IMMEDIATE")
d.execute("UPDATE config SET updated_at = 1 WHERE key = 'ui.default_locale'")
print("held", flush=True)
sys.stdin.readline()
d.execute("COMMIT")`;
  const holder = execa("python3", ["-c", hold, join(folder, "webui.db")]);
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  let isDone = false;
  const changed = run("qwen3:4b").finally(() => {
    isDone = true;
  });
  // Long enough for one that does not wait to have failed.
  await expect(Promise.race([changed, run("x", { DATA_DIR: "/nowhere" })])).resolves.toMatchObject({
    state: "by-hand",
  });
  expect(isDone).toBe(false);
  holder.stdin.end("\n");
  await holder;
  expect(await changed).toEqual({ state: "set", before: "llama3.2:latest" });
  expect((await rows())[0]?.[2]).toBe(1);
});

test.each([
  ["no database, and none is made", {}, null, /unable to open/],
  ["another database", { DATABASE_URL: "postgresql://db/webui" }, schema, /not the SQLite file/],
  ["an encrypted one", { DATABASE_TYPE: "sqlite+sqlcipher" }, schema, /not the SQLite file/],
  [
    "settings that only the environment gives",
    { ENABLE_PERSISTENT_CONFIG: "False" },
    schema,
    /ENABLE_PERSISTENT_CONFIG/,
  ],
  [
    "the table of versions before 0.10",
    {},
    "CREATE TABLE config (id INTEGER, data JSON, version INTEGER)",
    /another one/,
  ],
  ["no table", {}, "CREATE TABLE user (id TEXT)", /another one/],
])("left to the administrator: %s", async (_, environment, sql, detail) => {
  if (sql !== null) await makeDatabase(sql);
  expect(await run("qwen3:4b", environment)).toMatchObject({ state: "by-hand", detail: expect.stringMatching(detail) });
  if (sql === schema) expect((await rows())[1]?.[1]).toBe('"llama3.2:latest"');
});

test("a file that is no database is left as it is", async () => {
  await writeFile(join(folder, "webui.db"), "not a database at all, only long enough to be taken for one".repeat(20));
  expect(await run("qwen3:4b")).toMatchObject({ state: "by-hand", detail: expect.stringMatching(/not a database/) });
});

test("in a container: a page that does not run is for later, one without Python for the administrator", async () => {
  let stack: ComposeStack | undefined;
  const engine = await connectUnderTest();
  try {
    stack = await startComposeStack("page-default", { services: ["open-webui"] });
    const { project } = stack;
    const set = () => setPageDefault(engine, { project, model: modelNamed("tiny") }, calm());
    await expect.poll(set).toMatchObject({ state: "same", before: "tiny:latest" });
    expect(await setPageDefault(engine, { project, model: modelNamed("qwen3:4b") }, calm())).toMatchObject({
      state: "set",
      before: "tiny:latest",
    });
    const container = stack.container("open-webui");
    await execa("docker", ["-H", engine.endpoint.address, "exec", container, "rm", "/usr/bin/python3"]);
    expect(await set()).toMatchObject({ state: "by-hand", detail: expect.stringMatching(/python3/) });
    await execa("docker", ["-H", engine.endpoint.address, "stop", "-t", "1", container]);
    expect(await set()).toEqual({ state: "later", before: null, detail: null });
  } finally {
    await stack?.remove();
  }
});
