import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { docker, dockerHost, freePort, uniqueProject } from "../engines/docker.ts";
import { leakCheck, removeProject } from "../engines/leaks.ts";
import { images } from "../services/images.ts";
import { requireDocumented } from "./documented.ts";

/** The built program, as `npm install` would put it on the PATH. */
export const program = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));

/** How one run of localgpt ended. */
export type Run = { code: number; stdout: string; stderr: string };

/** How to run localgpt differently: another language, more environment, something on stdin, another folder. */
export type RunOptions = { environment?: Record<string, string | undefined>; input?: string; folder?: string };

/** A stack of its own for one test: an empty LOCALGPT_HOME, a project name, a port and the stand-in images. */
export type Workspace = {
  project: string;
  home: string;
  port: number;
  /** Runs localgpt to its end, with any exit code. */
  localgpt: (args: string[], options?: RunOptions) => Promise<Run>;
  /** Starts localgpt and gives the running process: for signals and for two at once. */
  start: (args: string[], options?: RunOptions) => ReturnType<typeof startProgram>;
  /** The environment of those runs. */
  environment: Record<string, string>;
  /** Replaces settings.yaml; `extra` is YAML added after name, port and images. */
  writeSettings: (settings: { ollama?: string; openWebui?: string; model?: string; extra?: string }) => Promise<void>;
  readHome: (name: string) => Promise<string>;
  /** Ids of the project's containers by service. */
  containerIds: () => Promise<Record<string, string>>;
  /**
   * Removes everything of the project from the Engine and the home from the disk, and fails if the product left execs
   * behind.
   */
  remove: () => Promise<void>;
};

/** Makes a workspace whose settings name the good images and the tiny model, unless told otherwise. */
export async function createWorkspace(
  name: string,
  settings: Parameters<Workspace["writeSettings"]>[0] = {},
): Promise<Workspace> {
  const project = uniqueProject(name);
  const home = await mkdtemp(join(tmpdir(), "localgpt-home-"));
  const port = await freePort();
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    LOCALGPT_HOME: home,
    DOCKER_HOST: dockerHost(),
    LANG: "en_US.UTF-8",
    // The world's registries are never asked, whatever network this machine has; loopback goes past the proxy.
    HTTPS_PROXY: "http://127.0.0.1:9",
  };
  const start: Workspace["start"] = (args, options = {}) =>
    startProgram(args, { ...environment, ...options.environment }, options.folder ?? home, options.input ?? "");
  const workspace: Workspace = {
    project,
    home,
    port,
    environment,
    start,
    localgpt: async (args, options) => {
      const run = await toEnd(start(args, options));
      requireDocumented(args, run);
      return run;
    },
    writeSettings: async ({
      ollama = images.ollama("1"),
      openWebui = images.openWebui("1"),
      model = "tiny",
      extra = "",
    }) => {
      const lines = [
        `name: ${project}`,
        `port: ${port}`,
        `model: ${model}`,
        "gpu: none",
        `ollama:\n  image: ${ollama}`,
        `open-webui:\n  image: ${openWebui}`,
      ];
      await writeFile(join(home, "settings.yaml"), `${lines.join("\n")}\n${extra}`);
    },
    readHome: (file) => readFile(join(home, file), "utf8"),
    containerIds: async () => {
      const format = '{{.Label "com.docker.compose.service"}} {{.ID}}';
      const filter = `label=com.docker.compose.project=${project}`;
      const lines = await docker("ps", "--all", "--no-trunc", "--filter", filter, "--format", format);
      return Object.fromEntries(
        lines
          .split("\n")
          .filter(Boolean)
          .map((line) => line.split(" ")),
      );
    },
    remove: async () => {
      await removeProject(project);
      await leakCheck(project);
      await rm(home, { recursive: true, force: true });
    },
  };
  await workspace.writeSettings(settings);
  return workspace;
}

/** How a program ends that was started by execa; one that a signal ended has its number and 128, as a shell says it. */
export async function toEnd(running: PromiseLike<Ended>): Promise<Run> {
  const { exitCode, signal, stdout, stderr } = await running;
  const code = exitCode ?? (signal === undefined ? -1 : 128 + constants.signals[signal]);
  return { code, stdout, stderr };
}

type Ended = { exitCode?: number; signal?: NodeJS.Signals; stdout: string; stderr: string };

function startProgram(args: string[], environment: Record<string, string | undefined>, folder: string, input: string) {
  return execa(process.execPath, [program, ...args], {
    env: environment,
    extendEnv: false,
    cwd: folder,
    reject: false,
    stripFinalNewline: false,
    input,
  });
}
