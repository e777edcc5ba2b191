import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "../engines/docker.ts";

const program = fileURLToPath(new URL("../../images/ollama/main.mjs", import.meta.url));

/** The stand-in for Ollama as a process of this machine, for tests that need no Engine. */
export type OllamaProcess = {
  port: number;
  /** The folder of its models. */
  models: string;
  /** The lines of its log so far. */
  log: string[];
  /** Sets the stand-in's switches (test/images/README.md); they hold from its next use of each. Without: `pace` 10. */
  setSwitches: (switches: Record<string, unknown>) => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts the stand-in with an empty store and waits until it listens. */
export async function startOllamaProcess(): Promise<OllamaProcess> {
  const folder = await mkdtemp(join(tmpdir(), "localgpt-ollama-"));
  const port = await freePort();
  const models = join(folder, "models");
  const switchesFile = join(folder, "switches.json");
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      OLLAMA_HOST: `127.0.0.1:${port}`,
      OLLAMA_MODELS: models,
      OLLAMA_NOPRUNE: "1",
      STANDIN_SWITCHES: JSON.stringify({ pace: 10 }),
      STANDIN_SWITCHES_FILE: switchesFile,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the stand-in ended with ${code}: ${log.join("\n")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      log.push(line);
      if (line.includes("Listening on")) resolve();
    });
  });
  return {
    port,
    models,
    log,
    setSwitches: (switches) => writeFile(switchesFile, JSON.stringify(switches)),
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
