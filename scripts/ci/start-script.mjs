#!/usr/bin/env node
// Runs the start script of this system without Docker, and compares every word of it with what is expected:
// node scripts/ci/start-script.mjs [SCRIPT]. The exit code is 1 where it says or does anything else.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { platform, env, execPath } = process;
const isWindows = platform === "win32";
const script = process.argv[2] ?? fileURLToPath(new URL(isWindows ? "../start.ps1" : "../start.sh", import.meta.url));
const sentences = {
  en: "Docker is needed and was not found",
  es: "Hace falta Docker y no se ha encontrado",
};
const help = {
  win32: "winget install Docker.DockerDesktop",
  darwin: "https://docs.docker.com/desktop/setup/install/mac-install/",
}[platform];

const pipes = ["\\\\.\\pipe\\docker_engine", "\\\\.\\pipe\\dockerDesktopLinuxEngine"];
const socket = "/var/run/docker.sock";
const scratch = mkdtempSync(join(tmpdir(), "localgpt-start-"));

/** The folders of a PATH that lack the program. */
const without = (program) => (env.PATH ?? "").split(delimiter).filter((folder) => !existsSync(join(folder, program)));

/** Programs of this system under their own names in a folder of their own. */
function linkPrograms(names) {
  const folder = join(scratch, "programs");
  mkdirSync(folder);
  const folders = (env.PATH ?? "").split(delimiter);
  for (const name of names) {
    const found = folders.map((each) => join(each, name)).find((path) => existsSync(path));
    if (found !== undefined) symlinkSync(found, join(folder, name));
  }
  symlinkSync(execPath, join(folder, "node"));
  return folder;
}

/** What to run, the environment that hides Docker from it, and the languages it is asked in. */
function prepare() {
  if (isWindows) {
    // The host's Windows machines run a Docker of their own.
    if (env.CI && pipes.some((pipe) => existsSync(pipe))) spawnSync("net", ["stop", "docker"], { stdio: "inherit" });
    refuseIf(pipes.some((pipe) => existsSync(pipe)));
    const path = [dirname(execPath), ...without("docker.exe")].join(delimiter);
    const culture = ["-NoProfile", "-Command", "(Get-UICulture).TwoLetterISOLanguageName"];
    const language = spawnSync("powershell", culture, { encoding: "utf8" }).stdout.trim() === "es" ? "es" : "en";
    const command = ["powershell", "-NoProfile", "-ExecutionPolicy", "Bypass", "-File", script];
    return { command, environment: { ...env, PATH: path }, languages: { [language]: {} }, help };
  }
  const path = linkPrograms(["bash", "dirname", "uname", "find", "touch", "npm", "env"]);
  const command = [join(path, "bash"), script];
  if (existsSync(socket)) {
    refuseIf(platform !== "linux");
    // A mount namespace of its own, with nothing in /run.
    const hide = 'mount -t tmpfs none /run && exec "$@"';
    const before = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", hide, "sh"];
    command.unshift(...before, join(path, "env"), `PATH=${path}`);
  }
  const environment = { HOME: scratch, PATH: existsSync(socket) ? env.PATH : path };
  // Without a package manager that it knows, Linux has Docker's own page.
  const page = help ?? "https://docs.docker.com/engine/install/";
  return { command, environment, languages: { en: { LANG: "C.UTF-8" }, es: { LANG: "es_ES.UTF-8" } }, help: page };
}

function refuseIf(isRunning) {
  if (!isRunning) return;
  console.error("Docker runs here: what the start script says without it can be compared only where it does not");
  process.exit(2);
}

let code = 0;
try {
  const { command, environment, languages, help: expectedHelp } = prepare();
  for (const [language, variables] of Object.entries(languages)) {
    const [program, ...args] = command;
    for (const name of ["DOCKER_HOST", "DOCKER_CONTEXT"]) delete environment[name];
    const run = spawnSync(program, args, { env: { ...environment, ...variables }, encoding: "utf8" });
    const actual = { code: run.status, stdout: run.stdout, stderr: run.stderr?.replaceAll("\r\n", "\n") };
    const expected = { code: 3, stdout: "", stderr: `${sentences[language]}\n  ${expectedHelp}\n` };
    const isSame = JSON.stringify(actual) === JSON.stringify(expected);
    console.log(`${isSame ? "as expected" : "DIFFERENT"} (${language}): ${expected.stderr.split("\n")[0]}`);
    if (!isSame) {
      code = 1;
      console.error("expected", expected, "\nactual  ", actual, run.error ?? "");
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = code;
