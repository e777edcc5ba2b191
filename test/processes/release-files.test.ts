import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256 } from "../support/services/release-server.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
let clone: string;
let folder: string;

beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), "localgpt-release-"));
  folder = join(clone, "release");
  await mkdir(folder);
  await cp(join(repository, "scripts"), join(clone, "scripts"), { recursive: true });
});
afterEach(() => rm(clone, { recursive: true }));

async function stamp({ url, args = [folder], address }: { url: string; args?: string[]; address?: string }) {
  await writeFile(join(clone, "package.json"), JSON.stringify({ version: "1.2.3", repository: { type: "git", url } }));
  return execa(process.execPath, ["scripts/release/stamp.mjs", ...args], {
    cwd: clone,
    reject: false,
    env: { LOCALGPT_DOWNLOAD_URL: address },
  });
}

const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

test("a release gets its version, scripts that know its address, and their checksums beside those of the executables", async () => {
  const executables = `${sha256("one")}  localgpt-linux-amd64\n${sha256("two")}  localgpt-windows-amd64.exe\n`;
  await writeFile(join(folder, "SHA256SUMS"), executables);
  const url = "git+https://example.org/ana/localgpt.git";
  expect(await stamp({ url })).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await read("VERSION")).toBe("1.2.3\n");
  const address = "https://example.org/ana/localgpt/releases/latest/download";
  expect(await read("install.sh")).toContain(`\ndownloads='${address}'\n`);
  expect(await read("install.ps1")).toContain(`\n$downloads = '${address}'\n`);
  const names = ["VERSION", "install.sh", "install.ps1"];
  const lines = await Promise.all(names.map(async (name) => `${sha256(await read(name))}  ${name}\n`));
  const sums = executables + lines.join("");
  expect(await read("SHA256SUMS")).toBe(sums);
  await stamp({ url });
  expect(await read("SHA256SUMS")).toBe(sums);
  // Those of the repository know of none.
  expect(await readFile(join(clone, "scripts/install.sh"), "utf8")).toContain("\ndownloads=''\n");
});

test("a script that was given an address needs no variable", async () => {
  await writeFile(join(folder, "SHA256SUMS"), "");
  await stamp({ url: "", address: "http://127.0.0.1:9/files/" });
  const run = await execa("sh", ["-s"], {
    input: await read("install.sh"),
    env: { PATH: process.env.PATH, HOME: clone, LANG: "en_US.UTF-8" },
    extendEnv: false,
    reject: false,
  });
  expect(run).toMatchObject({ exitCode: 1 });
  expect(run.stderr).toContain("http://127.0.0.1:9/files/SHA256SUMS could not be downloaded");
});

test.each([
  ["no owner", { url: "git+https://example.org/OWNER/other.git" }, /names no owner in `repository`/],
  ["an address that a shell would read", { url: "", address: "https://example.org/'; id" }, /is not an address/],
  ["no folder", { url: "", args: [], address: "https://example.org" }, /^Usage: /],
  ["no checksums", { url: "", address: "https://example.org" }, /SHA256SUMS is not there/],
])("%s: refused, and nothing is written", async (_, asked, says) => {
  const run = await stamp(asked);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toMatch(says);
  expect(await readdir(folder)).toEqual([]);
});

/** Pairs of English and Spanish sentences; a value in them is `{}`. */
function sentencesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, english = "", spanish = ""]) =>
    [english, spanish]
      .map((sentence) => sentence.replace(/\$(?:\w+|\{\w+\})|\{\d\}/g, "{}").replaceAll("{}/{}", "{}"))
      .join(" | "),
  );
}

test.each(["install.ps1", "start.ps1"])("an editor leaves the first bytes of %s as they are", async (name) => {
  const sections = (await readFile(join(repository, ".editorconfig"), "utf8")).split(/^(?=\[)/m);
  const own = sections.filter((section) => /^\[(.+)\]/.exec(section)?.[1]?.replace("*.ps1", name) === name);
  const charset = own.map((section) => /^charset = (.+)$/m.exec(section)?.[1]).at(-1);
  const hasMark = (await readFile(join(repository, "scripts", name), "utf8")).startsWith("\ufeff");
  expect(charset).toBe(hasMark ? "utf-8-bom" : "utf-8");
});

test("install.ps1 says what install.sh says, in both languages", async () => {
  const shell = await readFile(join(repository, "scripts/install.sh"), "utf8");
  const power = await readFile(join(repository, "scripts/install.ps1"), "utf8");
  // These bytes are the same in every encoding that Windows may assume.
  expect(power).toMatch(/^[\x20-\x7e\n]*$/);
  const inShell = sentencesOf(shell, /(?:say|fail \d) "((?:[^"\\]|\\.)*)" (?:\\\n\s*)?"((?:[^"\\]|\\.)*)"/g);
  const decoded = power.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const inPower = sentencesOf(decoded, /(?:Say|Stop-With \d) '([^']*)' '([^']*)'/g);
  const shared = new Set(inShell);
  const own = inPower.filter((sentence) => !shared.has(sentence));
  expect(own).toEqual([
    expect.stringMatching(/^\{\} is on your PATH now/),
    expect.stringMatching(/^There is no option \{\}: install\.ps1 \[-Remove\]/),
  ]);
  const others = new Set(inPower);
  const missing = inShell.filter((sentence) => !others.has(sentence));
  expect(missing).toEqual([
    expect.stringMatching(/^There is no home folder/),
    expect.stringMatching(/^curl or wget/),
    expect.stringMatching(/^sha256sum, shasum or openssl/),
    expect.stringMatching(/^\{\} is not on your PATH/),
    expect.stringMatching(/^Another localgpt comes first/),
    expect.stringMatching(/^Usage: install\.sh/),
    expect.stringMatching(/^Puts localgpt into/),
    expect.stringMatching(/^There is no option \{\}: install\.sh \[--remove\]/),
  ]);
});
