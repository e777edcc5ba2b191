import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  cutOff,
  executableName,
  hang,
  type ReleaseServer,
  releaseOf,
  sha256,
  startReleaseServer,
  versionProgram,
} from "../support/services/release-server.ts";

const script = fileURLToPath(new URL("../../scripts/install.sh", import.meta.url));
let server: ReleaseServer;
let home: string;
let bin: string;

beforeAll(async () => {
  server = await startReleaseServer(new Map());
});
afterAll(() => server.close());

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "localgpt install-"));
  bin = join(home, ".local/bin");
  server.files = releaseOf("9.9.1");
  server.asked.length = 0;
});
afterEach(() => rm(home, { recursive: true }));

type Options = { environment?: Record<string, string | undefined>; input?: string; words?: string[] };

function install(args: string[] = [], { environment = {}, input, words = ["sh", script] }: Options = {}) {
  const [file = "sh", ...more] = words;
  return execa(file, [...more, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      LANG: "en_US.UTF-8",
      LOCALGPT_DOWNLOAD_URL: server.address,
      ...environment,
    },
    extendEnv: false,
    cwd: home,
    reject: false,
    ...(input === undefined ? { stdin: "ignore" } : { input }),
  });
}

const installed = async (): Promise<string> => (await execa(join(bin, "localgpt"), ["--version"])).stdout;
const leftovers = async (): Promise<string[]> =>
  (await readdir(bin).catch(() => [])).filter((name) => name !== "localgpt");

// Windows has a script of its own.
describe.skipIf(process.platform === "win32")("install.sh", () => {
  test("puts the executable for this system into the user's folder, tells of the PATH, and run again updates it", async () => {
    const first = await install();
    expect(first, first.stderr).toMatchObject({ exitCode: 0, stderr: "" });
    expect(first.stdout).toContain(`Downloading ${server.address}/${executableName}`);
    expect(first.stdout).toContain(`localgpt 9.9.1 is installed: ${bin}/localgpt`);
    expect(first.stdout).toContain(`  export PATH="${bin}:$PATH"`);
    expect(await installed()).toBe("9.9.1");

    server.asked.length = 0;
    const again = await install([], { environment: { PATH: `${bin}:${process.env.PATH}` } });
    expect(again.stdout).toBe(`The newest localgpt is already here: ${bin}/localgpt`);
    expect(server.asked).toEqual(["SHA256SUMS"]);

    server.files = releaseOf("9.9.2");
    expect((await install()).exitCode).toBe(0);
    expect(await installed()).toBe("9.9.2");
    expect(await leftovers()).toEqual([]);
  });

  // A Mac has no wget.
  test.skipIf(process.platform === "darwin")(
    "works the same where it is piped into a shell, with wget and openssl alone, and speaks Spanish",
    async () => {
      const text = await readFile(script, "utf8");
      const tools = join(home, "tools");
      await mkdir(tools);
      for (const name of ["sh", "uname", "mkdir", "rm", "mv", "chmod", "sed", "grep", "openssl", "wget", "dirname"]) {
        await symlink((await execa("which", [name])).stdout, join(tools, name));
      }
      const environment = { LANG: "es_ES.UTF-8", PATH: tools };
      const piped = await install([], { words: ["sh", "-s"], input: text, environment });
      expect(piped, piped.stderr).toMatchObject({ exitCode: 0, stderr: "" });
      expect(piped.stdout).toContain(`localgpt 9.9.1 está instalado: ${bin}/localgpt`);
      expect(piped.stdout).toContain("no está en tu PATH");
      expect(await installed()).toBe("9.9.1");
      const removed = await install(["--remove"], { words: ["sh", "-s", "--"], input: text, environment });
      expect(removed.stdout).toContain("se ha quitado");
      expect(await readdir(bin)).toEqual([]);

      await rm(join(tools, "wget"));
      const bare = await install([], { environment });
      expect(bare).toMatchObject({
        exitCode: 1,
        stderr: "Hace falta curl o wget para descargar localgpt: instala uno de los dos",
      });
    },
  );

  test("a download of the script that was cut off anywhere runs nothing", async () => {
    const text = (await readFile(script, "utf8")).trimEnd();
    for (const length of [text.length - 1, text.length - 3, text.length - 8, text.lastIndexOf("main() {"), 2000]) {
      await install([], { words: ["sh", "-s"], input: text.slice(0, length) });
    }
    expect(server.asked).toEqual([]);
    expect(await readdir(home)).toEqual([]);
  });

  test.each<[string, () => void, RegExp]>([
    [
      "another checksum",
      () => server.files.set("SHA256SUMS", `${sha256("other")}  ${executableName}\n`),
      /^localgpt-[a-z]+-\w+ is not the file that SHA256SUMS describes; nothing has changed$/,
    ],
    [
      "no checksum",
      () => server.files.set("SHA256SUMS", `${sha256("other")}  ${executableName}.exe\n`),
      /^SHA256SUMS of the release has no line for localgpt-[a-z]+-\w+; nothing has changed$/,
    ],
    [
      "no SHA256SUMS",
      () => server.files.delete("SHA256SUMS"),
      /404[\s\S]*\/SHA256SUMS could not be downloaded; nothing has changed$/,
    ],
    [
      "no executable",
      () => server.files.delete(executableName),
      /404[\s\S]*could not be downloaded; nothing has changed$/,
    ],
    [
      "a connection that breaks off",
      () => server.files.set(executableName, cutOff),
      /could not be downloaded; nothing has changed$/,
    ],
    [
      "an executable for another system",
      () => {
        server.files = releaseOf("9.9.2", "\x7fELF");
      },
      /The new localgpt does not start on this system; nothing has changed\. With Node\.js/,
    ],
  ])("%s: says so, and what was there stays", async (_, provoke, says) => {
    await install();
    server.files = releaseOf("9.9.2");
    provoke();
    const run = await install();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(says);
    expect(await installed()).toBe("9.9.1");
    expect(await leftovers()).toEqual([]);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s in the middle leaves nothing behind", async (signal) => {
    server.files.set(executableName, hang);
    const running = install();
    running.stdout?.once("data", () => setTimeout(() => running.kill(signal), 300));
    const { exitCode } = await running;
    expect(exitCode).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
    expect(await readdir(bin)).toEqual([]);
  });

  test("clears away what a killed run left, and nothing of one that goes on", async () => {
    // The end of the connection is the end of curl, which outlives the killed shell.
    let hangUp = () => {};
    server.files.set(executableName, (response) => {
      hang(response);
      hangUp = () => response.destroy();
    });
    const killed = install();
    await expect.poll(() => readdir(bin).catch(() => [])).toHaveLength(2);
    killed.kill("SIGKILL");
    hangUp();
    await killed;
    const left = await readdir(bin);
    expect(left).toHaveLength(2);
    const others = [
      `.localgpt.${process.pid}.new`,
      ".localgpt.0123456789ab.new",
      ".localgpt.012345678901.new",
      ".localgpt",
    ];
    for (const name of others) await writeFile(join(bin, name), "");
    server.files = releaseOf("9.9.1");
    expect((await install()).exitCode).toBe(0);
    expect((await leftovers()).sort()).toEqual([...others].sort());
  });

  test("removes itself alone, and says when there is nothing to remove", async () => {
    await install();
    await writeFile(join(bin, "other"), "");
    const settings = join(home, ".local/share/localgpt/settings.yaml");
    await mkdir(join(home, ".local/share/localgpt"), { recursive: true });
    await writeFile(settings, "port: 3000\n");
    const removed = await install(["--remove"], { environment: { LOCALGPT_DOWNLOAD_URL: undefined } });
    expect(removed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(removed.stdout).toBe(
      `Removed ${bin}/localgpt\nContainers, models, conversations and settings are all still there`,
    );
    expect(await readdir(bin)).toEqual(["other"]);
    expect(await readFile(settings, "utf8")).toBe("port: 3000\n");
    expect((await install(["--remove"])).stdout).toContain(`There is no localgpt in ${bin}`);
  });

  test("leaves alone what npm or the user put there", async () => {
    await mkdir(bin, { recursive: true });
    await writeFile(join(home, "main.js"), "");
    await symlink(join(home, "main.js"), join(bin, "localgpt"));
    for (const args of [[], ["--remove"]]) {
      const run = await install(args);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toMatch(
        /localgpt is not a file that this script put there \(npm makes a link\): remove it first$/,
      );
    }
    expect(await readdir(bin)).toEqual(["localgpt"]);
    expect(await readFile(join(home, "main.js"), "utf8")).toBe("");
    await rm(join(bin, "localgpt"));
    await writeFile(join(bin, "localgpt"), "#!/bin/sh\nexec ssh school localgpt\n");
    for (const args of [[], ["--remove"]]) expect((await install(args)).exitCode).toBe(1);
    expect(await readFile(join(bin, "localgpt"), "utf8")).toContain("ssh school");
  });

  test("says what is missing: an option that there is, a home folder, an address, a system, a folder to write to", async () => {
    const unknown = await install(["--prefix"]);
    expect(unknown).toMatchObject({ exitCode: 2, stderr: "There is no option --prefix: install.sh [--remove]" });
    expect((await install(["--remove", "x"])).stderr).toBe("There is no option x: install.sh [--remove]");
    const homeless = await install([], { environment: { HOME: undefined } });
    expect(homeless).toMatchObject({ exitCode: 1 });
    expect(homeless.stderr).toContain("set the variable HOME");
    const lost = await install([], {
      environment: { LOCALGPT_DOWNLOAD_URL: "" },
      words: ["sh", "-s"],
      input: await readFile(script, "utf8"),
    });
    expect(lost).toMatchObject({ exitCode: 2 });
    expect(lost.stderr).toContain("give it in the variable LOCALGPT_DOWNLOAD_URL");

    const tools = join(home, "tools");
    await mkdir(tools);
    await writeFile(join(tools, "uname"), '#!/bin/sh\n[ "$1" = -s ] && echo Linux || echo riscv64\n');
    await chmod(join(tools, "uname"), 0o755);
    const foreign = await install([], { environment: { PATH: `${tools}:${process.env.PATH}` } });
    expect(foreign).toMatchObject({ exitCode: 1 });
    expect(foreign.stderr).toContain("There is no executable for Linux on riscv64");

    await writeFile(join(home, ".local"), "");
    const blocked = await install();
    expect(blocked).toMatchObject({ exitCode: 1, stderr: `You may not write to ${bin}; nothing has changed` });
    expect(server.asked).toEqual([]);
  });

  test.each(["example.org/localgpt", "ftp://example.org", "file:///localgpt", "--output", "https://"])(
    "takes no address such as %s, which self-update does not take either",
    async (address) => {
      const run = await install([], { environment: { LOCALGPT_DOWNLOAD_URL: address } });
      const stderr = `LOCALGPT_DOWNLOAD_URL must be an address such as https://example.org/localgpt, not ${address}`;
      expect(run).toMatchObject({ exitCode: 2, stdout: "", stderr });
      expect(await readdir(home)).toEqual([]);
    },
  );

  test("does not follow from https to http, where anybody on the way could change both file and checksum", async () => {
    const [key, cert] = [join(home, "key"), join(home, "cert")];
    const words = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost";
    await execa("openssl", [...words.split(" "), "-keyout", key, "-out", cert]);
    const secure = createServer({ key: await readFile(key), cert: await readFile(cert) }, (request, response) => {
      response.writeHead(302, { location: server.address + request.url }).end();
    });
    secure.listen(0, "127.0.0.1");
    await once(secure, "listening");
    const address = `https://localhost:${(secure.address() as AddressInfo).port}`;
    const run = await install([], { environment: { LOCALGPT_DOWNLOAD_URL: address, CURL_CA_BUNDLE: cert } });
    secure.close();
    expect(run).toMatchObject({ exitCode: 1 });
    expect(run.stderr).toContain(`${address}/SHA256SUMS could not be downloaded; nothing has changed`);
    expect(run.stderr).toMatch(/protocol "?http"?/i);
    expect(server.asked).toEqual([]);
  });

  test.each([
    ["Linux", "bash", ".bashrc"],
    ["Darwin", "bash", ".bash_profile"],
    ["Darwin", "zsh", ".zshrc"],
    ["Linux", "fish", ".config/fish/config.fish"],
  ])("on %s names the file that a new terminal with %s reads: %s", async (system, shell, start) => {
    const tools = join(home, "tools");
    await mkdir(tools);
    await writeFile(join(tools, "uname"), `#!/bin/sh\n[ "$1" = -s ] && echo ${system} || echo x86_64\n`);
    await chmod(join(tools, "uname"), 0o755);
    const name = `localgpt-${system === "Linux" ? "linux" : "macos"}-amd64`;
    const text = versionProgram("9.9.1");
    server.files = new Map([
      [name, text],
      ["SHA256SUMS", `${sha256(text)}  ${name}\n`],
    ]);
    const environment = { PATH: `${tools}:${process.env.PATH}`, SHELL: `/bin/${shell}` };
    expect((await install([], { environment })).stdout).toContain(`Add this line to ${home}/${start} and`);
  });

  test("in a clone it takes the address of package.json, once that names the owner", async () => {
    const clone = join(home, "my clone");
    await mkdir(join(clone, "scripts"), { recursive: true });
    await cp(script, join(clone, "scripts/install.sh"));
    const run = async (repository: unknown) => {
      await writeFile(join(clone, "package.json"), JSON.stringify({ name: "localgpt", repository }, null, 2));
      // A name that no network resolves: the address is in what it says.
      const environment = { LOCALGPT_DOWNLOAD_URL: undefined, https_proxy: "http://127.0.0.1:9" };
      return (await install([], { words: ["sh", join(clone, "scripts/install.sh")], environment })).stderr;
    };
    const sums = "https://example.invalid/ana/localgpt/releases/latest/download/SHA256SUMS could not be downloaded";
    expect(await run({ type: "git", url: "git+https://example.invalid/ana/localgpt.git" })).toContain(sums);
    expect(await run("https://example.invalid/ana/localgpt")).toContain(sums);
    expect(await run({ type: "git", url: "git+https://example.invalid/OWNER/other.git" })).toContain(
      "LOCALGPT_DOWNLOAD_URL",
    );
  });

  test("names another localgpt that comes first on the PATH", async () => {
    const tools = join(home, "tools");
    await mkdir(tools);
    await writeFile(join(tools, "localgpt"), versionProgram("0.0.1"));
    await chmod(join(tools, "localgpt"), 0o755);
    const run = await install([], { environment: { PATH: `${tools}:${process.env.PATH}:${bin}` } });
    expect(run.stdout).toContain(`Another localgpt comes first on your PATH: ${tools}/localgpt`);
  });
});
