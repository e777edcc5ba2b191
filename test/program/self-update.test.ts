import { readFileSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { buildExecutable } from "../support/program/executable.ts";
import { withoutRights } from "../support/program/script.ts";
import { program } from "../support/program/workspace.ts";
import {
  cutOff,
  executableName,
  hang,
  type ReleaseServer,
  releaseOf,
  sha256,
  startReleaseServer,
} from "../support/services/release-server.ts";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const rights = withoutRights === "" ? [] : withoutRights.split(" ");
let built: string;
let server: ReleaseServer;
let home: string;
let executable: string;

beforeAll(async () => {
  built = await buildExecutable();
  server = await startReleaseServer(new Map());
}, 120_000);
afterAll(() => server.close());

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "localgpt self-update-"));
  executable = join(home, "bin/localgpt");
  await mkdir(dirname(executable));
  await copyFile(built, executable);
  server.files = releaseOf("99.0.0");
  server.asked.length = 0;
});
afterEach(() => rm(home, { recursive: true }));

function run(args: string[] = [], { file = executable, environment = {} as Record<string, string | undefined> } = {}) {
  const [first = "", ...rest] = [...rights, ...file.split("\n"), "self-update", ...args];
  return execa(first, rest, {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      LANG: "en_US.UTF-8",
      LOCALGPT_DOWNLOAD_URL: server.address,
      // A proxy for the rest of the world is not asked for this machine's own server.
      HTTP_PROXY: "http://127.0.0.1:9",
      ...environment,
    },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
}

const inBin = () => readdir(dirname(executable));
const isUnchanged = async () => (await readFile(executable)).equals(await readFile(built));

test("--check only tells; without it the newer one takes its place, also where a link leads to it", async () => {
  const check = await run(["--check"]);
  expect(check).toMatchObject({ exitCode: 0, stderr: "" });
  expect(check.stdout).toMatch(
    /^A newer localgpt is available: 99\.0\.0 \(this is .*\)\nTo get it: `localgpt self-update`$/,
  );
  expect(server.asked).toEqual(["VERSION", "SHA256SUMS"]);
  expect(await isUnchanged()).toBe(true);

  const link = join(home, "link");
  await symlink(executable, link);
  const update = await run(["--json"], { file: link });
  expect(update.exitCode, update.stderr).toBe(0);
  expect(JSON.parse(update.stdout)).toMatchObject({
    program: executable,
    newest: "99.0.0",
    isNewer: true,
    updated: true,
  });
  expect((await execa(executable, ["--version"])).stdout).toBe("99.0.0");
  expect(await inBin()).toEqual(["localgpt"]);
});

test.each(["an older release", "the same"])("%s: nothing is downloaded", async (which) => {
  const version = which === "the same" ? manifest.version : "0.0.1";
  server.files = releaseOf(version);
  const result = await run(["--json"]);
  expect(result.exitCode, result.stdout).toBe(0);
  expect(JSON.parse(result.stdout)).toMatchObject({ newest: version, isNewer: false, updated: false });
  expect(server.asked).toEqual(["VERSION", "SHA256SUMS"]);
  expect(await isUnchanged()).toBe(true);
});

test.each<[string, () => void, string, RegExp]>([
  [
    "another file",
    () => server.files.set(executableName, "#!/bin/sh\n"),
    "release-unusable",
    /is not the file that SHA256SUMS/,
  ],
  [
    "no checksum",
    () => server.files.set("SHA256SUMS", `${sha256("99.0.0\n")}  VERSION\n`),
    "release-unusable",
    /has no line for/,
  ],
  ["no version", () => server.files.set("VERSION", "<html>"), "release-unusable", /is not the version of a release/],
  ["another version", () => server.files.set("VERSION", "98.0.0\n"), "release-unusable", /VERSION is not the file/],
  ["no file", () => server.files.delete(executableName), "release-unreachable", /not found \(HTTP 404\)/],
  ["a cut", () => server.files.set(executableName, cutOff), "release-unreachable", /the connection breaks off/],
  [
    "one that does not start",
    () => {
      server.files = releaseOf("99.0.0", "#!/bin/sh\necho no GLIBC here >&2\nexit 1\n");
    },
    "program-unfit",
    /does not start on this system: no GLIBC here/,
  ],
])("%s: one sentence, and all stays as it was", async (_, provoke, code, says) => {
  provoke();
  const told = await run();
  expect(told.exitCode).toBe(1);
  expect(told.stderr).toMatch(says);
  const result = await run(["--json"]);
  expect(JSON.parse(result.stdout)).toMatchObject({ error: { code } });
  expect(await isUnchanged()).toBe(true);
  expect(await inBin()).toEqual(["localgpt"]);
});

test("where the user may not write, nothing is downloaded, and it says the next step", async () => {
  await chmod(dirname(executable), 0o555);
  const result = await run();
  await chmod(dirname(executable), 0o755);
  expect(result).toMatchObject({ exitCode: 1 });
  expect(result.stderr).toContain(`You may not replace \`${executable}\``);
  expect(result.stderr).toContain("self-update`, or ask the person who installed it");
  expect(server.asked).toEqual(["VERSION", "SHA256SUMS"]);
});

test("Ctrl-C in the middle leaves the old one and nothing else", async () => {
  server.files.set(executableName, hang);
  const running = run();
  await expect.poll(() => server.asked).toContain(executableName);
  await expect.poll(inBin).toHaveLength(2);
  running.kill("SIGINT");
  expect((await running).exitCode).toBe(130);
  expect(await isUnchanged()).toBe(true);
  expect(await inBin()).toEqual(["localgpt"]);
});

test("what a killed one left goes with the next", async () => {
  await writeFile(join(dirname(executable), ".localgpt.0123456789ab.old"), "");
  await writeFile(join(dirname(executable), ".localgpt.other"), "");
  expect((await run()).exitCode).toBe(0);
  expect((await inBin()).sort()).toEqual([".localgpt.other", "localgpt"]);
});

test("an address that is none, and a build without one", async () => {
  const wrong = await run([], { environment: { LOCALGPT_DOWNLOAD_URL: "ftp://example.org" } });
  expect(wrong).toMatchObject({ exitCode: 2 });
  expect(wrong.stderr).toContain("`LOCALGPT_DOWNLOAD_URL` must be an address such as `https://");
  // Once the repository names its owner, a build knows where releases are.
  if (JSON.stringify(manifest.repository ?? "OWNER").includes("OWNER")) {
    const none = await run([], { environment: { LOCALGPT_DOWNLOAD_URL: undefined } });
    expect(none).toMatchObject({ exitCode: 2 });
    expect(none.stderr).toContain("Give the address in `LOCALGPT_DOWNLOAD_URL`");
  }
});

test("installed with npm, or run from a clone, it names their command instead", async () => {
  const clone = await run(["--json"], { file: `${process.execPath}\n${program}` });
  expect(clone.exitCode).toBe(2);
  expect(JSON.parse(clone.stdout)).toMatchObject({ error: { code: "updated-elsewhere", facts: { by: "git" } } });
  const folder = join(home, "lib/node_modules/localgpt/dist");
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(dirname(program))) {
    if (name.endsWith(".js") || name === "package.json")
      await copyFile(join(dirname(program), name), join(folder, name));
  }
  const installed = await run([], {
    file: `${process.execPath}\n${join(folder, "main.js")}`,
    environment: { LANG: "es_ES.UTF-8" },
  });
  expect(installed).toMatchObject({ exitCode: 2 });
  expect(installed.stderr).toContain("`npm install -g localgpt@latest`");
  expect(server.asked).toEqual([]);
});
