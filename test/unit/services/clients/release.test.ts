import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { findChecksum, isNewer, isVersion } from "../../../../src/core/values/releases.ts";
import { downloadFile, readRelease } from "../../../../src/services/clients/release.ts";
import { calm } from "../../../support/engines/connect.ts";
import {
  hang,
  type ReleaseServer,
  releaseOf,
  sha256,
  startReleaseServer,
} from "../../../support/services/release-server.ts";

const open_: ReleaseServer[] = [];
afterEach(async () => {
  for (const server of open_.splice(0)) await server.close();
});

async function serve(files: ReleaseServer["files"]) {
  const server = await startReleaseServer(files);
  open_.push(server);
  return { server, source: { address: server.address, environment: {}, signal: calm() } };
}

test.each([
  ["0.1.1", "0.1.0", true],
  ["0.10.0", "0.9.9", true],
  ["1.0.0", "1.0.0", false],
  ["0.1.0", "0.2.0", false],
  ["1.0.0", "1.0.0-rc.1", true],
  ["1.0.0-rc.1", "1.0.0", false],
  ["1.0.0-rc.10", "1.0.0-rc.9", true],
  ["2.0.0-rc.1", "1.9.9", true],
])("whether %s is newer than %s: %s", (one, other, expected) => {
  expect(isNewer(one, other)).toBe(expected);
});

test("what is a version, and which checksum is a file's", () => {
  for (const text of ["1.2.3", "0.0.0-rc.1"]) expect(isVersion(text)).toBe(true);
  for (const text of ["", "1.2", "v1.2.3", "1.2.3\n4", "1.2.3 ", "<html>"]) expect(isVersion(text)).toBe(false);
  const [one, two] = [sha256("1"), sha256("2")];
  const text = `${one}  a\r\n${two.toUpperCase()} *a.exe\nnonsense\n`;
  expect(findChecksum(text, "a")).toBe(one);
  expect(findChecksum(text, "a.exe")).toBe(two);
  expect(findChecksum(text, "b")).toBeNull();
});

test("follows redirects, but not for ever", async () => {
  const { server, source } = await serve(releaseOf("1.2.3"));
  const files = new Map(server.files);
  for (const [name] of files) {
    server.files.set(`${name}-there`, files.get(name) ?? "");
    server.files.set(name, (response) => response.writeHead(302, { location: `${name}-there` }).end());
  }
  expect((await readRelease(source)).version).toBe("1.2.3");
  server.files.set("VERSION", (response) => response.writeHead(302, { location: "VERSION" }).end());
  await expect(readRelease(source)).rejects.toMatchObject({
    code: "release-unreachable",
    facts: { detail: "HTTP 302" },
  });
});

test("what stalls, what is too long for a version, and who is not there", async () => {
  const { server, source } = await serve(releaseOf("1.2.3"));
  for (const silent of [hang, () => {}]) {
    server.files.set("VERSION", silent);
    await expect(readRelease({ ...source, stallMs: 300 })).rejects.toMatchObject({ facts: { reason: "stalled" } });
  }
  server.files.set("VERSION", Buffer.alloc(1_000_000, "1"));
  await expect(readRelease(source)).rejects.toMatchObject({ code: "release-unreachable", facts: { reason: "other" } });
  const absent = { ...source, address: "http://127.0.0.1:9/x" };
  await expect(readRelease(absent)).rejects.toMatchObject({ facts: { reason: "unreachable" } });
});

test("tells each piece of a download, and gives the disk's own error as it is", async () => {
  const { server, source } = await serve(new Map());
  const bytes = Buffer.alloc(3_000_000, "x");
  server.files = releaseOf("1.2.3", bytes);
  const { checksums } = await readRelease(source);
  const [name = ""] = [...server.files.keys()];
  const folder = await mkdtemp(join(tmpdir(), "localgpt-release-"));
  const file = await open(join(folder, "file"), "w+");
  let told = 0;
  await downloadFile(source, { name, checksums }, file, (piece) => {
    told += piece;
  });
  await file.close();
  expect(told).toBe(bytes.length);
  const full = await open("/dev/full", "w").catch(() => null);
  if (full !== null) {
    await expect(downloadFile(source, { name, checksums }, full, () => {})).rejects.toMatchObject({ code: "ENOSPC" });
    await full.close();
  }
  await rm(folder, { recursive: true });
});
