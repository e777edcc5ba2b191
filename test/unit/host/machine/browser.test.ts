import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listOpeners, openBrowser } from "../../../../src/host/machine/browser.ts";
import { isPosix } from "../../../support/program/posix.ts";

const address = "http://localhost:3000/?a=1&b=2";

describe("listOpeners", () => {
  test.each<{ name: string; platform: NodeJS.Platform; environment: NodeJS.ProcessEnv; files: string[] }>([
    { name: "macOS", platform: "darwin", environment: {}, files: ["open"] },
    { name: "Windows", platform: "win32", environment: {}, files: ["rundll32.exe"] },
    { name: "X11", platform: "linux", environment: { DISPLAY: ":0" }, files: ["xdg-open"] },
    { name: "Wayland", platform: "linux", environment: { WAYLAND_DISPLAY: "wayland-0" }, files: ["xdg-open"] },
    { name: "WSL", platform: "linux", environment: { WSL_DISTRO_NAME: "Ubuntu" }, files: ["wslview", "rundll32.exe"] },
    {
      name: "a browser of one's own",
      platform: "linux",
      environment: { BROWSER: "my-browser --new:w3m" },
      files: ["my-browser", "w3m"],
    },
    {
      name: "one with the address inside",
      platform: "darwin",
      environment: { BROWSER: "tab -u %s" },
      files: ["tab", "open"],
    },
    { name: "a server without a screen", platform: "linux", environment: {}, files: [] },
  ])("$name", ({ platform, environment, files }) => {
    const openers = listOpeners(address, { platform, environment });
    expect(openers.map(({ file }) => file)).toEqual(files);
    for (const { args } of openers) expect(args.at(-1)).toContain(address);
  });
});

describe.runIf(isPosix)("openBrowser", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "localgpt-browser-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function install(script: string): Promise<{ platform: NodeJS.Platform; environment: NodeJS.ProcessEnv }> {
    const path = join(folder, "xdg-open");
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return {
      platform: "linux",
      environment: { DISPLAY: ":0", PATH: `${folder}:/usr/bin:/bin`, OUT: join(folder, "out") },
    };
  }

  test("hands the address over as it is", async () => {
    await openBrowser(address, await install('printf %s "$1" >"$OUT"'));
    expect(await readFile(join(folder, "out"), "utf8")).toBe(address);
  });

  test("an opener that stays, with the browser in its hands, is not waited for", async () => {
    await openBrowser(address, await install('printf %s $$ >"$OUT"; exec sleep 60'), 100);
    const pid = await vi.waitFor(async () => {
      const told = Number(await readFile(join(folder, "out"), "utf8"));
      expect(told).toBeGreaterThan(0);
      return told;
    }, 10_000);
    expect(process.kill(pid, "SIGKILL")).toBe(true);
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
  });

  test.each([
    { name: "an opener that fails", install: () => install("exit 3") },
    {
      name: "no opener",
      install: async () => ({ platform: "linux" as const, environment: { DISPLAY: ":0", PATH: folder } }),
    },
    { name: "no screen", install: async () => ({ platform: "linux" as const, environment: {} }) },
  ])("$name", async ({ install: prepare }) => {
    await expect(openBrowser(address, await prepare())).rejects.toMatchObject({
      code: "browser-failed",
      facts: { address },
    });
  });
});
