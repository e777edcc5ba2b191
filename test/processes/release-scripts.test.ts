import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isPosix } from "../support/program/posix.ts";
import { repository, runRepositoryScript } from "../support/program/repository-script.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "localgpt-release-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the notes of a release", () => {
  const section = "## [1.2.3] - 2026-12-01\n\n### Added\n\n- Something.\n\n";
  const older = "## [1.2.2] - 2026-11-01\n\n- Older.\n";

  const notes = (tag: string, changelog: string, here?: string) => {
    const url = "git+https://github.com/ana/localgpt.git";
    writeFileSync(join(folder, "package.json"), JSON.stringify({ version: "1.2.3", repository: { url } }));
    writeFileSync(join(folder, "CHANGELOG.md"), `# Changelog\n\n## [Unreleased]\n\n- Later.\n\n${changelog}`);
    return runRepositoryScript("release/notes.mjs", [tag], { cwd: folder, env: { GITHUB_REPOSITORY: here } });
  };

  test("are what the changelog says of the tag's version", async () => {
    const run = await notes("v1.2.3", section + older, "ana/localgpt");
    expect(run).toEqual({ code: 0, stdout: "### Added\n\n- Something.", stderr: "" });
  });

  test.each([
    ["v1.2.4", section, /^The tag `v1\.2\.4` must be `v1\.2\.3`/],
    ["", section, /^The tag `` must be `v1\.2\.3`/],
    ["v1.2.3", older, /^CHANGELOG\.md has no section `## \[1\.2\.3\] - YYYY-MM-DD`/],
    ["v1.2.3", section.replace(" - 2026-12-01", ""), /^The heading `## \[1\.2\.3\]` of CHANGELOG\.md must be/],
    ["v1.2.3", `## [1.2.3] - 2026-12-01\n\n${older}`, /^The section `## \[1\.2\.3\] - 2026-12-01` .* is empty/],
  ])("are refused for the tag %o where the changelog has %o", async (tag, changelog, sentence) => {
    const run = await notes(tag, changelog);
    expect([run.code, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toMatch(sentence);
  });

  test("are refused where package.json names another repository than this one", async () => {
    const run = await notes("v1.2.3", section, "luis/localgpt");
    expect(run.code).toBe(2);
    expect(run.stderr).toBe(
      "`repository.url` in package.json names `ana/localgpt`, and this is `luis/localgpt`: write that one there",
    );
  });
});

describe("the checksums of a release", () => {
  const names = ["linux-amd64", "linux-arm64", "macos-amd64", "macos-arm64", "windows-amd64.exe"];
  const write = (list: string[]) => {
    for (const name of list) writeFileSync(join(folder, `localgpt-${name}`), name);
    writeFileSync(join(folder, "THIRD-PARTY-LICENSES"), "Theirs.");
  };

  test("are one line for each program, as sha256sum writes and reads them", async () => {
    write(names);
    expect((await runRepositoryScript("release/checksums.mjs", [folder])).code).toBe(0);
    const sum = (text: string) => createHash("sha256").update(text).digest("hex");
    const expected = names.map((name) => `${sum(name)}  localgpt-${name}\n`).join("");
    expect(readFileSync(join(folder, "SHA256SUMS"), "utf8")).toBe(expected);
    // Made again it is the same: its own file is not one of them.
    expect((await runRepositoryScript("release/checksums.mjs", [folder])).code).toBe(0);
  });

  test.each([
    ["a program is missing", names.slice(1), /lacks localgpt-linux-amd64$/],
    [
      "something else lies there",
      [...names, "solaris-sparc"],
      /has localgpt-solaris-sparc, which belongs to no release$/,
    ],
  ])("are not made where %s", async (_what, list, sentence) => {
    write(list);
    const run = await runRepositoryScript("release/checksums.mjs", [folder]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(sentence);
    expect(existsSync(join(folder, "SHA256SUMS"))).toBe(false);
  });
});

describe.runIf(isPosix)("publishing", () => {
  const packed = () => join(folder, "my package");

  async function pack(version: string) {
    mkdirSync(join(folder, "scripts/release"), { recursive: true });
    for (const name of ["pack.sh", "publish.sh"])
      cpSync(join(repository, "scripts/release", name), join(folder, "scripts/release", name));
    // What runs when it is packed does not run when it is published.
    const scripts = { prepack: "echo made >>made", prepublishOnly: "echo published >>made" };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "localgpt", version, files: [], scripts }));
    await execa(join(folder, "scripts/release/pack.sh"), [packed()], { stdin: "ignore" });
  }

  /** A registry that takes one package, and what it was given. */
  async function publish() {
    let asked: { authorization: string | undefined; tags: unknown } | null = null;
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      if (request.method === "PUT") {
        const tags = JSON.parse(Buffer.concat(chunks).toString())["dist-tags"];
        asked = { authorization: request.headers.authorization, tags };
      }
      response.writeHead(request.method === "PUT" ? 201 : 404, { "content-type": "application/json" }).end("{}");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const run = await execa(
        join(folder, "scripts/release/publish.sh"),
        [packed(), "--userconfig", join(folder, "npmrc")],
        {
          env: {
            npm_config_registry: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
            npm_config_cache: join(folder, "cache"),
            NPM_TOKEN: "sesame",
          },
          reject: false,
          stdin: "ignore",
        },
      );
      return { code: run.exitCode, stderr: run.stderr, asked };
    } finally {
      server.close();
    }
  }

  test("offers a version before the finished one as next, with a token that is written nowhere", async () => {
    await pack("1.2.3-rc.1");
    const { code, stderr, asked } = await publish();
    expect(code, stderr).toBe(0);
    expect(asked).toEqual({ authorization: "Bearer sesame", tags: { next: "1.2.3-rc.1" } });
    expect(existsSync(join(folder, "npmrc"))).toBe(false);
    expect(readFileSync(join(folder, "made"), "utf8")).toBe("made\n");
  });

  test("refuses a folder with no package, or with two", async () => {
    await pack("1.2.3");
    await pack("1.2.4");
    const two = await publish();
    expect(two).toMatchObject({ code: 2, asked: null });
    expect(two.stderr).toContain("must have one package to publish");
    rmSync(packed(), { recursive: true });
    mkdirSync(packed());
    expect(await publish()).toMatchObject({ code: 2, asked: null });
  });
});
